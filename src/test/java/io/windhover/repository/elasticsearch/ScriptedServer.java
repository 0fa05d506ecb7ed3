package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.windhover.execution.json.Json;
import io.windhover.system.FreePorts;
import org.jspecify.annotations.Nullable;

/**
 * Answers bulk requests as it is told to, and takes all documents once it is told nothing
 * more. It has no templates and takes each.
 */
final class ScriptedServer implements AutoCloseable {

	/** The connection ends without an answer. */
	static final Reply NONE = new Reply(0, "");

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<Function<Bulk, Reply>> script = new ConcurrentLinkedQueue<>();

	private final List<Bulk> bulks = new CopyOnWriteArrayList<>();

	private final List<String> authorizations = new CopyOnWriteArrayList<>();

	ScriptedServer(@Nullable SSLContext ssl) {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
		try {
			this.server = (ssl != null) ? HttpsServer.create(address, 0) : HttpServer.create(address, 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (this.server instanceof HttpsServer https) {
			https.setHttpsConfigurator(new HttpsConfigurator(ssl));
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	ScriptedServer() {
		this(null);
	}

	String uri() {
		String scheme = (this.server instanceof HttpsServer) ? "https" : "http";
		return URI.create(scheme + "://127.0.0.1:" + this.server.getAddress().getPort()).toString();
	}

	/**
	 * How it answers the bulk request after those that it was told of already.
	 */
	ScriptedServer then(Function<Bulk, Reply> reply) {
		this.script.add(reply);
		return this;
	}

	List<Bulk> bulks() {
		return this.bulks;
	}

	/**
	 * What each request said of who asks, the empty text for nothing.
	 */
	List<String> authorizations() {
		return this.authorizations;
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String authorization = exchange.getRequestHeaders().getFirst("Authorization");
		this.authorizations.add((authorization != null) ? authorization : "");
		Reply reply = reply(exchange, exchange.getRequestBody().readAllBytes());
		if (reply.status() == NONE.status()) {
			exchange.close();
			return;
		}
		byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
		exchange.sendResponseHeaders(reply.status(), body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	private Reply reply(HttpExchange exchange, byte[] body) {
		if (!exchange.getRequestURI().getPath().equals("/_bulk")) {
			return exchange.getRequestMethod().equals("GET") ? new Reply(404, "{}")
					: new Reply(200, "{\"acknowledged\": true}");
		}
		Bulk bulk = Bulk.of(body);
		this.bulks.add(bulk);
		Function<Bulk, Reply> told = this.script.poll();
		return (told != null) ? told.apply(bulk) : Reply.items(bulk, (id) -> 201);
	}

	/**
	 * A bulk request.
	 *
	 * @param ids of its documents, in their order
	 */
	record Bulk(List<String> ids, int size) {

		static Bulk of(byte[] body) {
			return new Bulk(new String(body, StandardCharsets.UTF_8).lines()
				.filter((line) -> line.contains("\"_index\""))
				.map((line) -> Json.mapper().readTree(line).iterator().next().get("_id").asString())
				.toList(), body.length);
		}

	}

	/**
	 * What it answers.
	 */
	record Reply(int status, String body) {

		/**
		 * A status for each document.
		 */
		static Reply items(Bulk bulk, Function<String, Integer> statuses) {
			List<Integer> each = bulk.ids().stream().map(statuses).toList();
			String items = each.stream().map(Reply::item).collect(Collectors.joining(", "));
			boolean errors = each.stream().anyMatch((status) -> status >= 300);
			return new Reply(200, "{\"errors\": %s, \"items\": [%s]}".formatted(errors, items));
		}

		/**
		 * An error of the whole request.
		 */
		static Reply error(int status, String reason) {
			return new Reply(status, "{\"error\": {\"type\": \"some_exception\", \"reason\": \"%s\"}, \"status\": %d}"
				.formatted(reason, status));
		}

		private static String item(int status) {
			return (status < 300) ? "{\"index\": {\"status\": %d}}".formatted(status)
					: "{\"index\": {\"status\": %d, \"error\": {\"type\": \"some_exception\", \"reason\": \"told to\"}}}"
						.formatted(status);
		}

	}

}
