package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What does not happen, with its real causes: a schedule that somebody paused, an
 * execution that does nothing, one that takes too long, a flow that always fails.
 */
class ExpectationsIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void whatDoesNotHappenIsSeenWithItsReasonAlsoAfterAKill() {
		String[] defaults = { "--windhover.expect.defaults[0].namespace=prod.",
				"--windhover.expect.defaults[0].success-every=5s", "--windhover.expect.defaults[1].namespace=loads.",
				"--windhover.expect.defaults[1].min-metric.name=lines",
				"--windhover.expect.defaults[1].min-metric.value=1" };
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, defaults).awaitReady()) {
			windhover.put("prod.billing", "beat", """
					namespace: prod.billing
					id: beat
					tasks: [{id: a, type: return, value: 1}]
					triggers: [{id: tick, type: schedule, cron: "* * * * * *"}]
					""");
			windhover.put("demo", "empty", """
					namespace: demo
					id: empty
					expect: {minMetric: {name: lines, value: 1}}
					tasks: [{id: load, type: shell, command: "true"}]
					""");
			windhover.put("loads.books", "empty", """
					namespace: loads.books
					id: empty
					tasks: [{id: load, type: shell, command: "true"}]
					""");
			windhover.put("demo", "slow", """
					namespace: demo
					id: slow
					expect: {maxDuration: PT1S, onMaxDuration: kill}
					tasks: [{id: wait, type: sleep, duration: PT5M}]
					""");
			windhover.put("demo", "backup", """
					namespace: demo
					id: backup
					expect: {maxFailuresInARow: 1}
					tasks: [{id: no, type: fail, message: the disk is away}]
					""");
			windhover.create("demo", "slow", "{}", "");
			windhover.create("demo", "empty", "{}", "");
			windhover.create("loads.books", "empty", "{}", "");
			windhover.create("demo", "backup", "{}", "?wait=PT30S");
			windhover.create("demo", "backup", "{}", "?wait=PT30S");
			awaitStatus(windhover, "prod.billing", "beat", "OK");
			change(windhover, "paused");
			String reason = awaitStatus(windhover, "prod.billing", "beat", "MISSED").at("/reasons/0").asString();
			assertThat(reason).startsWith("'successEvery' (PT5S) is missed since").contains("the last success is of");
			assertThat(flow(windhover, "prod.billing", "beat").get("pausedTriggers").asInt()).isEqualTo(1);
			assertThat(awaitStatus(windhover, "demo", "empty", "MISSED").at("/reasons/0").asString())
				.endsWith("measured 0 lines");
			assertThat(awaitStatus(windhover, "loads.books", "empty", "MISSED").at("/expects/0/value").asString())
				.isEqualTo("lines >= 1");
			JsonNode failing = awaitStatus(windhover, "demo", "backup", "MISSED");
			assertThat(failing.get("failuresInARow").asInt()).isEqualTo(2);
			assertThat(failing.at("/last/error").asString()).contains("the disk is away");
			// it was killed, and with that the expectation is met
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> flow(windhover, "demo", "slow").at("/last/state").asString().equals("KILLED"));
			assertThat(windhover.logText()).contains("Flow demo/slow has missed 'maxDuration'")
				.contains("Flow demo/slow meets 'maxDuration' again");
			assertThat(windhover.text(windhover.management("/prometheus"))).contains(
					"flow_expectation_unmet{expectation=\"successEvery\",flow_id=\"beat\",namespace_id=\"prod.billing\"} 1.0")
				.contains("flow_failures_consecutive{flow_id=\"backup\",namespace_id=\"demo\"} 2.0")
				.contains(
						"flow_expectation_missed_count_total{expectation=\"maxDuration\",flow_id=\"slow\",namespace_id=\"demo\"} 1.0");
			assertThat(windhover.get(windhover.management("/flows?status=missed")).at("/flows").size()).isEqualTo(4);
			JsonNode causes = windhover.get(windhover.management("/failures?flowId=backup")).get("causes");
			assertThat(causes).hasSize(1);
			assertThat(causes.at("/0/message").asString()).isEqualTo("the disk is away");
			assertThat(causes.at("/0/failures").asInt()).isEqualTo(2);
			JsonNode restart = causes.at("/0/restart");
			String touched = windhover
				.post(windhover.api(restart.get("path").asString()), restart.get("body").toString())
				.body();
			assertThat(touched).contains("\"matched\":2").contains("\"would\":2");
			String restarted = windhover
				.post(windhover.api(restart.get("path").asString()),
						restart.get("body").toString().replace("\"dryRun\":true", "\"dryRun\":false"))
				.body();
			assertThat(restarted).contains("\"complete\":true").contains("\"accepted\":2");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> flow(windhover, "demo", "backup").get("failuresInARow").asInt() == 4);
			windhover.kill();
			try (WindhoverProcess again = windhover.restart().awaitReady()) {
				assertThat(awaitStatus(again, "prod.billing", "beat", "MISSED").at("/reasons/0").asString())
					.isEqualTo(reason);
				assertThat(again.logText()).containsOnlyOnce("Flow prod.billing/beat has missed");
				change(again, "running");
				awaitStatus(again, "prod.billing", "beat", "OK");
				assertThat(again.logText()).contains("Flow prod.billing/beat meets 'successEvery' again");
			}
		}
	}

	private static void change(WindhoverProcess windhover, String state) {
		assertThat(windhover
			.post(windhover.management("/scheduler/prod.billing/beat/tick"), "{\"state\": \"%s\"}".formatted(state))
			.statusCode()).isEqualTo(202);
	}

	private static JsonNode awaitStatus(WindhoverProcess windhover, String namespace, String id, String status) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> flow(windhover, namespace, id), (flow) -> flow.get("status").asString().equals(status));
	}

	private static JsonNode flow(WindhoverProcess windhover, String namespace, String id) {
		return windhover.get(windhover.management("/flows/" + namespace + "/" + id));
	}

}
