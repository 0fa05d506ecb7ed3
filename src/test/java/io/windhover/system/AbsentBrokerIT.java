package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The broker hangs, is killed, and comes back: every route answers all the time, tells
 * how old is what it says, and nothing restarts what is healthy. How fast they answer is
 * measured by {@code io.windhover.bench.ManagementHarness}.
 */
class AbsentBrokerIT {

	private static final int MOST_WARNINGS = 12;

	private static final String UNREACHABLE = "Kafka has not answered since";

	private static final String REACHABLE = "Kafka reachable again after";

	@TempDir
	Path directory;

	@Test
	void everyRouteAnswersAndTellsItsAge() {
		try (BrokerProcess broker = BrokerProcess.start(this.directory);
				WindhoverProcess windhover = WindhoverProcess.start(this.directory,
						"--spring.kafka.bootstrap-servers=" + broker.address(),
						"--windhover.management.sample-interval=500ms",
						"--windhover.management.sample-timeout=500ms")) {
			windhover.awaitReady();
			List<String> routes = ManagementRoutes.of(windhover);
			await().until(() -> sampledAt(windhover) != null);
			assertThat(status(windhover, "/health/liveness")).isEqualTo(200);

			broker.freeze();
			Instant frozen = Instant.now();
			await().until(() -> component(windhover, "kafka").equals("DOWN"));
			answersAll(windhover, routes);
			assertThat(sampledAt(windhover)).isBefore(frozen.plusSeconds(1));
			assertThat(status(windhover, "/health/readiness")).isEqualTo(503);
			assertThat(status(windhover, "/health/liveness")).isEqualTo(200);
			await().until(() -> isOutageLogged(windhover));

			broker.thaw();
			await().until(() -> sampledAt(windhover).isAfter(frozen.plusSeconds(1)));
			await().until(windhover::isReady);
			await().until(() -> !isOutageLogged(windhover));

			int logged = windhover.logText().length();
			broker.kill();
			Instant killed = Instant.now();
			await().until(() -> component(windhover, "kafka").equals("DOWN"));
			answersAll(windhover, routes);
			assertThat(sampledAt(windhover)).isBefore(killed.plusSeconds(1));
			assertThat(status(windhover, "/health/liveness")).isEqualTo(200);
			assertThat(status(windhover, "/health/readiness")).isEqualTo(503);

			// not since the kill: on a busy machine two samples may have been late before
			// it
			await().until(() -> isOutageLogged(windhover));
			// some 30 clients warn each second; of each kind one a minute is logged
			await().during(Duration.ofSeconds(10)).until(() -> warnings(windhover, logged).size() <= MOST_WARNINGS);
			assertThat(warnings(windhover, logged)).anySatisfy((line) -> assertThat(line).contains("NetworkClient"));

			broker.restart();
			await().until(windhover::isReady);
			await().until(() -> component(windhover, "kafka").equals("UP"));
			// logged just after the sample that makes it UP
			await().untilAsserted(() -> assertThat(windhover.logText().substring(logged))
				.containsPattern(REACHABLE + " (\\d+ min )?\\d+ s; \\d{2,} log lines of its clients were left out"));
			await().until(() -> sampledAt(windhover).isAfter(killed.plusSeconds(1)));
		}
	}

	/** Each outage has one line when it begins and one when it ends. */
	private static boolean isOutageLogged(WindhoverProcess windhover) {
		List<String> lines = windhover.logText().lines().toList();
		long begun = lines.stream().filter((line) -> line.contains(UNREACHABLE)).count();
		return begun > lines.stream().filter((line) -> line.contains(REACHABLE)).count();
	}

	private static List<String> warnings(WindhoverProcess windhover, int from) {
		return windhover.logText()
			.substring(from)
			.lines()
			.filter((line) -> line.contains(" WARN ") || line.contains(" ERROR "))
			.toList();
	}

	private static void answersAll(WindhoverProcess windhover, List<String> routes) {
		assertThat(routes).hasSizeGreaterThan(15).allSatisfy((route) -> {
			int status = status(windhover, route);
			// a transaction that fails costs the scheduler its partitions until a broker
			// answers
			boolean may503 = route.startsWith("/health") || route.startsWith("/scheduler/");
			assertThat(status).as(route).isIn(may503 ? List.of(200, 503) : List.of(200));
		});
	}

	private static int status(WindhoverProcess windhover, String path) {
		return windhover
			.send(WindhoverProcess.request(windhover.management(path)).timeout(Duration.ofSeconds(20)).GET())
			.statusCode();
	}

	private static String component(WindhoverProcess windhover, String name) {
		String body = windhover.send(WindhoverProcess.request(windhover.management("/health/" + name)).GET()).body();
		return io.windhover.execution.json.Json.mapper().readTree(body).get("status").asString();
	}

	private static Instant sampledAt(WindhoverProcess windhover) {
		JsonNode sampled = windhover.get(windhover.management("/kafkastreams")).get("streams").get(0).get("sampledAt");
		return sampled.isNull() ? null : Instant.parse(sampled.asString());
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
	}

}
