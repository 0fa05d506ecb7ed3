package io.windhover.topic.broker;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one account of the embedded broker, kept in a file that only this process's account
 * may read and that Kafka's own tools take as their configuration.
 *
 * @param jaas the login of a client, with name and password
 */
record BrokerCredentials(String jaas) {

	static final String MECHANISM = "SCRAM-SHA-512";

	static final String PROTOCOL = "SASL_PLAINTEXT";

	private static final Logger logger = LoggerFactory.getLogger(BrokerCredentials.class);

	private static final String USER = "windhover";

	private static final int PASSWORD_BYTES = 32;

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	/**
	 * The account in the file; without a file, or where others may have read it, a new
	 * one is made.
	 */
	static BrokerCredentials of(Path file) {
		try {
			if (isPrivate(file)) {
				return read(file);
			}
			return make(file);
		}
		catch (IOException ex) {
			throw new BrokerCredentialsException(file, "cannot be read or written: " + ex, ex);
		}
	}

	/**
	 * What clients need besides the protocol.
	 */
	Map<String, String> clientSettings() {
		return Map.of(SaslConfigs.SASL_MECHANISM, MECHANISM, SaslConfigs.SASL_JAAS_CONFIG, this.jaas);
	}

	private static boolean isPrivate(Path file) throws IOException {
		try {
			if (!isPosix(file) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
				return Files.exists(file);
			}
			logger.warn("Other accounts may read {}: the password of the embedded broker in it is replaced", file);
			return false;
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private static BrokerCredentials read(Path file) throws IOException {
		Properties settings = new Properties();
		settings.load(new StringReader(Files.readString(file)));
		String jaas = settings.getProperty(SaslConfigs.SASL_JAAS_CONFIG, "");
		if (!jaas.matches(jaas("[^\"]+", "[^\"]+"))) {
			throw new BrokerCredentialsException(file, "has no sasl.jaas.config with a username and a password", null);
		}
		return new BrokerCredentials(jaas);
	}

	private static BrokerCredentials make(Path file) throws IOException {
		byte[] password = new byte[PASSWORD_BYTES];
		new SecureRandom().nextBytes(password);
		String jaas = jaas(USER, Base64.getUrlEncoder().withoutPadding().encodeToString(password));
		Files.createDirectories(file.toAbsolutePath().getParent());
		// renamed when it is whole: a kill leaves no half of it
		Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new",
				ownerOnly(file));
		Files.writeString(draft, """
				# For tools of Kafka, which can do with the broker whatever Windhover can: keep it secret.
				%s=%s
				%s=%s
				%s=%s
				""".formatted(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, PROTOCOL, SaslConfigs.SASL_MECHANISM,
				MECHANISM, SaslConfigs.SASL_JAAS_CONFIG, jaas));
		Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		logger.info("Made the account of the embedded broker: {}", file);
		return new BrokerCredentials(jaas);
	}

	private static String jaas(String user, String password) {
		return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
			.formatted(user, password);
	}

	private static FileAttribute<?>[] ownerOnly(Path file) {
		return isPosix(file) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNER_ONLY) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path file) {
		return file.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	@Override
	public String toString() {
		return "an account of the embedded broker";
	}

}
