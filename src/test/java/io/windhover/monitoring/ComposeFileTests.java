package io.windhover.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code compose.yaml} starts what Prometheus and Grafana call, and sets properties that
 * there are.
 */
class ComposeFileTests {

	private static final Path DIRECTORY = Path.of("src/monitoring");

	@Test
	void everythingIsInOrder() throws IOException {
		assertThat(compose(text()).problems(properties())).isEmpty();
	}

	@Test
	void allRolesRunApart() throws IOException {
		ComposeFile compose = compose(text());
		for (String role : Set.of("executor", "worker", "scheduler", "indexer", "api")) {
			assertThat((Map<?, ?>) compose.service(role).get("environment")).satisfies((environment) -> {
				assertThat(environment.get("WINDHOVER_ROLES")).isEqualTo(role);
				assertThat(environment.get("WINDHOVER_INSTANCE_ID")).isEqualTo(role);
			});
			assertThat(compose.service(role).get("hostname")).isEqualTo(role);
		}
	}

	@Test
	void whatPrometheusSaysIsWhereABrowserOfThisMachineFindsIt() throws IOException {
		String prometheus = Files.readString(DIRECTORY.resolve("prometheus/prometheus.yml"));
		assertThat(text()).contains("127.0.0.1:18081:8081", "127.0.0.1:18082:8081", "127.0.0.1:18083:8081",
				"127.0.0.1:18084:8081", "127.0.0.1:18085:8081");
		assertThat(prometheus).contains("instance: localhost:18081", "instance: localhost:18082",
				"instance: localhost:18083", "instance: localhost:18084", "instance: localhost:18085");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			./kibana/windhover.ndjson:      | ./kibana/windhover.json:           | mounts ./kibana/windhover.json
			context: ../..                  | context: ../../src                 | is built from nothing
			apache/kafka:4.2.1              | apache/kafka:latest                | does not pin its image
			pull_policy: never              | pull_policy: missing               | worker does not pin its image
			    mem_limit: 1g               | ``                                 | kafka may take all memory
			127.0.0.1:9090:9090             | 9090:9090                          | to others
			127.0.0.1:18082:8081            | 127.0.0.1:18081:8081               | the port 18081 of another
			WINDHOVER_REPOSITORY_TYPE       | WINDHOVER_REPOSITORY_KIND          | which is no property
			SPRING_KAFKA_BOOTSTRAP_SERVERS  | SPRING_KAFKA_BOOTSTRAPPERS         | which is no property
			: kafka:9092                    | : broker:9092                      | calls broker
			  scheduler:                    |   planner:                          | scheduler is called and not started
			kibana: {condition              | kibanas: {condition                | waits for kibanas
			""")
	void whatIsBrokenIsFound(String text, String broken, String problem) throws IOException {
		String changed = text().replace(text, broken);
		assertThat(changed).isNotEqualTo(text());
		assertThat(String.join("\n", compose(changed).problems(properties()))).contains(problem);
	}

	private static ComposeFile compose(String yaml) {
		return ComposeFile.of(DIRECTORY, yaml);
	}

	private static String text() throws IOException {
		return Files.readString(DIRECTORY.resolve("compose.yaml"));
	}

	/** Ours and those of Spring Boot. */
	private static Set<String> properties() throws IOException {
		Set<String> names = new TreeSet<>();
		JsonMapper json = new JsonMapper();
		for (URL file : Collections.list(
				ComposeFileTests.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream content = file.openStream()) {
				json.readTree(content).get("properties").forEach((each) -> names.add(each.get("name").asString()));
			}
		}
		return ComposeFile.variables(names);
	}

}
