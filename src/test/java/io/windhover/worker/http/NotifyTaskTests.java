package io.windhover.worker.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.definition.InvalidConfigurationException;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import jakarta.validation.Validation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class NotifyTaskTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

	private final HttpServer server;

	NotifyTaskTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.server.createContext("/hook", (exchange) -> receive(exchange, 200, "ok"));
		this.server.createContext("/gone", (exchange) -> receive(exchange, 404, "no_service" + "x".repeat(1000)));
		this.server.createContext("/refused", (exchange) -> {
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			receive(exchange, 400, "{\"ok\": false, \"error\": {\"code\": \"no_text\"}}");
		});
		this.server.createContext("/moved", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/hook");
			receive(exchange, 302, "");
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void textIsSentInTheFormOfSlack() throws Exception {
		assertThat(run("/hook", Map.of("text", "\"hello\" ü"))).isEqualTo(Map.of("status", 200));
		assertThat(this.received).containsExactly("POST application/json {\"text\":\"\\\"hello\\\" ü\"}");
	}

	@Test
	void payloadIsSentAsItIs() throws Exception {
		run("/hook", Map.of("payload", Map.of("blocks", List.of(Map.of("type", "divider")))));
		assertThat(this.received).containsExactly("POST application/json {\"blocks\":[{\"type\":\"divider\"}]}");
	}

	@Test
	void refusalFailsWithTheBeginningOfTheAnswer() {
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run("/gone", Map.of("text", "a")))
			.withMessageStartingWith("the webhook answers with status 404: no_service")
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(600))
			.satisfies((ex) -> assertThat(ex.outputs()).isEqualTo(Map.of("status", 404)));
	}

	@Test
	void complaintInJsonIsToldAsJson() {
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run("/refused", Map.of("text", "a")))
			.withMessage("the webhook answers with status 400: {\"ok\":false,\"error\":{\"code\":\"no_text\"}}");
	}

	@Test
	void redirectFailsBecauseItWouldLoseTheMessage() {
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run("/moved", Map.of("text", "a")))
			.withMessageStartingWith("the webhook answers with status 302");
		assertThat(this.received).hasSize(1);
	}

	@Test
	void wrongAddressIsToldWithoutIt() {
		this.server.stop(0);
		int port = this.server.getAddress().getPort();
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(Map.of("url", "s3cret", "text", "a")))
			.withMessage("url must begin with http:// or https://");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> run("/s3cret", Map.of("text", "a")))
			.withMessage("cannot connect to http://127.0.0.1:%d: Connection refused", port);
	}

	@Test
	void textAndPayloadExcludeOneAnother() {
		assertThatExceptionOfType(InvalidConfigurationException.class).isThrownBy(() -> run("/hook", Map.of()))
			.withMessage("either text or payload must be given");
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> run("/hook", Map.of("text", "a", "payload", Map.of())))
			.withMessage("either text or payload must be given");
	}

	private Map<String, Object> run(String path, Map<String, Object> others) throws Exception {
		Map<String, Object> properties = new HashMap<>(others);
		properties.put("url", "http://127.0.0.1:%d%s".formatted(this.server.getAddress().getPort(), path));
		return run(properties);
	}

	private static Map<String, Object> run(Map<String, Object> properties) throws Exception {
		NotifyTask task = new NotifyTask(new HttpSender());
		return task.run(BINDER.bind(task, properties), new RecordingContext());
	}

	private void receive(HttpExchange exchange, int status, String answer) throws IOException {
		this.received.add(exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type")
				+ " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
