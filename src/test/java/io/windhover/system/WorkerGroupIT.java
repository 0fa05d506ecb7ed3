package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two workers of different groups, one of which begins late and is killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerGroupIT {

	private Path directory;

	/** Works in two groups. */
	private WindhoverProcess both;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.directory = directory;
		this.both = start("both", "--windhover.worker.groups=default,gpu", "--windhover.worker.slots=4");
	}

	@AfterAll
	void stop() {
		this.both.close();
	}

	@Test
	void jobsRunOnWorkersOfTheirGroupAndWaitWhereThereIsNone() throws IOException {
		try (WindhoverProcess all = start("all", "--windhover.executor.stuck-after=1s")) {
			all.put("groups", "two", """
					namespace: groups
					id: two
					taskDefaults:
					  log: {workerGroup: gpu}
					tasks:
					  - {id: here, type: return, value: 1}
					  - {id: there, type: log, message: there}
					""");
			all.put("groups", "long", """
					namespace: groups
					id: long
					tasks:
					  - {id: rest, type: sleep, duration: PT3S, workerGroup: gpu}
					""");
			String two = create(all, "two");
			await("the job waits visibly", () -> all.text(all.management("/prometheus"))
				.contains("worker_queue_waiting{worker_group=\"gpu\"} 1.0"));
			await("the reason is shown", () -> all.text(all.management("/executor"))
				.contains("workers alive: 1, and none serves the group 'gpu'"));
			assertThat(worker(all, two, 0)).isEqualTo("all");
			assertThat(all.state(two)).isEqualTo("RUNNING");
			String[] settings = { "--windhover.roles=worker", "--windhover.worker.groups=gpu",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + all.brokerPort() };
			try (WindhoverProcess gpu = start("gpu", settings)) {
				awaitEnd(all, two);
				assertThat(worker(all, two, 1)).isEqualTo("gpu");
				assertThat(all.get(all.management("/worker")).get("groups").toString()).isEqualTo("[\"default\"]");
				assertThat(gpu.get(gpu.management("/worker")).get("groups").toString()).isEqualTo("[\"gpu\"]");
				await("the cluster shows the groups", () -> {
					String members = all.text(all.management("/cluster"));
					return members.contains("\"workerGroups\":[\"default\"]")
							&& members.contains("\"workerGroups\":[\"gpu\"]");
				});
				String killed = create(all, "long");
				await("it runs", () -> gpu.get(gpu.management("/worker")).get("runningCount").asInt() == 1);
				gpu.kill();
				gpu.restart().awaitReady();
				awaitEnd(all, killed);
				JsonNode run = run(all, killed, 0);
				assertThat(run.get("attempts")).hasSize(2)
					.allSatisfy((attempt) -> assertThat(attempt.get("worker").asString()).isEqualTo("gpu"));
			}
		}
	}

	@Test
	void jobOfAGroupWhoseTopicWasDeletedRunsOnceTheTopicIsThereAgain() throws Exception {
		try (Admin admin = Admin
			.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + this.both.brokerPort()))) {
			this.both.put("groups", "one", """
					namespace: groups
					id: one
					tasks: [{id: say, type: log, message: here, workerGroup: gpu}]
					""");
			this.both.put("groups", "other", """
					namespace: groups
					id: other
					tasks: [{id: say, type: log, message: here}]
					""");
			awaitEnd(this.both, create(this.both, "one"));
			admin.deleteTopics(List.of("windhover-task-jobs-gpu")).all().get();
			String one = create(this.both, "one");
			List<String> others = IntStream.range(0, 8).mapToObj((i) -> create(this.both, "other")).toList();
			awaitEnd(this.both, one);
			others.forEach((each) -> awaitEnd(this.both, each));
		}
	}

	@Test
	void oneWorkerOfTwoGroupsStarvesNeither() {
		this.both.put("groups", "many", """
				namespace: groups
				id: many
				tasks:
				  - id: each
				    type: for-each
				    items: "{{ range(1, 40) }}"
				    concurrency: 0
				    tasks: [{id: rest, type: sleep, duration: PT1S}]
				""");
		this.both.put("groups", "one", """
				namespace: groups
				id: one
				tasks: [{id: say, type: log, message: here, workerGroup: gpu}]
				""");
		String many = create(this.both, "many");
		await("all slots that may be are used",
				() -> this.both.get(this.both.management("/worker")).get("slots").get("used").asInt() >= 3);
		awaitEnd(this.both, create(this.both, "one"));
		assertThat(this.both.state(many)).isEqualTo("RUNNING");
		awaitEnd(this.both, many);
	}

	private WindhoverProcess start(String name, String... settings) throws IOException {
		List<String> all = new ArrayList<>(List.of(settings));
		all.add("--windhover.instance-id=" + name);
		all.add("--windhover.topics.heartbeat-interval=500ms");
		all.add("--windhover.topics.lease=3s");
		all.add("--windhover.management.sample-interval=500ms");
		return WindhoverProcess.start(Files.createDirectory(this.directory.resolve(name)), all.toArray(String[]::new))
			.awaitReady();
	}

	private static String create(WindhoverProcess windhover, String flow) {
		return windhover.create("groups", flow, "{}", "").get("id").asString();
	}

	private static void awaitEnd(WindhoverProcess windhover, String execution) {
		await("the end", () -> windhover.state(execution).matches("SUCCESS|WARNING|FAILED|KILLED"));
		assertThat(windhover.state(execution)).isEqualTo("SUCCESS");
	}

	/** Who took the first attempt of a task run. */
	private static String worker(WindhoverProcess windhover, String execution, int index) {
		return run(windhover, execution, index).get("attempts").get(0).get("worker").asString();
	}

	private static JsonNode run(WindhoverProcess windhover, String execution, int index) {
		return windhover.get(windhover.api("/api/executions/" + execution)).get("taskRuns").get(index);
	}

	private static void await(String what, Callable<Boolean> condition) {
		Awaitility.await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200)).until(condition);
	}

}
