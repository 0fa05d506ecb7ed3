package io.windhover.security.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.json.Json;
import io.windhover.instance.PortUrls;
import io.windhover.system.FreePorts;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both ports speak TLS, secrets are wherever one may be configured, all values are shown
 * to whoever may read, and still nobody sees a secret.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIT {

	/** Part of every secret. */
	private static final String PLANTED = "Zaunkoenig";

	private static final String STORE_PASSWORD = PLANTED + "-store";

	private static OpenPorts windhover;

	private static HttpClient client;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException, InterruptedException, GeneralSecurityException {
		Path store = directory.resolve("windhover.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "windhover", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				store.toString(), "-storepass", STORE_PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start();
		assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
		client = client(store);
		List<String> arguments = new ArrayList<>(List.of(OpenPorts.USERS));
		arguments.addAll(List.of("--spring.ssl.bundle.jks.web.keystore.location=file:" + store,
				"--spring.ssl.bundle.jks.web.keystore.password=" + STORE_PASSWORD, "--server.ssl.bundle=web",
				"--management.server.ssl.bundle=web", "--windhover.advertised-host=localhost",
				// the first handshake of a busy machine takes its time
				"--server.tomcat.connection-timeout=1m", "--management.endpoint.env.show-values=always",
				"--management.endpoint.configprops.show-values=always",
				"--spring.kafka.properties.sasl.jaas.config=org.example.PlainLoginModule required username=\"w\" password=\""
						+ PLANTED + "-jaas\";",
				"--spring.kafka.producer.properties.sasl.oauthbearer.client.credentials.client.secret=" + PLANTED
						+ "-oauth",
				"--spring.kafka.ssl.key-store-password=" + PLANTED + "-kafka-store",
				"--spring.kafka.ssl.trust-store-password=" + PLANTED + "-kafka-trust",
				"--spring.kafka.properties.basic.auth.user.info=u:" + PLANTED + "-registry",
				"--windhover.broker.properties[ssl.keystore.password]=" + PLANTED + "-broker",
				"--windhover.streams.properties[ssl.key.password]=" + PLANTED + "-streams",
				"--windhover.repository.type=elasticsearch",
				"--windhover.repository.elasticsearch.uris=http://127.0.0.1:" + FreePorts.next(),
				"--windhover.repository.elasticsearch.username=w",
				"--windhover.repository.elasticsearch.password=" + PLANTED + "-elastic",
				"--spring.boot.admin.client.password=" + PLANTED + "-admin",
				"--spring.datasource.url=jdbc:some://u:" + PLANTED + "-url@host/db", "--windhover.events.enabled=true",
				"--windhover.events.subscriptions[0].name=chat",
				"--windhover.events.subscriptions[0].url=http://127.0.0.1:" + FreePorts.next() + "/" + PLANTED,
				"--some.chat.webhook=http://127.0.0.1/" + PLANTED, "--some.api-key=" + PLANTED + "-key",
				"--some.header=Bearer " + PLANTED + "-bearer"));
		windhover = new OpenPorts("secrets", arguments.toArray(String[]::new));
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@Test
	void noRouteTellsASecret(CapturedOutput output) {
		store("""
				namespace: secret
				id: holder
				tasks:
				  - {id: wait, type: shell, command: "sleep 60", environment: {TOKEN: %s-task}}
				""".formatted(PLANTED));
		String execution = send("POST", "/api/flows/secret/holder/executions", windhover.port,
				"{\"inputs\": {}, \"labels\": {}}", "application/json")
			.body();
		String id = Json.mapper().readTree(execution).get("id").asString();
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> read("/worker").contains(id));
		List<String> pages = new ArrayList<>();
		JsonNode links = Json.mapper().readTree(read("/")).get("_links");
		for (String name : links.propertyNames()) {
			if (!links.get(name).get("templated").asBoolean()) {
				pages.add(URI.create(links.get(name).get("href").asString()).getPath());
			}
		}
		assertThat(pages).contains("/env", "/configprops", "/threaddump", "/worker", "/prometheus");
		pages.add("/worker/" + id + ".wait");
		pages.add("/env/spring.kafka.properties.sasl.jaas.config");
		pages.add("/env/windhover.security.users[0].password".replace("[", "%5B").replace("]", "%5D"));
		pages.add("/configprops/spring.kafka");
		pages.add("/configprops/windhover.security");
		pages.add("/configprops/windhover.repository.elasticsearch");
		pages.add("/configprops/windhover.events");
		pages.add("/env/windhover.events.subscriptions[0].url".replace("[", "%5B").replace("]", "%5D"));
		// with what the repository's client says of its failure
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> !Json.mapper().readTree(read("/indexer")).path("error").isNull());
		assertThat(read("/indexer")).contains("http://127.0.0.1");
		for (String page : pages) {
			String body = read(page);
			assertThat(body).as(page)
				.doesNotContain(PLANTED, OpenPorts.PASSWORD, OpenPorts.ENCODED, OpenPorts.ENCODED.substring(10));
		}
		// values are shown indeed
		assertThat(read("/env")).contains("target/security-tests");
		assertThat(read("/configprops")).contains("127.0.0.1");
		assertThat(send("GET", "/api/openapi.json", windhover.port, null, "application/json").body())
			.contains("\"paths\"")
			.doesNotContain(PLANTED);
		send("POST", "/api/executions/" + id + "/kill", windhover.port, "", "application/json");
		assertThat(output.toString()).contains("Windhover is open")
			.doesNotContain(PLANTED, OpenPorts.PASSWORD, OpenPorts.ENCODED);
	}

	@Test
	void othersAreToldToComeByTls() {
		String expected = "https://localhost:" + windhover.managementPort;
		assertThat(windhover.context.getBean(PortUrls.class).management()).isEqualTo(expected);
		assertThat(windhover.context.getBean(PortUrls.class).isEncrypted()).isTrue();
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> windhover.context.getBean(InstanceRegistry.class)
				.all()
				.stream()
				.anyMatch((sighting) -> expected.equals(sighting.heartbeat().managementUrl())));
	}

	@Test
	void withoutTlsThereIsNoAnswerOfTheApplication() {
		for (int port : List.of(windhover.port, windhover.managementPort)) {
			assertThat(Http.send("127.0.0.1", port, "GET", "/health").text()).contains("400").doesNotContain("\"UP\"");
		}
	}

	private static void store(String yaml) {
		assertThat(send("PUT", "/api/flows/secret/holder", windhover.port, yaml, "application/yaml").statusCode())
			.isEqualTo(201);
	}

	private static String read(String path) {
		return send("GET", path, windhover.managementPort, null, "application/json").body();
	}

	private static HttpResponse<String> send(String method, String path, int port, @Nullable String body, String type) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
			.header("Authorization", Http.basic("otto", OpenPorts.PASSWORD).substring("Authorization: ".length()))
			.header("Content-Type", type)
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			return client.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Trusts the certificate and nothing else. */
	private static HttpClient client(Path store) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(store)) {
			keys.load(in, STORE_PASSWORD.toCharArray());
		}
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("windhover", keys.getCertificate("windhover"));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return HttpClient.newBuilder().sslContext(context).build();
	}

}
