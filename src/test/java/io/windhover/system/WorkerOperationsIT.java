package io.windhover.system;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does to a worker, through the whole engine.
 */
class WorkerOperationsIT {

	@TempDir
	Path directory;

	@Test
	void taskRunIsLookedAtAndKilledAndItsExecutionEndsKilled() {
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, "--windhover.worker.stuck-after=1s")) {
			windhover.awaitReady();
			putHanging(windhover);
			String execution = windhover.create("operated", "hanging", "{}", "").get("id").asString();
			String taskRun = execution + ".hang";
			await().until(() -> status(windhover, "GET", "/worker/" + taskRun) == 200
					&& windhover.get(windhover.management("/worker/" + taskRun)).at("/facts/pid").isNumber());
			await().until(() -> windhover.get(windhover.management("/worker")).at("/runnings/0/stuck").isObject());
			assertThat(windhover.get(windhover.management("/worker")).at("/runnings/0/stuck/cause").asString())
				.contains("java.lang.ProcessImpl.waitFor", "io.windhover.worker.task.ShellCommand.run");
			JsonNode detail = windhover.get(windhover.management("/worker/" + taskRun));
			long pid = detail.at("/facts/pid").asLong();
			assertThat(ProcessHandle.of(pid)).isPresent();
			assertThat(detail.at("/configuration/command").asString()).isEqualTo("******");
			assertThat(detail.at("/thread/name").asString()).isEqualTo("task-" + taskRun);
			assertThat(detail.at("/thread/stack").toString()).contains("ShellTask.run");
			assertThat(windhover.text(windhover.management("/prometheus")))
				.contains("worker_stuck{worker_group=\"workers\"} 1.0");

			assertThat(status(windhover, "DELETE", "/worker/" + taskRun + "?reason=blocks%20the%20queue"))
				.isEqualTo(202);
			await().until(() -> state(windhover, execution).equals("KILLED"));
			JsonNode ended = windhover.get(windhover.api("/api/executions/" + execution));
			assertThat(ended.at("/taskRuns/0/state").asString()).isEqualTo("KILLED");
			assertThat(ended.at("/taskRuns/0/attempts")).hasSize(1);
			assertThat(ended.get("taskRuns")).hasSize(1);
			assertReasonIsKept(windhover, ended);
			assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
			await().until(() -> status(windhover, "DELETE", "/worker/" + taskRun) == 404);
			assertThat(windhover.text(windhover.management("/prometheus")))
				.contains("management_operations_total{operation=\"taskrun.kill\",outcome=\"accepted\"} 1.0");
		}
	}

	@Test
	void drainOutlivesAKillAndWhatAKilledTaskLeftIsDeleted() throws Exception {
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory)) {
			windhover.awaitReady();
			putHanging(windhover);
			windhover.put("operated", "quick", """
					namespace: operated
					id: quick
					tasks:
					  - {id: say, type: log, message: hello}
					""");
			String hanging = windhover.create("operated", "hanging", "{}", "").get("id").asString();
			await().until(() -> status(windhover, "GET", "/worker/" + hanging + ".hang") == 200
					&& windhover.get(windhover.management("/worker/" + hanging + ".hang")).at("/facts/pid").isNumber());
			long pid = windhover.get(windhover.management("/worker/" + hanging + ".hang")).at("/facts/pid").asLong();
			assertThat(leftovers()).hasSize(1);
			assertThat(post(windhover, "draining")).isEqualTo(202);
			assertThat(worker(windhover)).isEqualTo("draining");

			windhover.kill();
			ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
			windhover.restart().awaitReady();
			assertThat(worker(windhover)).isEqualTo("drained");
			assertThat(leftovers()).isEmpty();
			assertThat(windhover.get(windhover.management("/health")).at("/components/worker/status").asString())
				.isEqualTo("DEGRADED");
			String waiting = windhover.create("operated", "quick", "{}", "").get("id").asString();
			await().until(() -> state(windhover, waiting).equals("RUNNING"));
			assertThat(windhover.get(windhover.management("/worker")).get("runningCount").asInt()).isZero();

			assertThat(post(windhover, "running")).isEqualTo(202);
			await().until(() -> state(windhover, waiting).equals("SUCCESS"));
			assertThat(worker(windhover)).isEqualTo("running");
			String again = "/worker/" + hanging + ".hang";
			await().until(() -> status(windhover, "DELETE", again) == 202);
			await().until(() -> state(windhover, hanging).equals("KILLED"));
		}
	}

	/** No users are configured, so that the person is this machine. */
	private static void assertReasonIsKept(WindhoverProcess windhover, JsonNode ended) {
		String killed = "killed by local from 127.0.0.1: blocks the queue";
		assertThat(ended.at("/taskRuns/0/attempts/0/error").asString()).isEqualTo(killed);
		assertThat(ended.at("/taskRuns/0/error").asString()).isEqualTo(killed);
		assertThat(ended.get("error").asString()).isEqualTo("Task 'hang' ended as KILLED: " + killed);
		URI logs = windhover.api("/api/executions/" + ended.get("id").asString() + "/logs");
		await().untilAsserted(() -> assertThat(windhover.get(logs).toString()).contains(killed));
		assertThat(windhover.text(windhover.management("/auditevents"))).contains("\"operation\":\"taskrun.kill\"",
				"\"reason\":\"blocks the queue\"");
	}

	private Stream<Path> leftovers() throws Exception {
		try (Stream<Path> instances = Files.list(this.directory.resolve("data/scratch"))) {
			Path instance = instances.findFirst().orElseThrow();
			try (Stream<Path> directories = Files.list(instance)) {
				return directories.toList().stream();
			}
		}
	}

	private static void putHanging(WindhoverProcess windhover) {
		windhover.put("operated", "hanging", """
				namespace: operated
				id: hanging
				tasks:
				  - id: hang
				    type: shell
				    command: "sleep 600"
				    allowFailure: true
				    retry: {type: constant, delay: PT0.1S, maxAttempts: 5}
				  - {id: after, type: log, message: "not reached"}
				""");
	}

	private static int post(WindhoverProcess windhover, String state) {
		return windhover
			.send(WindhoverProcess.request(windhover.management("/worker"))
				.header("Content-Type", "application/json")
				.POST(HttpRequest.BodyPublishers.ofString("{\"state\": \"%s\"}".formatted(state))))
			.statusCode();
	}

	private static int status(WindhoverProcess windhover, String method, String path) {
		HttpResponse<String> answer = windhover.send(WindhoverProcess.request(windhover.management(path))
			.method(method, HttpRequest.BodyPublishers.noBody()));
		return answer.statusCode();
	}

	private static String worker(WindhoverProcess windhover) {
		return windhover.get(windhover.management("/worker")).get("state").asString();
	}

	private static String state(WindhoverProcess windhover, String execution) {
		return windhover.get(windhover.api("/api/executions/" + execution)).get("state").asString();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
	}

}
