package io.windhover.management.browser;

import java.io.IOException;
import java.io.PrintWriter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Holds an answer back of which a page can be made, and lets all others through.
 */
class AnswerBuffer extends ContentCachingResponseWrapper {

	AnswerBuffer(HttpServletResponse response) {
		super(response);
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		return isHeld() ? super.getOutputStream() : getResponse().getOutputStream();
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		return isHeld() ? super.getWriter() : getResponse().getWriter();
	}

	@Override
	public void flushBuffer() throws IOException {
		if (isHeld()) {
			super.flushBuffer();
		}
		else {
			getResponse().flushBuffer();
		}
	}

	boolean isMarkdown() {
		MediaType type = type();
		return type != null && type.getType().equals("text") && type.getSubtype().equals("markdown");
	}

	private boolean isHeld() {
		MediaType type = type();
		return type != null && (Accept.isJson(type) || isMarkdown());
	}

	private @Nullable MediaType type() {
		String type = getContentType();
		try {
			return (type != null) ? MediaType.parseMediaType(type) : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

}
