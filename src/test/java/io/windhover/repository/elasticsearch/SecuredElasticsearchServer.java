package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import io.windhover.execution.json.Json;
import io.windhover.repository.RepositoryException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;

/**
 * A server that speaks only TLS, and only with those it knows. Its users and roles are
 * files: the server that the build unpacks has not all that the index of others wants,
 * and so has no API keys either.
 */
final class SecuredElasticsearchServer extends ElasticsearchServer {

	/** Of all users. */
	static final String PASSWORD = "kestrel";

	private static final String ADMINISTRATOR = "administrator";

	private static final String SETTINGS = """
			xpack.security.enabled: true
			xpack.security.autoconfiguration.enabled: false
			xpack.security.http.ssl.enabled: true
			xpack.security.http.ssl.key: server.key
			xpack.security.http.ssl.certificate: server.crt
			""";

	private final Path store;

	private final Map<String, Map<String, Object>> roles;

	private SecuredElasticsearchServer(String version, Path store, Map<String, Map<String, Object>> roles) {
		super(version);
		this.store = store;
		this.roles = roles;
	}

	/**
	 * Starts a server.
	 * @param directory where its key and certificate are made
	 * @param roles each of which has a user of the same name
	 */
	static SecuredElasticsearchServer start(String version, Path directory, Map<String, Map<String, Object>> roles)
			throws Exception {
		return started(new SecuredElasticsearchServer(version, ServerCertificate.make(directory), roles));
	}

	/**
	 * Trusts its certificate.
	 */
	SslBundle bundle() {
		return SslBundle.of(new JksSslStoreBundle(null, details()));
	}

	/**
	 * May do everything.
	 */
	ElasticsearchClient administrator() {
		return ClientFactory.client(Repositories.properties("uris", uri().toString(), "username", ADMINISTRATOR,
				"password", PASSWORD, "request-timeout", "60s"), bundle());
	}

	@Override
	String security(Path configuration) throws IOException {
		try {
			KeyStore keys = ServerCertificate.load(this.store);
			String alias = keys.aliases().nextElement();
			write(configuration.resolve("server.key"), "PRIVATE KEY",
					keys.getKey(alias, ServerCertificate.PASSWORD.toCharArray()).getEncoded());
			write(configuration.resolve("server.crt"), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		Map<String, String> roleOf = new HashMap<>(Map.of(ADMINISTRATOR, "superuser"));
		this.roles.keySet().forEach((role) -> roleOf.put(role, role));
		String password = new BCryptPasswordEncoder().encode(PASSWORD);
		Files.write(configuration.resolve("users"),
				roleOf.keySet().stream().map((user) -> user + ":" + password).toList());
		Files.write(configuration.resolve("users_roles"),
				roleOf.entrySet().stream().map((each) -> each.getValue() + ":" + each.getKey()).toList());
		// JSON is YAML
		Files.write(configuration.resolve("roles.yml"),
				this.roles.entrySet()
					.stream()
					.map((each) -> each.getKey() + ": " + Json.mapper().writeValueAsString(each.getValue()))
					.toList());
		return SETTINGS;
	}

	@Override
	String scheme() {
		return "https";
	}

	@Override
	JsonNode health(String path) {
		try (ElasticsearchClient client = administrator()) {
			return client.send("GET", path).json();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RepositoryException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	private JksSslStoreDetails details() {
		return new JksSslStoreDetails("PKCS12", null, "file:" + this.store, ServerCertificate.PASSWORD);
	}

	private static void write(Path file, String what, byte[] bytes) throws IOException {
		Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what,
				Base64.getMimeEncoder().encodeToString(bytes)));
	}

}
