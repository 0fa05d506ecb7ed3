package io.windhover.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.execution.json.Json;
import jakarta.mail.internet.MimeMessage;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * What the flows of {@code conformance/} talk to: an HTTP server and an SMTP server on
 * free ports, and a topic of the cluster that Windhover runs with. They remember nothing
 * that an answer would depend on, because a task may ask again whose worker was killed.
 */
final class ConformanceServers implements AutoCloseable {

	static final String TOPIC = "conformance-written";

	private static final String ORDERS = "{\"orders\": [{\"id\": 1}, {\"id\": 2}]}";

	private final HttpServer http;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

	/** Lets those go that ask for {@code /hold}. */
	private final CountDownLatch released = new CountDownLatch(1);

	/** The messages that came to the webhook. */
	private final Queue<String> notified = new ConcurrentLinkedQueue<>();

	private ConformanceServers() throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	/**
	 * Starts them.
	 * @param brokers where the topic is made
	 * @param replicas of the topic
	 */
	static ConformanceServers start(String brokers, int replicas) {
		try (Admin admin = Admin
			.create(Map.<String, Object>of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
			admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) replicas))).all().get();
			ConformanceServers servers = new ConformanceServers();
			servers.start();
			return servers;
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void start() {
		this.http.setExecutor(this.threads);
		this.http.createContext("/orders", (exchange) -> answer(exchange, 200, "application/json", ORDERS));
		this.http.createContext("/moved", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/orders");
			answer(exchange, 302, "text/plain", "moved");
		});
		this.http.createContext("/echo", (exchange) -> answer(exchange, 200, "application/json", echo(exchange)));
		this.http.createContext("/busy",
				(exchange) -> answer(exchange, 503, "application/json", "{\"reason\": \"too many\"}"));
		this.http.createContext("/private", (exchange) -> {
			boolean known = "Basic bWU6cHc=".equals(exchange.getRequestHeaders().getFirst("Authorization"));
			answer(exchange, known ? 200 : 401, "text/plain", known ? "welcome" : "who is there?");
		});
		this.http.createContext("/hook", (exchange) -> {
			this.notified.add(body(exchange));
			answer(exchange, 200, "text/plain", "ok");
		});
		this.http.createContext("/hold", (exchange) -> {
			awaitRelease();
			answer(exchange, 200, "text/plain", "at last");
		});
		this.http.createContext("/gone", (exchange) -> answer(exchange, 404, "text/plain", "no_service"));
		this.http.start();
		this.mail.start();
		this.mail.setUser("ada@example.com", "ada", "s3cret");
	}

	/**
	 * The inputs by which a flow gets the addresses of servers.
	 * @param names of the servers: http, smtp
	 */
	Map<String, Object> inputs(List<String> names) {
		Map<String, Object> inputs = new LinkedHashMap<>();
		names.forEach((name) -> inputs.put(name, switch (name) {
			case "http" -> "http://127.0.0.1:" + this.http.getAddress().getPort();
			case "smtp" -> this.mail.getSmtp().getPort();
			default -> throw new IllegalArgumentException("no server is called " + name);
		}));
		return inputs;
	}

	/** Answers all that wait at {@code /hold}, now and later. */
	void release() {
		this.released.countDown();
	}

	private void awaitRelease() {
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt(); // the test is over
		}
	}

	List<String> notified() {
		return List.copyOf(this.notified);
	}

	MimeMessage[] mails() {
		return this.mail.getReceivedMessages();
	}

	/** What a request was, as JSON. */
	private static String echo(HttpExchange exchange) throws IOException {
		String type = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Content-Type"), "none");
		String body = body(exchange);
		int boundary = type.indexOf("boundary=");
		if (boundary >= 0) {
			String random = type.substring(boundary + "boundary=".length()).replace("\"", "");
			type = type.substring(0, boundary) + "boundary=b";
			body = body.replace(random, "b");
		}
		return Json.mapper()
			.writeValueAsString(Map.of("method", exchange.getRequestMethod(), "type", type, "body", body,
					"authorization",
					Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "none")));
	}

	private static String body(HttpExchange exchange) throws IOException {
		return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
	}

	private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
		try (exchange) {
			exchange.getRequestBody().readAllBytes();
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", type);
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	@Override
	public void close() {
		this.http.stop(0);
		this.threads.shutdownNow();
		this.mail.stop();
	}

}
