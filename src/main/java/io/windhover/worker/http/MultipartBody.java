package io.windhover.worker.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Makes a body of several parts, as RFC 7578 has it.
 */
final class MultipartBody {

	private MultipartBody() {
	}

	static HttpBody of(List<HttpConfiguration.Part> parts, SentFiles files) throws IOException {
		String boundary = UUID.randomUUID().toString();
		List<BodyPublisher> body = new ArrayList<>();
		for (int i = 0; i < parts.size(); i++) {
			HttpConfiguration.Part part = parts.get(i);
			String file = part.file();
			BodyPublisher content = (file != null) ? files.content(file) : content(part);
			body.add(BodyPublishers.ofString("--%s\r\n%s\r\n".formatted(boundary, head(part, i))));
			body.add(content);
			body.add(BodyPublishers.ofString("\r\n"));
		}
		body.add(BodyPublishers.ofString("--%s--\r\n".formatted(boundary)));
		return new HttpBody(BodyPublishers.concat(body.toArray(BodyPublisher[]::new)),
				"multipart/form-data; boundary=" + boundary);
	}

	private static String head(HttpConfiguration.Part part, int index) {
		StringBuilder head = new StringBuilder(
				"Content-Disposition: form-data; name=\"%s\"".formatted(quoted(part.name())));
		String fileName = fileName(part);
		if (fileName != null) {
			head.append("; filename=\"%s\"".formatted(quoted(fileName)));
		}
		String type = contentType(part, index);
		if (type != null) {
			head.append("\r\nContent-Type: ").append(type);
		}
		return head.append("\r\n").toString();
	}

	private static @Nullable String fileName(HttpConfiguration.Part part) {
		String file = part.file();
		return (part.fileName() == null && file != null) ? SentFiles.name(file) : part.fileName();
	}

	private static @Nullable String contentType(HttpConfiguration.Part part, int index) {
		if (part.contentType() == null) {
			if (part.file() != null) {
				return SentFiles.contentType(String.valueOf(fileName(part)));
			}
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

	private static BodyPublisher content(HttpConfiguration.Part part) {
		return (part.content() instanceof String text) ? BodyPublishers.ofString(text)
				: BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(part.content()));
	}

	/** As browsers do. */
	private static String quoted(String name) {
		return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
	}

}
