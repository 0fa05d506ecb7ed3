package io.windhover.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

import io.windhover.http.GzipResponses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.util.DigestUtils;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Something to send, with a tag that changes when it does. The tag is weak, because
 * compressed it has other bytes.
 */
final class StaticContent {

	/** Smaller it is not worth it. */
	private static final int LEAST_COMPRESSED = 1024;

	private final byte[] bytes;

	/** The same for who takes it; null where only the server decides for each answer. */
	private final byte @Nullable [] gzip;

	private final String type;

	private final String tag;

	private StaticContent(byte[] bytes, byte @Nullable [] gzip, String type, String tag) {
		this.bytes = bytes;
		this.gzip = gzip;
		this.type = type;
		this.tag = tag;
	}

	static StaticContent of(byte[] bytes, String type) {
		return new StaticContent(bytes, null, type, "W/\"" + DigestUtils.md5DigestAsHex(bytes) + "\"");
	}

	static StaticContent of(String text, String type) {
		return of(text.getBytes(StandardCharsets.UTF_8), type);
	}

	/**
	 * The same, compressed once and as far as possible, not anew for each answer.
	 */
	StaticContent compressed() {
		if (this.bytes.length < LEAST_COMPRESSED) {
			return this;
		}
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new BestCompression(packed)) {
			stream.write(this.bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new StaticContent(this.bytes, packed.toByteArray(), this.type, this.tag);
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
		byte[] sent = this.bytes;
		if (this.gzip != null && GzipResponses.begin(request, response)) {
			sent = this.gzip;
		}
		response.setContentType(this.type);
		response.setContentLength(sent.length);
		response.getOutputStream().write(sent);
	}

	private static final class BestCompression extends GZIPOutputStream {

		BestCompression(OutputStream target) throws IOException {
			super(target);
			this.def.setLevel(Deflater.BEST_COMPRESSION);
		}

	}

}
