package io.windhover.worker.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskType;
import org.springframework.stereotype.Component;

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
		HttpRequest request = HttpRequests.of(configuration);
		long start = System.nanoTime();
		String statusClass = "error";
		try {
			HttpResponse<byte[]> response = this.sender.send(request, configuration.options());
			statusClass = response.statusCode() / 100 + "xx";
			context.count(BYTES, response.body().length);
			return judge(configuration, response);
		}
		finally {
			context.record(DURATION, Duration.ofNanos(System.nanoTime() - start), "method", request.method(), "status",
					statusClass);
		}
	}

	private static Map<String, Object> judge(HttpConfiguration configuration, HttpResponse<byte[]> response)
			throws TaskFailedException {
		Map<String, Object> outputs = HttpOutputs.of(response);
		int status = response.statusCode();
		List<Integer> accepted = configuration.acceptStatus();
		if ((accepted != null) ? accepted.contains(status) : status / 100 == 2) {
			return outputs;
		}
		throw new TaskFailedException("the response has status %d, which is not accepted".formatted(status), outputs);
	}

}
