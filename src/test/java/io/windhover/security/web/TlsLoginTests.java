package io.windhover.security.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.windhover.execution.json.Json;
import io.windhover.repository.elasticsearch.ServerCertificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The login of the console on ports that speak TLS.
 */
class TlsLoginTests {

	private static final String COOKIE = "windhover-session=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict";

	private static String keyStore;

	private static HttpClient client;

	@BeforeAll
	static void trust(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
		Path store = ServerCertificate.make(directory);
		keyStore = store.toUri().toString();
		TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trusted.init(KeyStore.getInstance(store.toFile(), ServerCertificate.PASSWORD.toCharArray()));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trusted.getTrustManagers(), null);
		client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
	}

	@Test
	void cookieIsSentOverTlsOnlyAndCountsOnBothPorts() throws IOException, InterruptedException {
		try (Ports ports = Ports.withUsers("server.ssl.key-store=" + keyStore,
				"server.ssl.key-store-password=" + ServerCertificate.PASSWORD)) {
			for (int port : ports.both()) {
				HttpResponse<String> login = login("https://127.0.0.1:" + port);
				assertThat(login.statusCode()).isEqualTo(204);
				assertThat(cookie(login)).matches(COOKIE);
				String session = cookie(login).split(";", 2)[0];
				for (int each : ports.both()) {
					assertThat(config("https://127.0.0.1:" + each, session).get("user").asString()).isEqualTo("otto");
				}
				String csrf = config("https://127.0.0.1:" + port, session).get("csrf").asString();
				HttpResponse<String> logout = send(
						request("https://127.0.0.1:" + port, "/console/logout").header("Cookie", session)
							.header("X-Csrf-Token", csrf)
							.header("Origin", "https://127.0.0.1:" + port)
							.POST(HttpRequest.BodyPublishers.noBody()));
				assertThat(logout.statusCode()).isEqualTo(204);
				assertThat(cookie(logout)).contains("Max-Age=0", "; Secure;");
			}
			assertThat(config("https://127.0.0.1:" + ports.api(), "a=b").get("otherUrl").asString())
				.isEqualTo("https://127.0.0.1:" + ports.management());
			assertThat(config("https://127.0.0.1:" + ports.management(), "a=b").get("otherUrl").asString())
				.isEqualTo("https://127.0.0.1:" + ports.api());
		}
	}

	@Test
	void eachPortLeadsToTheOtherByItsOwnScheme() throws IOException, InterruptedException {
		try (Ports ports = Ports.withUsers("server.ssl.key-store=" + keyStore,
				"server.ssl.key-store-password=" + ServerCertificate.PASSWORD, "management.server.ssl.enabled=false")) {
			String api = "https://127.0.0.1:" + ports.api();
			String management = "http://127.0.0.1:" + ports.management();
			assertThat(config(api, "a=b").get("otherUrl").asString()).isEqualTo(management);
			assertThat(config(management, "a=b").get("otherUrl").asString()).isEqualTo(api);
			assertThat(cookie(login(api))).contains("; Secure;");
			assertThat(cookie(login(management))).doesNotContain("Secure");
		}
	}

	private static HttpResponse<String> login(String origin) throws IOException, InterruptedException {
		return send(request(origin, "/console/login").header("Content-Type", "application/json")
			.header("Origin", origin)
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"name\": \"otto\", \"password\": \"%s\"}".formatted(OpenPorts.PASSWORD))));
	}

	private static JsonNode config(String origin, String cookie) throws IOException, InterruptedException {
		return Json.mapper().readTree(send(request(origin, "/console/config").header("Cookie", cookie).GET()).body());
	}

	private static HttpRequest.Builder request(String origin, String path) {
		return HttpRequest.newBuilder(URI.create(origin + path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String cookie(HttpResponse<String> response) {
		List<String> cookies = response.headers().allValues("Set-Cookie");
		assertThat(cookies).hasSize(1);
		return cookies.get(0);
	}

}
