package io.windhover.worker.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.flow.template.Templates;
import io.windhover.http.RequestParts;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskType;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

@Component
class HttpTask implements TaskType<HttpConfiguration> {

	private static final String DURATION = "request.duration";

	private static final String BYTES = "response.bytes";

	private final HttpSender sender;

	HttpTask(HttpSender sender) {
		this.sender = sender;
	}

	@Override
	public String type() {
		return "http";
	}

	@Override
	public Class<HttpConfiguration> configurationType() {
		return HttpConfiguration.class;
	}

	@Override
	public String description() {
		return "Sends an HTTP request and takes its response as outputs.";
	}

	@Override
	public Map<String, String> problems(Map<String, Object> written) {
		return (written.get("uri") instanceof String uri && !Templates.isTemplate(uri))
				? RequestParts.problems("uri", uri) : Map.of();
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
	public Map<String, Object> run(HttpConfiguration configuration, TaskContext context) throws Exception {
		if (configuration.responseFile() == null) {
			return run(configuration, context, null);
		}
		Path directory = context.createDirectory();
		try {
			return run(configuration, context, directory.resolve("body"));
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	/**
	 * Sends the request.
	 * @param file where the body is put; null where it stays in memory
	 */
	private Map<String, Object> run(HttpConfiguration configuration, TaskContext context, @Nullable Path file)
			throws Exception {
		try (SentFiles files = new SentFiles(context.files())) {
			return send(HttpRequests.of(configuration, files, context.traceHeaders()), configuration, context, file);
		}
	}

	private Map<String, Object> send(HttpRequest request, HttpConfiguration configuration, TaskContext context,
			@Nullable Path file) throws Exception {
		long start = System.nanoTime();
		String statusClass = "error";
		try {
			HttpResponse<ResponseBody> response = this.sender.send(request, configuration.options(),
					(info) -> body(configuration, context, configuration.accepts(info.statusCode()) ? file : null));
			statusClass = response.statusCode() / 100 + "xx";
			context.count(BYTES, (double) response.body().size());
			return judge(configuration, response, context);
		}
		catch (HttpTimeoutException ex) {
			throw new IOException(ex.getMessage() + "; allow more time with responseTimeout", ex);
		}
		finally {
			context.record(DURATION, Duration.ofNanos(System.nanoTime() - start), "method", request.method(), "status",
					statusClass);
		}
	}

	private static BodySubscriber<ResponseBody> body(HttpConfiguration configuration, TaskContext context,
			@Nullable Path file) {
		Integer max = configuration.maxResponseBytes();
		if (file == null) {
			return BodySubscribers.mapping(new BoundedBody(configuration.options().maxResponseBytes()),
					ResponseBody::of);
		}
		return (max != null) ? new FileBody(file, max, "maxResponseBytes")
				: new FileBody(file, context.files().maxSize(), "windhover.files.max-file-size");
	}

	private static Map<String, Object> judge(HttpConfiguration configuration, HttpResponse<ResponseBody> response,
			TaskContext context) throws IOException, TaskFailedException {
		Map<String, Object> outputs = HttpOutputs.of(response, response.body().bytes());
		int status = response.statusCode();
		if (configuration.accepts(status)) {
			if (Boolean.FALSE.equals(configuration.acceptEmpty()) && response.body().size() == 0) {
				throw new TaskFailedException("the body of the response is empty, and acceptEmpty is false", outputs);
			}
			Path file = response.body().file();
			String name = configuration.responseFile();
			if (file != null && name != null) {
				try (InputStream content = Files.newInputStream(file)) {
					outputs.put("file", context.files().keep(name, content));
				}
			}
			return outputs;
		}
		throw new TaskFailedException("the response has status %d, which is not accepted".formatted(status), outputs);
	}

}
