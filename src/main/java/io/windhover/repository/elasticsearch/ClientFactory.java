package io.windhover.repository.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import io.windhover.repository.RepositorySettingsException;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.util.unit.DataSize;

/**
 * Makes the low-level client. It asks the next node when one fails, and otherwise tries
 * nothing again: whoever asks decides.
 */
final class ClientFactory {

	private static final String MAX_REQUEST_SIZE = "windhover.repository.elasticsearch.max-request-size";

	private static final DataSize LEAST = DataSize.ofKilobytes(1);

	private ClientFactory() {
	}

	static ElasticsearchClient client(ElasticsearchProperties properties, @Nullable SslBundle ssl) {
		Hosts hosts = Hosts.of(properties.uris());
		if (properties.maxRequestSize().compareTo(LEAST) < 0) {
			throw new RepositorySettingsException(MAX_REQUEST_SIZE + " is less than " + LEAST,
					"Set %s to what a batch of documents needs, such as 5MB.".formatted(MAX_REQUEST_SIZE));
		}
		Timeout connect = Timeout.of(properties.connectTimeout());
		Timeout request = Timeout.of(properties.requestTimeout());
		Rest5ClientBuilder builder = Rest5Client.builder(hosts.nodes().toArray(HttpHost[]::new))
			.setDefaultHeaders(Credentials.headers(properties))
			.setMetaHeaderEnabled(false)
			.setHttpClientConfigCallback((http) -> http.disableAutomaticRetries().disableCookieManagement())
			.setConnectionConfigCallback(
					(connection) -> connection.setConnectTimeout(connect).setSocketTimeout(request))
			.setRequestConfigCallback((each) -> each.setResponseTimeout(request).setConnectionRequestTimeout(request));
		if (hosts.path() != null) {
			builder.setPathPrefix(hosts.path());
		}
		if (ssl != null) {
			SslOptions options = ssl.getOptions();
			builder.setConnectionManagerCallback(
					(connections) -> connections.setTlsStrategy(ClientTlsStrategyBuilder.create()
						.setSslContext(ssl.createSslContext())
						.setTlsVersions(options.getEnabledProtocols())
						.setCiphers(options.getCiphers())
						.buildAsync()));
		}
		return new ElasticsearchClient(builder.build(), hosts);
	}

}
