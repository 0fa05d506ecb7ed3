package io.windhover.security.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import io.windhover.execution.json.Json;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/**
 * Requests byte by byte: Java's own client would not send another {@code Host}.
 */
final class Http {

	private Http() {
	}

	/**
	 * Sends a request, of HTTP 1.0 so that the answer is not in chunks, to a port of an
	 * address, with a Host that names the address unless the headers have another.
	 */
	static Answer send(String address, int port, String method, String path, String... headers) {
		return sendBody(address, port, method, path, "", headers);
	}

	/**
	 * Sends a request with a body.
	 */
	static Answer sendBody(String address, int port, String method, String path, String body, String... headers) {
		StringBuilder request = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.0\r\n");
		boolean host = false;
		for (String header : headers) {
			host |= header.startsWith("Host:");
			request.append(header).append("\r\n");
		}
		request.append(host ? "" : "Host: " + address + ":" + port + "\r\n")
			.append("Content-Length: ")
			.append(body.length())
			.append("\r\nConnection: close\r\n\r\n")
			.append(body);
		try (Socket socket = new Socket(address, port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
			return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String basic(String name, String password) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * An address of this machine by which it is to itself another one; without any, the
	 * test is skipped.
	 */
	static String elsewhere() {
		try {
			Optional<String> address = NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter((each) -> each instanceof Inet4Address && !each.isLoopbackAddress())
				.map(InetAddress::getHostAddress)
				.findFirst();
			Assumptions.assumeTrue(address.isPresent(),
					"Skipped: this machine has no address but that of the loopback interface");
			return address.orElseThrow();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An answer as it came.
	 */
	record Answer(String text) {

		int status() {
			return Integer.parseInt(this.text.split(" ", 3)[1]);
		}

		String head() {
			return this.text.split("\r\n\r\n", 2)[0];
		}

		String body() {
			return this.text.split("\r\n\r\n", 2)[1];
		}

		/** The value of a header, or an empty text. */
		String header(String name) {
			return head().lines()
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
				.map((line) -> line.substring(name.length() + 1).strip())
				.findFirst()
				.orElse("");
		}

		JsonNode json() {
			return Json.mapper().readTree(body());
		}

	}

}
