package io.windhover.worker.http;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import io.windhover.execution.trace.TraceHeaders;
import io.windhover.http.RequestParts;
import org.jspecify.annotations.Nullable;

/**
 * Makes the request that a flow describes.
 */
final class HttpRequests {

	private static final String AUTHORIZATION = "Authorization";

	private static final String CONTENT_TYPE = "Content-Type";

	private HttpRequests() {
	}

	/**
	 * Makes a request.
	 * @param trace for where the flow gives none
	 */
	static HttpRequest of(HttpConfiguration configuration, SentFiles files, TraceHeaders trace) throws IOException {
		String method = (configuration.method() != null) ? configuration.method() : "GET";
		HttpRequest.Builder builder = HttpRequest.newBuilder(RequestParts.uri(configuration.uri()));
		Map<String, String> headers = (configuration.headers() != null) ? configuration.headers() : Map.of();
		RequestParts.checkHeaders(headers);
		headers.forEach(builder::setHeader);
		HttpBody body = HttpBody.of(configuration, files);
		if (body.contentType() != null && !configuration.hasHeader(CONTENT_TYPE)) {
			builder.setHeader(CONTENT_TYPE, body.contentType());
		}
		trace.addTo(configuration::hasHeader, builder::setHeader);
		String authorization = authorization(configuration);
		if (authorization != null) {
			RequestParts.checkHeaders(Map.of(AUTHORIZATION, authorization));
			builder.setHeader(AUTHORIZATION, authorization);
		}
		return builder.method(method.toUpperCase(Locale.ROOT), body.publisher()).build();
	}

	private static @Nullable String authorization(HttpConfiguration configuration) {
		if (configuration.bearerToken() != null) {
			return "Bearer " + configuration.bearerToken();
		}
		HttpConfiguration.BasicAuth basic = configuration.basicAuth();
		if (basic == null) {
			return null;
		}
		if (basic.username().contains(":")) {
			throw new IllegalArgumentException("basicAuth.username must not contain ':'");
		}
		return "Basic " + Base64.getEncoder()
			.encodeToString((basic.username() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8));
	}

}
