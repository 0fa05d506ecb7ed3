package io.windhover.scheduler.trigger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.flow.FlowKey;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.scheduler.PollingTriggerType.Outcome;
import io.windhover.scheduler.PollingTriggerType.Poll;
import io.windhover.secret.SecretSources;
import io.windhover.secret.TestSecrets;
import io.windhover.system.FreePorts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpPollTriggerTests {

	private final CountDownLatch released = new CountDownLatch(1);

	private final HttpPollTrigger trigger = new HttpPollTrigger(new PebbleTemplates(Clock.systemUTC()),
			provider(TestSecrets.of(Map.of("TOKEN", "s3cret-token"))));

	private HttpServer server = server();

	@BeforeEach
	void answer() {
		this.server.createContext("/up",
				(exchange) -> answer(exchange, 200, "application/json", "{\"status\":\"UP\"}"));
		this.server.createContext("/down",
				(exchange) -> answer(exchange, 503, "application/vnd.some+json", "{\"status\":\"DOWN\"}"));
		this.server.createContext("/text", (exchange) -> answer(exchange, 200, "text/plain", "hello"));
		this.server.createContext("/broken", (exchange) -> answer(exchange, 200, "application/json", "{\"status"));
		this.server.createContext("/long", (exchange) -> answer(exchange, 200, "text/plain", "x".repeat(300_000)));
		this.server.createContext("/echo", (exchange) -> answer(exchange, 200, "text/plain", exchange.getRequestMethod()
				+ " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Flow")));
		this.server.createContext("/credentials",
				(exchange) -> answer(exchange, 200, "text/plain", exchange.getRequestHeaders().getFirst("Authorization")
						+ " " + exchange.getRequestHeaders().getFirst("X-Flow")));
		this.server.createContext("/moved", (exchange) -> {
			exchange.getResponseHeaders().set("Location", exchange.getRequestURI().getQuery());
			answer(exchange, 302, "text/plain", "");
		});
		this.server.createContext("/again", (exchange) -> {
			exchange.getResponseHeaders().set("Location", "/again");
			answer(exchange, 302, "text/plain", "");
		});
		this.server.createContext("/stuck", (exchange) -> {
			exchange.sendResponseHeaders(200, 10);
			exchange.getResponseBody().write('x');
			exchange.getResponseBody().flush();
			await();
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void close() {
		this.released.countDown();
		this.server.stop(0);
	}

	@Test
	void conditionWithoutBracesIsCheckedAsWell() {
		assertThat(problem("status == 200 and (body.status | upper) == 'UP' and headers['etag'] is not empty"))
			.isNull();
		assertThat(problem("state == 200")).isEqualTo("'state' is not a variable here; known: body, headers, status");
		assertThat(problem("status | uper == 'A'"))
			.isEqualTo("template: there is no filter 'uper'; did you mean 'upper'?");
		assertThat(problem("status = 200")).startsWith("template: ");
	}

	@Test
	void uriThatIsWrittenOutMustBeOfHttp() {
		assertThat(this.trigger.problems(Map.of("uri", "x", "condition", "status == 200")))
			.isEqualTo(Map.of("uri", "uri must begin with http:// or https://"));
	}

	private @Nullable String problem(String condition) {
		return this.trigger.problems(Map.of("uri", "http://localhost", "condition", condition)).get("condition");
	}

	@Test
	void firesByDefaultAtAStatusOf2xx() throws Exception {
		assertThat(evaluate("/up", null))
			.isEqualTo(new Outcome(true, Map.of("status", 200, "body", Map.of("status", "UP"))));
		assertThat(evaluate("/down", null))
			.isEqualTo(new Outcome(false, Map.of("status", 503, "body", Map.of("status", "DOWN"))));
	}

	@Test
	void conditionDecidesWithOrWithoutBraces() throws Exception {
		assertThat(evaluate("/down", "{{ body.status == 'DOWN' }}").fire()).isTrue();
		assertThat(evaluate("/down", "body.status == 'DOWN'").fire()).isTrue();
		assertThat(evaluate("/up", "{{ body.status == 'DOWN' }}").fire()).isFalse();
	}

	@Test
	void conditionSeesTheHeaders() throws Exception {
		assertThat(evaluate("/text", "{{ headers['content-type'] == 'text/plain' }}").fire()).isTrue();
		assertThat(evaluate("/up", "{{ headers['content-type'] == 'text/plain' }}").fire()).isFalse();
	}

	@Test
	void conditionThatIsNeitherTrueNorFalseIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> evaluate("/up", "{{ status }}"))
			.withMessage("condition is '200', but must be true or false");
	}

	@Test
	void bodyThatIsNotJsonIsText() throws Exception {
		assertThat(evaluate("/text", null).variables()).containsEntry("body", "hello");
		assertThat(evaluate("/broken", null).variables()).containsEntry("body", "{\"status");
	}

	@Test
	void methodHeadersAndUriAreSentAndRendered() throws Exception {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri("/echo?of={{ flow.id }}"), "post",
				Map.of("X-Flow", "{{ flow.id }}"), null);
		assertThat(this.trigger.evaluate(configuration, poll(Duration.ofSeconds(20))).variables()).containsEntry("body",
				"POST /echo?of=watch watch");
	}

	@Test
	void bodyThatIsTooLongIsRefused() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate("/long", null))
			.withMessageContaining("longer than 262144 bytes");
	}

	@Test
	void wholeAnswerMustComeBeforeTheNextInterval() {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri("/stuck"), null, null, null);
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.trigger.evaluate(configuration, poll(Duration.ofSeconds(5))))
			.withMessageContaining("had no whole answer within PT4.5S");
	}

	@Test
	void serverThatCannotBeReachedIsNamed() {
		this.server.stop(0);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> evaluate("/up", null))
			.withMessage("cannot connect to %s: Connection refused".formatted(uri("")));
		this.server = server();
	}

	@Test
	void secretsAreSentAndMaskedInTheAnswer() throws Exception {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri("/echo?of={{ secret('TOKEN') }}"), null,
				Map.of("X-Flow", "{{ secret('TOKEN') }} {{ flow.id }}"), "{{ body contains 's3cret-token watch' }}");
		assertThat(this.trigger.evaluate(configuration, poll(Duration.ofSeconds(20))))
			.isEqualTo(new Outcome(true, Map.of("status", 200, "body", "GET /echo?of=****** ****** watch")));
	}

	@Test
	void secretsAreMaskedInErrorsAndOneThatIsMissingIsNamed() {
		assertFails(uri("/echo"), "{{ secret('TOKEN') }}", "{{ body }}",
				"condition is 'GET /echo ******', but must be true or false");
		assertFails("{{ secret('TOKEN') }}://x", "a", null, "uri must begin with http:// or https://");
		assertFails("http://{{ secret('TOKEN') }}:1/", "a", null, "cannot connect to http://******:1: unknown host");
		assertFails(uri("/echo"), "{{ secret('TOKEN').lost }}", null, "lost");
		assertFails(uri("/echo"), "{{ secret('NONE') }}", null, "there is no secret 'NONE'");
	}

	private void assertFails(String uri, String header, @Nullable String condition, String message) {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri, null, Map.of("X-Flow", header), condition);
		assertThatException().isThrownBy(() -> this.trigger.evaluate(configuration, poll(Duration.ofMinutes(1))))
			.withMessageContaining(message)
			.satisfies((ex) -> {
				for (Throwable each = ex; each != null; each = each.getCause()) {
					assertThat(String.valueOf(each)).doesNotContain("s3cret");
				}
			});
	}

	@Test
	void redirectsAreFollowedWithoutTheCredentialsOfAnotherServer() throws Exception {
		HttpServer other = server();
		try {
			other.createContext("/credentials", (exchange) -> answer(exchange, 200, "text/plain",
					"other " + exchange.getRequestHeaders().getFirst("Authorization")));
			other.start();
			assertThat(moved("/credentials").variables()).containsEntry("body", "****** here");
			assertThat(moved("http://127.0.0.1:%d/credentials".formatted(other.getAddress().getPort())).variables())
				.containsEntry("body", "other null");
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> moved("/again"))
				.withMessage("%s redirects more than 5 times", uri(""));
		}
		finally {
			other.stop(0);
		}
	}

	private Outcome moved(String to) throws Exception {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri("/moved?" + to), null,
				Map.of("Authorization", "{{ secret('TOKEN') }}", "X-Flow", "here"), null);
		return this.trigger.evaluate(configuration, poll(Duration.ofSeconds(20)));
	}

	private static ObjectProvider<SecretSources> provider(SecretSources secrets) {
		return new StaticListableBeanFactory(Map.of("secrets", secrets)).getBeanProvider(SecretSources.class);
	}

	@Test
	void secretsStayOutOfWhatIsWrong() {
		assertRefused(uri("/up"), Map.of("Authorization", "Bearer s3cret\n"),
				"header 'Authorization' has a value that HTTP does not allow, such as a line break");
		assertRefused("http://u:s3cret@ho st/", null,
				"uri is not a valid URI: Illegal character in authority at index 7");
		assertRefused("http://u:s3cret@nowhere.invalid/?token=s3cret", null,
				"cannot connect to http://nowhere.invalid:80: unknown host");
	}

	private void assertRefused(String uri, @Nullable Map<String, String> headers, String message) {
		HttpPollConfiguration configuration = new HttpPollConfiguration(uri, null, headers, null);
		assertThatException().isThrownBy(() -> this.trigger.evaluate(configuration, poll(Duration.ofMinutes(1))))
			.withMessage(message);
	}

	private Outcome evaluate(String path, @Nullable String condition) throws Exception {
		return this.trigger.evaluate(new HttpPollConfiguration(uri(path), null, null, condition),
				poll(Duration.ofSeconds(20)));
	}

	private String uri(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	private void await() {
		try {
			assertThat(this.released.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static Poll poll(Duration interval) {
		return new Poll(new FlowKey("demo", "watch"), "health", Instant.parse("2026-05-01T10:00:00Z"), interval, null);
	}

	private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static HttpServer server() {
		try {
			HttpServer server = HttpServer
				.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0);
			server.setExecutor(Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task, "test-server");
				thread.setDaemon(true);
				return thread;
			}));
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
