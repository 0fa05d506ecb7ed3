package io.windhover.security.web;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.management.endpoint.EndpointApplication;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The two ports of an application without an engine.
 */
public final class Ports implements AutoCloseable {

	final ConfigurableApplicationContext context;

	public Ports(String... properties) {
		this.context = EndpointApplication.run(properties);
		// health is not well before the first samples
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Http.send("127.0.0.1", management(), "GET", "/health").status() != 503);
	}

	/** With a viewer, vera, and an operator, otto. */
	static Ports withUsers(String... properties) {
		return new Ports(
				Stream.concat(Stream.of(OpenPorts.USERS).map((user) -> user.substring(2)), Stream.of(properties))
					.toArray(String[]::new));
	}

	int api() {
		return port("local.server.port");
	}

	int management() {
		return port("local.management.port");
	}

	List<Integer> both() {
		return List.of(api(), management());
	}

	@Override
	public void close() {
		this.context.close();
	}

	private int port(String property) {
		return this.context.getEnvironment().getRequiredProperty(property, Integer.class);
	}

}
