package io.windhover.management.browser;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds an answer back when it is JSON, and lets all others through.
 */
class JsonBuffer extends ContentCachingResponseWrapper {

	JsonBuffer(HttpServletResponse response) {
		super(response);
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return isJson() ? super.getOutputStream() : getResponse().getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		return isJson() ? super.getWriter() : getResponse().getWriter();
	}

	@Override
	public void flushBuffer() throws IOException {
		if (isJson()) {
			super.flushBuffer();
		}
		else {
			getResponse().flushBuffer();
		}
	}

	boolean isJson() {
		String type = getContentType();
		try {
			return type != null && Accept.isJson(MediaType.parseMediaType(type));
		}
		catch (InvalidMediaTypeException ex) {
			return false;
		}
	}

}
