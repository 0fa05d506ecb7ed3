package io.windhover.repository.elasticsearch;

import java.nio.file.Path;

import javax.net.ssl.SSLContext;

import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server with a certificate that nobody but a bundle trusts.
 */
class ElasticsearchTlsTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	static Path directory;

	private static @Nullable Path store;

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
		.withUserConfiguration(ElasticsearchConfiguration.class)
		.withPropertyValues("windhover.repository.type=elasticsearch");

	@BeforeAll
	static void makeCertificate() throws Exception {
		store = ServerCertificate.make(directory);
	}

	@Test
	void theBundleSaysWhomToTrust() {
		try (ScriptedServer server = new ScriptedServer(serverContext())) {
			this.application
				.withPropertyValues("windhover.repository.elasticsearch.uris=" + server.uri(),
						"windhover.repository.elasticsearch.ssl-bundle=search",
						"spring.ssl.bundle.jks.search.truststore.location=file:" + store,
						"spring.ssl.bundle.jks.search.truststore.password=" + ServerCertificate.PASSWORD,
						"spring.ssl.bundle.jks.search.truststore.type=PKCS12")
				.run((context) -> {
					context.getBean(Repository.class).open();
					assertThat(server.authorizations()).isNotEmpty();
				});
		}
	}

	@Test
	void withoutABundleTheCertificateIsRefused() {
		try (ScriptedServer server = new ScriptedServer(serverContext())) {
			this.application.withPropertyValues("windhover.repository.elasticsearch.uris=" + server.uri())
				.run((context) -> assertThatExceptionOfType(RepositoryException.class)
					.isThrownBy(() -> context.getBean(Repository.class).open())
					.withMessageContaining(server.uri())
					.withMessageContaining("certification path"));
			assertThat(server.authorizations()).isEmpty();
		}
	}

	private static SSLContext serverContext() {
		JksSslStoreDetails details = new JksSslStoreDetails("PKCS12", null, "file:" + store,
				ServerCertificate.PASSWORD);
		return SslBundle.of(new JksSslStoreBundle(details, null)).createSslContext();
	}

}
