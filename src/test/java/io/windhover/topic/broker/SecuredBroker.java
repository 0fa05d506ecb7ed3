package io.windhover.topic.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.windhover.repository.elasticsearch.ServerCertificate;
import io.windhover.system.FreePorts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A broker as others run it: TLS, SCRAM, and an authorizer that lets nobody do anything
 * but the test itself, which connects in the clear.
 */
public final class SecuredBroker implements AutoCloseable {

	/** The password of each user. */
	public static final String PASSWORD = "kestrel-4711";

	private final int sslPort = FreePorts.next();

	private final int saslPort = FreePorts.next();

	private final Path store;

	private final TestBroker broker;

	private SecuredBroker(Path directory) throws IOException, InterruptedException {
		this.store = ServerCertificate.make(directory);
		int port = FreePorts.next();
		this.broker = TestBroker.start(directory.resolve("kafka"), port, settings(port), null);
	}

	public static SecuredBroker start(Path directory) throws IOException, InterruptedException {
		return new SecuredBroker(directory);
	}

	private Map<String, String> settings(int port) {
		String controller = "127.0.0.1:" + FreePorts.next();
		String clients = "PLAINTEXT://127.0.0.1:%d,SSL://127.0.0.1:%d,SASL_SSL://127.0.0.1:%d".formatted(port,
				this.sslPort, this.saslPort);
		return Map.ofEntries(Map.entry("listeners", clients + ",CONTROLLER://" + controller),
				Map.entry("advertised.listeners", clients), Map.entry("controller.quorum.voters", "1@" + controller),
				Map.entry("listener.security.protocol.map",
						"PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL"),
				Map.entry("ssl.keystore.type", "PKCS12"), Map.entry("ssl.keystore.location", this.store.toString()),
				Map.entry("ssl.keystore.password", ServerCertificate.PASSWORD),
				Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
				Map.entry("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
						"org.apache.kafka.common.security.scram.ScramLoginModule required;"),
				Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
				Map.entry("super.users", "User:ANONYMOUS;User:admin"));
	}

	/**
	 * An admin client that may do everything; the caller closes it.
	 */
	public Admin admin() {
		return Admin.create(Map.of("bootstrap.servers", this.broker.address()));
	}

	/**
	 * Adds users with the password.
	 */
	public void addUsers(String... names) throws Exception {
		ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
		List<UserScramCredentialAlteration> users = List.of(names)
			.stream()
			.<UserScramCredentialAlteration>map((name) -> new UserScramCredentialUpsertion(name, info, PASSWORD))
			.toList();
		try (Admin admin = admin()) {
			admin.alterUserScramCredentials(users).all().get();
		}
	}

	/**
	 * The arguments with which the application trusts the broker, without a user.
	 */
	public List<String> ssl() {
		return List.of("--spring.kafka.bootstrap-servers=127.0.0.1:" + this.sslPort,
				"--spring.kafka.security.protocol=SSL", "--spring.kafka.ssl.bundle=broker",
				"--spring.ssl.bundle.jks.broker.truststore.type=PKCS12",
				"--spring.ssl.bundle.jks.broker.truststore.location=" + this.store.toUri(),
				"--spring.ssl.bundle.jks.broker.truststore.password=" + ServerCertificate.PASSWORD);
	}

	/**
	 * The arguments with which the application trusts the broker and connects as a user.
	 */
	public List<String> sasl(String user) {
		return List.of("--spring.kafka.bootstrap-servers=127.0.0.1:" + this.saslPort,
				"--spring.kafka.security.protocol=SASL_SSL", "--spring.kafka.ssl.bundle=broker",
				"--spring.kafka.properties[sasl.mechanism]=SCRAM-SHA-512",
				"--spring.kafka.properties[sasl.jaas.config]=" + jaas(user), ssl().get(3), ssl().get(4), ssl().get(5));
	}

	private static String jaas(String user) {
		return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
			.formatted(user, PASSWORD);
	}

	@Override
	public void close() {
		this.broker.close();
	}

}
