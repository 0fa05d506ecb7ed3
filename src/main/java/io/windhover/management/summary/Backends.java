package io.windhover.management.summary;

import java.util.List;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What is behind the engine, by configuration.
 */
class Backends {

	private final Environment environment;

	Backends(Environment environment) {
		this.environment = environment;
	}

	String broker() {
		List<String> servers = Binder.get(this.environment)
			.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
			.orElse(List.of());
		return servers.isEmpty() ? "embedded, 127.0.0.1:" + property("windhover.broker.port", "9092")
				: String.join(", ", servers);
	}

	String repository() {
		String type = property("windhover.repository.type", "sqlite");
		return type.equals("elasticsearch") ? type + ", " + String.join(", ", hosts()) : type;
	}

	/** What has a user in it keeps the application from starting. */
	private List<String> hosts() {
		return Binder.get(this.environment)
			.bind("windhover.repository.elasticsearch.uris", Bindable.listOf(String.class))
			.orElse(List.of("http://localhost:9200"));
	}

	private String property(String name, String ifMissing) {
		return this.environment.getProperty(name, ifMissing);
	}

}
