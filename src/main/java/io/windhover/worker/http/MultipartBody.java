package io.windhover.worker.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.windhover.execution.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Makes a body of several parts, as RFC 7578 has it.
 */
final class MultipartBody {

	private MultipartBody() {
	}

	static HttpBody of(List<HttpConfiguration.Part> parts) {
		String boundary = UUID.randomUUID().toString();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int i = 0; i < parts.size(); i++) {
			HttpConfiguration.Part part = parts.get(i);
			write(body, "--%s\r\n%s\r\n".formatted(boundary, head(part, i)));
			body.writeBytes(content(part));
			write(body, "\r\n");
		}
		write(body, "--%s--\r\n".formatted(boundary));
		return new HttpBody(BodyPublishers.ofByteArray(body.toByteArray()),
				"multipart/form-data; boundary=" + boundary);
	}

	private static String head(HttpConfiguration.Part part, int index) {
		StringBuilder head = new StringBuilder(
				"Content-Disposition: form-data; name=\"%s\"".formatted(quoted(part.name())));
		if (part.fileName() != null) {
			head.append("; filename=\"%s\"".formatted(quoted(part.fileName())));
		}
		String type = contentType(part, index);
		if (type != null) {
			head.append("\r\nContent-Type: ").append(type);
		}
		return head.append("\r\n").toString();
	}

	private static @Nullable String contentType(HttpConfiguration.Part part, int index) {
		if (part.contentType() == null) {
			return (part.content() instanceof String) ? null : MediaType.APPLICATION_JSON_VALUE;
		}
		try {
			return MediaType.parseMediaType(part.contentType()).toString();
		}
		catch (InvalidMediaTypeException ex) { // quotes what may be a secret
			throw new IllegalArgumentException(
					"multipart[%d].contentType is not a media type such as text/csv".formatted(index));
		}
	}

	private static byte[] content(HttpConfiguration.Part part) {
		return (part.content() instanceof String text) ? text.getBytes(StandardCharsets.UTF_8)
				: Json.mapper().writeValueAsBytes(part.content());
	}

	/** As browsers do. */
	private static String quoted(String name) {
		return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
	}

	private static void write(ByteArrayOutputStream body, String text) {
		body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

}
