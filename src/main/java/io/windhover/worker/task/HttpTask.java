package io.windhover.worker.task;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.http.Failures;
import io.windhover.http.RequestParts;
import io.windhover.topic.Json;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class HttpTask implements TaskType<HttpTask.Configuration> {

	private static final String DURATION = "request.duration";

	private static final String BYTES = "response.bytes";

	private static final int MAX_BODY = 1024 * 1024;

	private final HttpClient client = HttpClient.newBuilder()
		.followRedirects(HttpClient.Redirect.NORMAL)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	@Override
	public String type() {
		return "http";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Sends an HTTP request and takes its response as outputs.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(
				new MetricDefinition(DURATION, MetricDefinition.Kind.TIMER, "seconds",
						"Time from a request to its whole response, by method and class of the status (error: none)",
						List.of("method", "status")),
				new MetricDefinition(BYTES, MetricDefinition.Kind.COUNTER, "bytes", "Size of the bodies of responses",
						List.of()));
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws Exception {
		HttpRequest request = request(configuration);
		long start = System.nanoTime();
		String statusClass = "error";
		try {
			HttpResponse<byte[]> response = this.client.send(request, (info) -> new BoundedBody(MAX_BODY));
			statusClass = response.statusCode() / 100 + "xx";
			context.count(BYTES, response.body().length);
			return judge(configuration, response);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw Failures.explain(request.uri(), ex);
		}
		finally {
			context.record(DURATION, Duration.ofNanos(System.nanoTime() - start), "method", request.method(), "status",
					statusClass);
		}
	}

	private static Map<String, Object> judge(Configuration configuration, HttpResponse<byte[]> response)
			throws TaskFailedException {
		Map<String, Object> outputs = HttpOutputs.of(response);
		int status = response.statusCode();
		List<Integer> accepted = configuration.acceptStatus();
		if ((accepted != null) ? accepted.contains(status) : status / 100 == 2) {
			return outputs;
		}
		throw new TaskFailedException("the response has status %d, which is not accepted".formatted(status), outputs);
	}

	private static HttpRequest request(Configuration configuration) {
		String method = (configuration.method() != null) ? configuration.method() : "GET";
		HttpRequest.Builder builder = HttpRequest.newBuilder(RequestParts.uri(configuration.uri()));
		Map<String, String> headers = (configuration.headers() != null) ? configuration.headers() : Map.of();
		RequestParts.checkHeaders(headers);
		headers.forEach(builder::setHeader);
		Object body = configuration.body();
		if (body != null && !(body instanceof String)
				&& headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
			builder.setHeader("Content-Type", "application/json");
		}
		return builder.method(method.toUpperCase(Locale.ROOT), publisher(body)).build();
	}

	private static BodyPublisher publisher(@Nullable Object body) {
		if (body == null) {
			return BodyPublishers.noBody();
		}
		return (body instanceof String text) ? BodyPublishers.ofString(text)
				: BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body));
	}

	/**
	 * What a flow says of the task.
	 *
	 * @param method GET unless it says otherwise
	 * @param body sent as it is when it is text, else as JSON
	 * @param acceptStatus statuses that do not fail the task; 200 to 299 by default
	 */
	record Configuration(@NotBlank String uri,
			@Nullable @Pattern(regexp = "(?i)GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS",
					message = "must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS") String method,
			@Nullable Map<String, String> headers, @Nullable Object body, @Nullable List<Integer> acceptStatus) {
	}

}
