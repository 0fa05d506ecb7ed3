package io.windhover.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Something to send, with a tag that changes when it does. The tag is weak, because
 * compressed it has other bytes.
 */
final class StaticContent {

	private static final int TAG_BYTES = 16;

	private final byte[] bytes;

	private final String type;

	private final String tag;

	private StaticContent(byte[] bytes, String type, String tag) {
		this.bytes = bytes;
		this.type = type;
		this.tag = tag;
	}

	static StaticContent of(byte[] bytes, String type) {
		return new StaticContent(bytes, type, "W/\"" + hash(bytes) + "\"");
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

	private static String hash(byte[] bytes) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return HexFormat.of().formatHex(digest, 0, TAG_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
