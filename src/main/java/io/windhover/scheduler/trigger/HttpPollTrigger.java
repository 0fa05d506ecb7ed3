package io.windhover.scheduler.trigger;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.windhover.execution.json.Json;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.http.Failures;
import io.windhover.http.Redirects;
import io.windhover.http.RequestParts;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Asks an HTTP server at an interval and fires when its answer meets the condition.
 */
@Component
class HttpPollTrigger implements PollingTriggerType<HttpPollConfiguration> {

	private static final String CONDITION = "condition";

	private static final String URI = "uri";

	/** By a condition. */
	private static final List<String> SEEN = List.of("body", "headers", "status");

	/** An outcome travels in two Kafka records, which must stay below their limit. */
	private static final int MAX_BODY = 256 * 1024;

	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

	private static final int MAX_REDIRECTS = 5;

	private final HttpClient client = HttpClient.newBuilder()
		.followRedirects(HttpClient.Redirect.NEVER)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	private final Templates templates;

	private final ObjectProvider<SecretSources> secrets;

	HttpPollTrigger(Templates templates, ObjectProvider<SecretSources> secrets) {
		this.templates = templates;
		this.secrets = secrets;
	}

	@Override
	public String type() {
		return "http-poll";
	}

	@Override
	public Class<HttpPollConfiguration> configurationType() {
		return HttpPollConfiguration.class;
	}

	@Override
	public String description() {
		return "Asks an HTTP server at an interval and fires when its answer meets the condition.";
	}

	@Override
	public Set<String> secretProperties() {
		return Set.of(URI, "headers");
	}

	@Override
	public Set<String> variables(String property) {
		return property.equals(CONDITION) ? Set.copyOf(SEEN) : PollingTriggerType.super.variables(property);
	}

	@Override
	public Map<String, String> problems(Map<String, Object> written) {
		Map<String, String> problems = new LinkedHashMap<>(ofCondition(written));
		if (written.get(URI) instanceof String uri && !Templates.isTemplate(uri)) {
			problems.putAll(RequestParts.problems(URI, uri));
		}
		return problems;
	}

	private Map<String, String> ofCondition(Map<String, Object> written) {
		if (!(written.get(CONDITION) instanceof String condition) || Templates.isTemplate(condition)) {
			return Map.of();
		}
		try {
			this.templates.check(inBraces(condition));
			Set<String> unknown = new TreeSet<>(this.templates.variables(inBraces(condition)));
			unknown.removeAll(SEEN);
			return unknown.isEmpty() ? Map.of() : Map.of(CONDITION, "'%s' is not a variable here; known: %s"
				.formatted(unknown.iterator().next(), String.join(", ", SEEN)));
		}
		catch (TemplateException ex) {
			return Map.of(CONDITION, "template: " + ex.getMessage());
		}
	}

	@Override
	public Outcome evaluate(HttpPollConfiguration configuration, Poll poll) throws Exception {
		UsedSecrets used = new UsedSecrets(this.secrets.getObject());
		try {
			Outcome outcome = evaluate(configuration, poll, used);
			return new Outcome(outcome.fire(), used.mask(outcome.variables()));
		}
		catch (IOException | RuntimeException | Error ex) {
			if (used.isEmpty()) {
				throw ex;
			}
			// without the cause, which may have secrets
			throw new IOException(
					used.mask((ex instanceof Exception && ex.getMessage() != null) ? ex.getMessage() : ex.toString()));
		}
	}

	private Outcome evaluate(HttpPollConfiguration configuration, Poll poll, UsedSecrets used) throws Exception {
		HttpResponse<byte[]> response = send(request(configuration, poll, used), timeout(poll.interval()));
		Map<String, Object> answer = Map.of("status", response.statusCode(), "headers", headers(response), "body",
				body(response));
		boolean fire = (configuration.condition() != null) ? holds(configuration.condition(), answer)
				: response.statusCode() / 100 == 2;
		return new Outcome(fire, Map.of("status", answer.get("status"), "body", answer.get("body")));
	}

	private HttpRequest request(HttpPollConfiguration configuration, Poll poll, UsedSecrets used) {
		Map<String, Object> variables = Map.of("flow",
				Map.of("namespace", poll.flow().namespace(), "id", poll.flow().id()), "trigger",
				Map.of("id", poll.triggerId(), "type", type(), "date", poll.date()));
		String method = (configuration.method() != null) ? configuration.method().toUpperCase(Locale.ROOT) : "GET";
		Map<String, Object> headers = new HashMap<>();
		if (configuration.headers() != null) {
			headers.putAll(this.templates.render(Map.copyOf(configuration.headers()), variables, used, null));
		}
		Object uri = this.templates.render(Map.of(URI, configuration.uri()), variables, used, null).get(URI);
		URI target = RequestParts.uri(String.valueOf(uri));
		HttpRequest.Builder request = HttpRequest.newBuilder(target)
			.version(RequestParts.version(target))
			.timeout(timeout(poll.interval()))
			.method(method, BodyPublishers.noBody());
		RequestParts.checkHeaders(headers);
		headers.forEach((name, value) -> request.header(name, String.valueOf(value)));
		return request.build();
	}

	/** Follows redirects, all within one timeout. */
	private HttpResponse<byte[]> send(HttpRequest first, Duration timeout) throws Exception {
		long end = System.nanoTime() + timeout.toNanos();
		HttpRequest request = first;
		for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			HttpResponse<byte[]> response = send(request, timeout, end - System.nanoTime());
			HttpRequest next = Redirects.next(request, response);
			if (next == null) {
				return response;
			}
			request = next;
		}
		throw new IOException("%s redirects more than %d times".formatted(Failures.origin(first.uri()), MAX_REDIRECTS));
	}

	/**
	 * Waits for the whole answer, body included, which the request's own timeout does not
	 * cover.
	 */
	private HttpResponse<byte[]> send(HttpRequest request, Duration timeout, long nanos) throws Exception {
		CompletableFuture<HttpResponse<byte[]>> answer = this.client.sendAsync(request,
				(info) -> new PollBody(MAX_BODY));
		try {
			return answer.get(nanos, TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw Failures.explain(request.uri(), (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			throw new IOException("%s had no whole answer within %s".formatted(Failures.origin(request.uri()), timeout),
					ex);
		}
		finally {
			answer.cancel(true);
		}
	}

	private boolean holds(String condition, Map<String, Object> answer) {
		Object value = this.templates.evaluate(Templates.isTemplate(condition) ? condition : inBraces(condition),
				answer);
		String text = String.valueOf(value).strip();
		if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
			throw new IllegalArgumentException("condition is '%s', but must be true or false".formatted(text));
		}
		return Boolean.parseBoolean(text);
	}

	private static String inBraces(String condition) {
		return "{{ " + condition + " }}";
	}

	/** Below the interval, so that an evaluation is over when the next one is due. */
	private static Duration timeout(Duration interval) {
		Duration most = Duration.ofMillis(Math.max(1, interval.toMillis() * 9 / 10));
		return (most.compareTo(MAX_TIMEOUT) < 0) ? most : MAX_TIMEOUT;
	}

	private static Map<String, String> headers(HttpResponse<byte[]> response) {
		Map<String, String> headers = new HashMap<>();
		response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
		return headers;
	}

	private static Object body(HttpResponse<byte[]> response) {
		String text = new String(response.body(), StandardCharsets.UTF_8);
		String type = response.headers().firstValue("content-type").orElse("");
		if (!type.contains("json") || text.isBlank()) {
			return text;
		}
		try {
			Object value = Json.mapper().readValue(text, Object.class);
			return (value != null) ? value : text;
		}
		catch (JacksonException ex) {
			// a server that calls it JSON and sends something else: the condition sees
			// the text
			return text;
		}
	}

}
