package io.windhover.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.util.DigestUtils;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Something to send, with a tag that changes when it does. The tag is weak, because
 * compressed it has other bytes.
 */
final class StaticContent {

	private final byte[] bytes;

	private final String type;

	private final String tag;

	private StaticContent(byte[] bytes, String type, String tag) {
		this.bytes = bytes;
		this.type = type;
		this.tag = tag;
	}

	static StaticContent of(byte[] bytes, String type) {
		return new StaticContent(bytes, type, "W/\"" + DigestUtils.md5DigestAsHex(bytes) + "\"");
	}

	static StaticContent of(String text, String type) {
		return of(text.getBytes(StandardCharsets.UTF_8), type);
	}

	byte[] bytes() {
		return this.bytes.clone();
	}

	String tag() {
		return this.tag;
	}

	/**
	 * Answers a request, by 304 where the caller has it.
	 */
	void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (new ServletWebRequest(request, response).checkNotModified(this.tag)) {
			return;
		}
		response.setContentType(this.type);
		response.setContentLength(this.bytes.length);
		response.getOutputStream().write(this.bytes);
	}

}
