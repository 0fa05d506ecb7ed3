package io.windhover.indexer.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes the low-level client. It asks the next node when one fails, and otherwise tries
 * nothing again: whoever asks decides.
 */
final class ClientFactory {

	private ClientFactory() {
	}

	static ElasticsearchClient client(ElasticsearchProperties properties, @Nullable SslBundle ssl) {
		Hosts hosts = Hosts.of(properties.uris());
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
