package io.windhover.repository.elasticsearch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.repository.RepositorySettingsException;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Where requests may go: the configured addresses, checked. What is wrong with one is
 * told without repeating it where it may hold a password.
 *
 * @param path before that of each request; null for none
 */
record Hosts(List<HttpHost> nodes, @Nullable String path) {

	private static final String PROPERTY = "windhover.repository.elasticsearch.uris";

	private static final String EXAMPLE = "Set " + PROPERTY + " to addresses such as https://search.example:9200.";

	static Hosts of(List<String> uris) {
		Set<String> paths = new LinkedHashSet<>();
		List<HttpHost> nodes = uris.stream().map((uri) -> {
			URI parsed = parse(uri.strip());
			paths.add(Objects.requireNonNullElse(parsed.getPath(), "").replaceAll("/+$", ""));
			return new HttpHost(parsed.getScheme(), parsed.getHost(), parsed.getPort());
		}).toList();
		if (paths.size() > 1) {
			throw new RepositorySettingsException(PROPERTY + " has addresses with different paths: " + paths,
					"Give all addresses in %s the same path, or none.".formatted(PROPERTY));
		}
		String path = paths.iterator().next();
		return new Hosts(nodes, path.isEmpty() ? null : path);
	}

	/**
	 * All of them, for people.
	 */
	@Override
	public String toString() {
		return this.nodes.stream().map(HttpHost::toURI).collect(Collectors.joining(", "));
	}

	private static URI parse(String uri) {
		URI parsed;
		try {
			parsed = new URI(uri);
		}
		catch (URISyntaxException ex) {
			throw new RepositorySettingsException(
					"%s holds an address that is none: %s".formatted(PROPERTY, ex.getReason()), EXAMPLE);
		}
		if (parsed.getRawUserInfo() != null || uri.contains("@")) {
			throw new RepositorySettingsException(PROPERTY + " holds an address with a user in it.",
					"Set windhover.repository.elasticsearch.username and password instead.");
		}
		if (!("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme())) || parsed.getHost() == null) {
			throw new RepositorySettingsException(
					"%s holds '%s', which does not begin with http:// or https:// and a host.".formatted(PROPERTY, uri),
					EXAMPLE);
		}
		if (parsed.getRawQuery() != null || parsed.getRawFragment() != null) {
			throw new RepositorySettingsException(PROPERTY + " holds an address with a query in it.", EXAMPLE);
		}
		return parsed;
	}

}
