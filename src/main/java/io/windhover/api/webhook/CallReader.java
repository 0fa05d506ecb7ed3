package io.windhover.api.webhook;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.Problems;
import io.windhover.execution.json.Json;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;

/**
 * Reads what the inputs of a webhook see of a call.
 */
@Component
@ConditionalOnRole(Role.API)
class CallReader {

	private static final MediaType PLAIN = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final DataSize maxBody;

	CallReader(ApiProperties properties) {
		this.maxBody = properties.maxWebhookBody();
	}

	/**
	 * The parameters of the query alone: to ask the request for them would take those of
	 * a form out of its body.
	 */
	Map<String, List<String>> query(HttpServletRequest request) {
		Map<String, List<String>> query = new LinkedHashMap<>();
		if (request.getQueryString() != null) {
			for (String pair : request.getQueryString().split("&", -1)) {
				String[] parts = pair.split("=", 2);
				if (!pair.isEmpty()) {
					query.computeIfAbsent(decoded(parts[0]), (name) -> new ArrayList<>())
						.add((parts.length > 1) ? decoded(parts[1]) : "");
				}
			}
		}
		return query;
	}

	/**
	 * Method, headers by their names in any case, parameters and body.
	 */
	Map<String, Object> call(HttpServletRequest request, Map<String, List<String>> query, byte[] body) {
		Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String name : Collections.list(request.getHeaderNames())) {
			headers.put(name, String.join(", ", Collections.list(request.getHeaders(name))));
		}
		Map<String, Object> parameters = new LinkedHashMap<>();
		query.forEach((name, values) -> parameters.put(name, (values.size() == 1) ? values.get(0) : values));
		return Map.of("method", request.getMethod(), "headers", headers, "parameters", parameters, "body",
				parsed(body, type(request.getContentType())));
	}

	/** Of one that is too long no more is read than shows it. */
	byte[] body(HttpServletRequest request) {
		long most = this.maxBody.toBytes();
		try {
			byte[] body = (request.getContentLengthLong() > most) ? null
					: request.getInputStream().readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE));
			if (body != null && body.length <= most) {
				return body;
			}
		}
		catch (IOException ex) {
			throw new HttpMessageNotReadableException("The body cannot be read", ex,
					new ServletServerHttpRequest(request));
		}
		throw Problems.tooLarge("The body is longer than %d bytes.".formatted(most),
				"Send less; windhover.api.max-webhook-body allows more.");
	}

	private static Object parsed(byte[] bytes, MediaType type) {
		Charset charset = (type.getCharset() != null) ? type.getCharset() : StandardCharsets.UTF_8;
		String text = new String(bytes, charset);
		boolean json = type.getSubtype().equals("json") || type.getSubtype().endsWith("+json");
		if (!json || text.isBlank()) {
			return text;
		}
		try {
			Object value = Json.mapper().readValue(text, Object.class);
			return (value != null) ? value : text;
		}
		catch (JacksonException ex) {
			throw Problems.badRequest("body", "The body is not JSON, as its Content-Type says.",
					"Correct the body, or send it with the Content-Type text/plain.");
		}
	}

	private static MediaType type(@Nullable String written) {
		try {
			return (written != null) ? MediaType.parseMediaType(written) : PLAIN;
		}
		catch (InvalidMediaTypeException ex) {
			return PLAIN;
		}
	}

	private static String decoded(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw Problems.badRequest("query", "The query cannot be decoded.",
					"Encode names and values as UTF-8 with percent signs (%25 for a percent sign itself).");
		}
	}

}
