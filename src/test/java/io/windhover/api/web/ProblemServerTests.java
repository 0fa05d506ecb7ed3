package io.windhover.api.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.windhover.system.FreePorts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What only a real server answers: it refuses some requests before Spring sees them.
 */
@SpringBootTest(classes = ApiTestConfiguration.class, webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT,
		properties = { "windhover.flows.samples=", "windhover.listen-address=127.0.0.1" })
class ProblemServerTests {

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		int port = FreePorts.next();
		int managementPort = FreePorts.next();
		registry.add("server.port", () -> port);
		registry.add("management.server.port", () -> managementPort);
	}

	@ParameterizedTest
	@CsvSource({ "GET /api/flows/a%2Fb/c HTTP/1.1, 400", "GET /api/flows/%00/c HTTP/1.1, 400",
			"GET /api/<flows> HTTP/1.1, 400", "TRACE /api/flows HTTP/1.1, 405", "GET /error HTTP/1.1, 404",
			"GET /api/nowhere HTTP/1.1, 404" })
	void everyRefusalIsAProblem(String request, int status, @LocalServerPort int port) throws IOException {
		String response = exchange(request, port);
		assertThat(response).startsWith("HTTP/1.1 " + status)
			.containsIgnoringCase("Content-Type: application/problem+json")
			.contains("\"status\":" + status)
			.doesNotContain("<html", "Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /nothing HTTP/1.1", "GET /metricsx/y HTTP/1.1" })
	void hintOnTheManagementPortIsOfThatPort(String request, @LocalManagementPort int port) throws IOException {
		assertThat(exchange(request, port)).startsWith("HTTP/1.1 404")
			.contains("GET / lists what there is")
			.doesNotContain("openapi");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "-1", "1, 2" })
	void malformedLengthOfABodyIsAProblem(String length, @LocalServerPort int port, @LocalManagementPort int management)
			throws IOException {
		for (int each : new int[] { port, management }) {
			assertThat(exchange("GET /api/flows HTTP/1.1\r\nContent-Length: " + length, each))
				.startsWith("HTTP/1.1 400")
				.contains("\"status\":400");
		}
	}

	private static String exchange(String request, int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			OutputStream out = socket.getOutputStream();
			out.write(
					(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
			out.flush();
			InputStream in = socket.getInputStream();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
