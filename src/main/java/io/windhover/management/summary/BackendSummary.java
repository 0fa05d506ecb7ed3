package io.windhover.management.summary;

import java.util.List;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * What is behind the engine, by configuration.
 */
class BackendSummary {

	private final Environment environment;

	private final BrokerAccess access;

	private final boolean users;

	/**
	 * Prepares the lines.
	 * @param users whether there are users, whom a broker that takes anybody bypasses
	 */
	BackendSummary(Environment environment, BrokerAccess access, boolean users) {
		this.environment = environment;
		this.access = access;
		this.users = users;
	}

	String broker() {
		List<String> servers = servers();
		return servers.isEmpty()
				? "embedded, 127.0.0.1:%s, %s".formatted(property("windhover.broker.port", "9092"),
						this.users ? "requires its own account" : "accepts every account of this machine")
				: "%s, %s".formatted(String.join(", ", servers), this.access.description());
	}

	/**
	 * What to do about the broker, each as a sentence.
	 */
	List<String> warnings() {
		return (this.users && !servers().isEmpty() && !this.access.isAuthenticated()) ? List
			.of("This process connects to Kafka without authentication, and anyone who may write to its topics can run "
					+ "commands here, past windhover.security.users. Set spring.kafka.security.protocol to SASL_SSL and "
					+ "restrict the topics with ACLs: src/docs/kafka.md.")
				: List.of();
	}

	/**
	 * What to do about an API whose documents another process has, as a sentence.
	 */
	List<String> warnings(Instance instance) {
		return (instance.has(Role.API) && !instance.has(Role.INDEXER) && property("windhover.repository.type", "sqlite")
			.equals("sqlite")) ? List
				.of("The API of this process cannot list executions or read their logs: its repository is "
						+ "embedded, and only the process with the role indexer has the documents. Give that one the "
						+ "role api, or set windhover.repository.type to elasticsearch.")
					: List.of();
	}

	private List<String> servers() {
		return Binder.get(this.environment)
			.bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
			.orElse(List.of());
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
