package io.windhover.management.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.system.FreePorts;

/**
 * Management ports of other instances, good and bad, on real sockets.
 */
class PlayedPeers implements Closeable {

	private final List<Closeable> open = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** The paths that were asked for, with how often. */
	final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

	/** The last Authorization header. */
	volatile String authorization = "";

	/** One that works, of an id. */
	String healthy(String id) {
		return http(200, "{\"status\":\"UP\",\"components\":{\"kafka\":{\"status\":\"UP\"},"
				+ "\"worker\":{\"status\":\"DEGRADED\",\"details\":{}}}}", info(id));
	}

	static String info(String id) {
		return "{\"git\":{\"commit\":{\"id\":\"abc1234\"}},\"instance\":{\"id\":\"%s\"}}".formatted(id);
	}

	/** One that answers so. */
	String http(int status, String health, String info) {
		try {
			HttpServer server = HttpServer
				.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0);
			server.setExecutor(this.threads);
			server.createContext("/", (exchange) -> answer(exchange, 404, ""));
			server.createContext("/health", (exchange) -> answer(exchange, status, health));
			server.createContext("/info", (exchange) -> answer(exchange, 200, info));
			server.start();
			this.open.add(() -> server.stop(0));
			return "http://127.0.0.1:" + server.getAddress().getPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void answer(HttpExchange exchange, int status, String body) throws IOException {
		this.asked.computeIfAbsent(exchange.getRequestURI().getPath(), (path) -> new AtomicInteger()).incrementAndGet();
		String header = exchange.getRequestHeaders().getFirst("Authorization");
		this.authorization = (header != null) ? header : "";
		try (exchange) {
			if (status / 100 == 3) {
				exchange.getResponseHeaders().add("Location", body);
			}
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(status, bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	/** One that accepts, writes something or nothing, and goes on to say nothing. */
	String hanging(String beginning) {
		try {
			ServerSocket server = new ServerSocket(FreePorts.next(), 50, InetAddress.getLoopbackAddress());
			this.open.add(server);
			this.threads.execute(() -> accept(server, beginning));
			return "http://127.0.0.1:" + server.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(ServerSocket server, String beginning) {
		while (!server.isClosed()) {
			try {
				Socket socket = server.accept();
				this.open.add(socket);
				OutputStream out = socket.getOutputStream();
				out.write(beginning.getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
			catch (IOException ex) {
				// closed: the loop ends, or the other side has gone
			}
		}
	}

	/** Where nobody listens. */
	String nobody() {
		return "http://127.0.0.1:" + FreePorts.next();
	}

	@Override
	public void close() throws IOException {
		for (Closeable each : this.open) {
			each.close();
		}
		this.threads.shutdownNow();
	}

}
