package io.windhover.management.endpoint;

import java.util.Collection;

import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class EndpointPresenceTests {

	@Test
	void endpointsExistWhereTheirRoleRuns() {
		assertThat(links("windhover.roles=worker")).contains("worker")
			.doesNotContain("scheduler", "kafkastreams", "executor", "indexer");
		assertThat(links("windhover.roles=scheduler")).contains("scheduler", "kafkastreams").doesNotContain("worker");
		assertThat(links("windhover.roles=executor")).contains("kafkastreams", "executor")
			.doesNotContain("worker", "scheduler", "indexer");
		assertThat(links("windhover.roles=indexer")).contains("health", "indexer", "events", "events-view", "runbooks")
			.doesNotContain("worker", "scheduler", "kafkastreams", "executor");
		assertThat(links("windhover.roles=api")).contains("health", "cluster", "incidents", "incidents-id", "samples")
			.doesNotContain("worker", "scheduler", "kafkastreams", "executor", "indexer", "events");
	}

	@Test
	void eachEndpointCanBeSwitchedOff() {
		assertThat(links("management.endpoint.worker.access=none", "endpoints.kafkastreams.enabled=false",
				"endpoints.env.enabled=false", "management.endpoint.runbooks.access=none",
				"management.endpoint.incidents.access=none", "management.endpoint.samples.access=none"))
			.contains("scheduler")
			.doesNotContain("worker", "kafkastreams", "env", "runbooks", "incidents", "samples");
	}

	@Test
	void allCanBeSwitchedOffButOne() {
		assertThat(links("endpoints.all.enabled=false", "endpoints.worker.enabled=true"))
			.containsExactlyInAnyOrder("self", "worker", "worker-taskRunId");
	}

	private static Collection<String> links(String... properties) {
		try (ConfigurableApplicationContext context = EndpointApplication.run(properties)) {
			return EndpointApplication.port(context).get("/").json().get("_links").propertyNames();
		}
	}

}
