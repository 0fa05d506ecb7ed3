package io.windhover.repository.elasticsearch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.windhover.repository.Repository;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Makes what the configuration makes.
 */
final class Repositories {

	private static final Set<String> WRITING = Set.of("type", "open", "write", "deleteBefore");

	private Repositories() {
	}

	static ElasticsearchProperties properties(String... pairs) {
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			values.put("windhover.repository.elasticsearch." + pairs[i], pairs[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("windhover.repository.elasticsearch",
				ElasticsearchProperties.class);
	}

	static ElasticsearchProperties properties(URI server, String prefix) {
		return properties("uris", server.toString(), "prefix", prefix, "replicas", "0");
	}

	/**
	 * A repository in which all that was written is found at once.
	 */
	static Repository refreshed(Repository repository, ElasticsearchClient client) {
		return (Repository) Proxy.newProxyInstance(Repository.class.getClassLoader(),
				new Class<?>[] { Repository.class }, (proxy, method, arguments) -> {
					if (!WRITING.contains(method.getName())) {
						client.send("POST", "/_refresh").json();
					}
					try {
						return method.invoke(repository, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
