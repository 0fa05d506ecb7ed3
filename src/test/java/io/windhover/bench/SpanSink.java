package io.windhover.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A receiver of spans that takes everything and keeps nothing.
 */
final class SpanSink implements AutoCloseable {

	private final AtomicLong requests = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final HttpServer server;

	/**
	 * Starts it.
	 * @param port 0 where no candidate sends spans
	 */
	SpanSink(int port) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		this.server.createContext("/", this::take);
		this.server.start();
	}

	private void take(HttpExchange exchange) throws IOException {
		this.bytes.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
		this.requests.incrementAndGet();
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	@Override
	public String toString() {
		return "spans: %d requests of %d bytes in all".formatted(this.requests.get(), this.bytes.get());
	}

}
