package io.windhover.management.summary;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.ssl.SslBundle;

/**
 * How this process identifies itself to a broker, which is all that it knows of whom the
 * broker accepts.
 *
 * @param protocol the security protocol of Kafka
 * @param certificate whether it has a certificate to show
 */
record BrokerAccess(String protocol, boolean certificate) {

	static BrokerAccess of(KafkaConnectionDetails connection, KafkaProperties properties) {
		KafkaConnectionDetails.Configuration producer = connection.getProducer();
		String protocol = producer.getSecurityProtocol();
		KafkaProperties.Ssl ssl = properties.getSsl();
		boolean certificate = hasKey(producer.getSslBundle()) || ssl.getKeyStoreLocation() != null
				|| ssl.getKeyStoreKey() != null;
		return new BrokerAccess((protocol != null) ? protocol.toUpperCase(Locale.ROOT) : "PLAINTEXT", certificate);
	}

	/**
	 * Whether the broker may know who this process is: it may still accept others.
	 */
	boolean isAuthenticated() {
		return this.protocol.startsWith("SASL_") || (this.protocol.equals("SSL") && this.certificate);
	}

	String description() {
		if (this.protocol.startsWith("SASL_")) {
			return this.protocol;
		}
		return isAuthenticated() ? "SSL with a client certificate"
				: "%s without authentication: accepts anyone who reaches it, as far as this process can see"
					.formatted(this.protocol);
	}

	private static boolean hasKey(@Nullable SslBundle bundle) {
		KeyStore keys = (bundle != null) ? bundle.getStores().getKeyStore() : null;
		try {
			return keys != null && keys.size() > 0;
		}
		catch (KeyStoreException ex) {
			return false;
		}
	}

}
