package io.windhover.worker.http;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request.
 *
 * @param contentType of a body that is made here; null where only the flow knows it
 */
record HttpBody(BodyPublisher publisher, @Nullable String contentType) {

	static HttpBody of(HttpConfiguration configuration, SentFiles files) throws IOException {
		if (configuration.form() != null) {
			return new HttpBody(BodyPublishers.ofString(form(configuration.form())),
					"application/x-www-form-urlencoded");
		}
		if (configuration.multipart() != null) {
			if (configuration.hasHeader("Content-Type")) {
				throw new IllegalArgumentException(
						"header 'Content-Type' cannot be set with multipart: it names what separates the parts");
			}
			return MultipartBody.of(configuration.multipart(), files);
		}
		String file = configuration.bodyFile();
		if (file != null) {
			return new HttpBody(files.content(file), SentFiles.contentType(SentFiles.name(file)));
		}
		Object body = configuration.body();
		if (body == null) {
			return new HttpBody(BodyPublishers.noBody(), null);
		}
		return (body instanceof String text) ? new HttpBody(BodyPublishers.ofString(text), null) : json(body);
	}

	static HttpBody json(Object value) {
		return new HttpBody(BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(value)), "application/json");
	}

	private static String form(Map<String, Object> form) {
		List<String> fields = new ArrayList<>();
		form.forEach((name, value) -> {
			List<?> values = (value instanceof List<?> list) ? list : Collections.singletonList(value);
			values.forEach((each) -> fields.add(encoded(name) + "=" + encoded(field(name, each))));
		});
		return String.join("&", fields);
	}

	private static String field(String name, @Nullable Object value) {
		if (value == null || value instanceof Map || value instanceof List) {
			throw new IllegalArgumentException(
					"form.%s must be text, a number, true, false or a list of these".formatted(name));
		}
		return value.toString();
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
