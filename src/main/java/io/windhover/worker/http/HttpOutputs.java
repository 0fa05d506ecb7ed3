package io.windhover.worker.http;

import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;

/**
 * A response as outputs: headers by their names in lower case, the body parsed where it
 * is JSON.
 */
final class HttpOutputs {

	private HttpOutputs() {
	}

	static Map<String, Object> of(HttpResponse<byte[]> response) {
		return of(response, response.body());
	}

	static Map<String, Object> of(HttpResponse<?> response, byte[] bytes) {
		Map<String, Object> headers = new TreeMap<>();
		response.headers()
			.map()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
		Map<String, Object> outputs = new HashMap<>();
		outputs.put("status", response.statusCode());
		outputs.put("headers", headers);
		if (bytes.length > 0) {
			outputs.put("body", body(response, bytes));
		}
		return outputs;
	}

	private static Object body(HttpResponse<?> response, byte[] bytes) {
		MediaType type = type(response.headers().firstValue("content-type").orElse(null));
		Charset charset = (type != null && type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
		String text = new String(bytes, charset);
		if (type == null || !(type.getSubtype().equals("json") || type.getSubtype().endsWith("+json"))) {
			return text;
		}
		try {
			return Objects.requireNonNullElse(Json.mapper().readValue(text, Object.class), text);
		}
		catch (JacksonException ex) {
			// it only says that it is JSON
			return text;
		}
	}

	private static @Nullable MediaType type(@Nullable String header) {
		try {
			return (header != null) ? MediaType.parseMediaType(header) : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

}
