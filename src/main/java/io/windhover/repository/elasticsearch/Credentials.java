package io.windhover.repository.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.windhover.repository.RepositorySettingsException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * How requests say who asks: by a user, by an API key or not at all.
 */
final class Credentials {

	private static final String PROPERTIES = "windhover.repository.elasticsearch.";

	private Credentials() {
	}

	static Header[] headers(ElasticsearchProperties properties) {
		String username = properties.username();
		String password = properties.password();
		String apiKey = properties.apiKey();
		if (apiKey != null && (username != null || password != null)) {
			throw new RepositorySettingsException(PROPERTIES + "api-key is set, and a user as well.",
					"Leave out either " + PROPERTIES + "api-key, or username and password.");
		}
		if ((username == null) != (password == null)) {
			throw new RepositorySettingsException("Of %susername and password only one is set.".formatted(PROPERTIES),
					"Set both %susername and password, or none where the cluster requires no user."
						.formatted(PROPERTIES));
		}
		if (apiKey != null) {
			return authorization("ApiKey " + apiKey);
		}
		if (username != null) {
			byte[] user = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
			return authorization("Basic " + Base64.getEncoder().encodeToString(user));
		}
		return new Header[0];
	}

	private static Header[] authorization(String value) {
		return new Header[] { new BasicHeader(HttpHeaders.AUTHORIZATION, value, true) };
	}

}
