package io.windhover.event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;

/**
 * A receiver of events, which reads them with the SDK of CloudEvents.
 */
public final class Receiver implements AutoCloseable {

	/** An answer that never comes. */
	public static final int HANGS = 0;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Received> received = Collections.synchronizedList(new ArrayList<>());

	private volatile ToIntFunction<String> status = (body) -> 200;

	public Receiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::receive);
		this.server.start();
	}

	public String url() {
		return "http://127.0.0.1:%d/hooks/token-4711".formatted(this.server.getAddress().getPort());
	}

	/**
	 * Answers from now on with a status that depends on the body.
	 */
	public void answer(ToIntFunction<String> answer) {
		this.status = answer;
	}

	/**
	 * All requests, in the order in which they came.
	 */
	public List<Received> received() {
		synchronized (this.received) {
			return List.copyOf(this.received);
		}
	}

	/**
	 * Those that it took.
	 */
	public List<Received> taken() {
		return received().stream().filter((each) -> each.status() / 100 == 2).toList();
	}

	private void receive(HttpExchange exchange) throws IOException {
		byte[] body = exchange.getRequestBody().readAllBytes();
		Map<String, String> headers = new HashMap<>();
		exchange.getRequestHeaders()
			.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
		int answer = this.status.applyAsInt(new String(body, StandardCharsets.UTF_8));
		this.received.add(new Received(headers, new String(body, StandardCharsets.UTF_8), answer));
		if (answer != HANGS) {
			byte[] text = "token-4711 in an answer".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(answer, (answer == 204) ? -1 : text.length);
			if (answer != 204) {
				exchange.getResponseBody().write(text);
			}
			exchange.close();
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * A request.
	 *
	 * @param headers by their names in lower case
	 */
	public record Received(Map<String, String> headers, String text, int status) {

		/**
		 * The body as it came.
		 */
		public byte[] body() {
			return this.text.getBytes(StandardCharsets.UTF_8);
		}

		/**
		 * The event that it is.
		 */
		public CloudEvent event() {
			return HttpMessageFactory.createReader(this.headers, body()).toEvent();
		}

	}

}
