package io.windhover.management.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.execution.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * The registrations of a Spring Boot Admin server, and nothing else of it.
 */
class AdminStub implements AutoCloseable {

	final List<JsonNode> registered = new CopyOnWriteArrayList<>();

	final List<String> deregistered = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	AdminStub(int port) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/instances", this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			if (exchange.getRequestMethod().equals("DELETE")) {
				this.deregistered.add(exchange.getRequestURI().getPath());
				exchange.sendResponseHeaders(204, -1);
				return;
			}
			this.registered.add(Json.mapper().readTree(exchange.getRequestBody().readAllBytes()));
			byte[] body = "{\"id\": \"a1b2\"}".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(201, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
