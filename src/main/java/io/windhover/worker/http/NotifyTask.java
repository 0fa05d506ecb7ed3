package io.windhover.worker.http;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.execution.json.Json;
import io.windhover.flow.template.Templates;
import io.windhover.http.RequestParts;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import io.windhover.worker.task.TaskType;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

@Component
class NotifyTask implements TaskType<NotifyTask.Configuration> {

	/** A redirect would lose the message, and say that it was sent. */
	private static final SendOptions OPTIONS = new SendOptions(Duration.ofSeconds(10), Duration.ofSeconds(30), null,
			null, 1024 * 1024);

	private static final int MAX_COMPLAINT = 500;

	private final HttpSender sender;

	NotifyTask(HttpSender sender) {
		this.sender = sender;
	}

	@Override
	public String type() {
		return "notify";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Sends a message to a webhook such as that of Slack.";
	}

	@Override
	public Map<String, String> problems(Map<String, Object> written) {
		return (written.get("url") instanceof String url && !Templates.isTemplate(url))
				? RequestParts.problems("url", url) : Map.of();
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws Exception {
		Object payload = (configuration.payload() != null) ? configuration.payload()
				: Map.of("text", String.valueOf(configuration.text()));
		HttpBody message = HttpBody.json(payload);
		HttpRequest request = HttpRequest.newBuilder(RequestParts.uri("url", configuration.url()))
			.setHeader("Content-Type", "application/json")
			.POST(message.publisher())
			.build();
		HttpResponse<byte[]> response = this.sender.send(request, OPTIONS);
		Map<String, Object> outputs = Map.of("status", response.statusCode());
		if (response.statusCode() / 100 != 2) {
			Object body = HttpOutputs.of(response).getOrDefault("body", "");
			String complaint = context
				.masked((body instanceof String text) ? text : Json.mapper().writeValueAsString(body));
			throw new TaskFailedException("the webhook answers with status %d: %s".formatted(response.statusCode(),
					StringUtils.truncate(complaint, MAX_COMPLAINT)), outputs);
		}
		return outputs;
	}

	record Configuration(@JsonPropertyDescription("Address of the webhook, which is a secret") @NotBlank String url,
			@JsonPropertyDescription("The message") @Nullable String text,
			@JsonPropertyDescription("A whole message in the form of the receiver, in place of text") @Nullable Map<String, Object> payload) {

		@AssertTrue(message = "either text or payload must be given")
		boolean isOneMessage() {
			return (this.text != null) != (this.payload != null);
		}

	}

}
