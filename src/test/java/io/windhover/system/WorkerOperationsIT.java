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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator does to a worker, through the whole engine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerOperationsIT {

	private Path directory;

	private WindhoverProcess windhover;

	@BeforeAll
	void start(@TempDir Path directory) {
		this.directory = directory;
		this.windhover = WindhoverProcess.start(directory, "--windhover.worker.stuck-after=1s").awaitReady();
	}

	@AfterAll
	void stop() {
		this.windhover.close();
	}

	@Test
	@Order(1)
	void taskRunIsLookedAtAndKilledAndItsExecutionEndsKilled() {
		putHanging(this.windhover);
		String execution = this.windhover.create("operated", "hanging", "{}", "").get("id").asString();
		String taskRun = execution + ".hang";
		await().until(() -> status(this.windhover, "GET", "/worker/" + taskRun) == 200
				&& this.windhover.get(this.windhover.management("/worker/" + taskRun)).at("/facts/pid").isNumber());
		await()
			.until(() -> this.windhover.get(this.windhover.management("/worker")).at("/runnings/0/stuck").isObject());
		assertThat(this.windhover.get(this.windhover.management("/worker")).at("/runnings/0/stuck/cause").asString())
			.contains("java.lang.ProcessImpl.waitFor", "io.windhover.worker.process.ProcessRun.await");
		JsonNode detail = this.windhover.get(this.windhover.management("/worker/" + taskRun));
		long pid = detail.at("/facts/pid").asLong();
		assertThat(ProcessHandle.of(pid)).isPresent();
		assertThat(detail.at("/configuration/command").asString()).isEqualTo("******");
		assertThat(detail.at("/thread/name").asString()).isEqualTo("task-" + taskRun);
		assertThat(detail.at("/thread/stack").toString()).contains("ShellTask.run");
		assertThat(this.windhover.text(this.windhover.management("/prometheus")))
			.contains("worker_stuck{worker_group=\"default\"} 1.0");

		assertThat(status(this.windhover, "DELETE", "/worker/" + taskRun + "?reason=blocks%20the%20queue"))
			.isEqualTo(202);
		await().until(() -> this.windhover.state(execution).equals("KILLED"));
		JsonNode ended = this.windhover.get(this.windhover.api("/api/executions/" + execution));
		assertThat(ended.at("/taskRuns/0/state").asString()).isEqualTo("KILLED");
		assertThat(ended.at("/taskRuns/0/attempts")).hasSize(1);
		assertThat(ended.get("taskRuns")).hasSize(1);
		assertReasonIsKept(this.windhover, ended);
		assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
		await().until(() -> status(this.windhover, "DELETE", "/worker/" + taskRun) == 404);
		assertThat(this.windhover.text(this.windhover.management("/prometheus")))
			.contains("management_operations_total{operation=\"taskrun.kill\",outcome=\"accepted\"} 1.0");
	}

	@Test
	@Order(2)
	void drainOutlivesAKillAndWhatAKilledTaskLeftIsDeleted() throws Exception {
		putHanging(this.windhover);
		this.windhover.put("operated", "quick", """
				namespace: operated
				id: quick
				tasks:
				  - {id: say, type: log, message: hello}
				""");
		String hanging = this.windhover.create("operated", "hanging", "{}", "").get("id").asString();
		await().until(() -> status(this.windhover, "GET", "/worker/" + hanging + ".hang") == 200
				&& this.windhover.get(this.windhover.management("/worker/" + hanging + ".hang"))
					.at("/facts/pid")
					.isNumber());
		long pid = this.windhover.get(this.windhover.management("/worker/" + hanging + ".hang"))
			.at("/facts/pid")
			.asLong();
		assertThat(leftovers()).hasSize(1);
		assertThat(post(this.windhover, "draining")).isEqualTo(202);
		assertThat(worker(this.windhover)).isEqualTo("draining");

		this.windhover.kill();
		ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
		this.windhover.restart().awaitReady();
		assertThat(worker(this.windhover)).isEqualTo("drained");
		assertThat(leftovers()).isEmpty();
		assertThat(this.windhover.get(this.windhover.management("/health")).at("/components/worker/status").asString())
			.isEqualTo("DEGRADED");
		String waiting = this.windhover.create("operated", "quick", "{}", "").get("id").asString();
		await().until(() -> this.windhover.state(waiting).equals("RUNNING"));
		assertThat(this.windhover.get(this.windhover.management("/worker")).get("runningCount").asInt()).isZero();

		assertThat(post(this.windhover, "running")).isEqualTo(202);
		await().until(() -> this.windhover.state(waiting).equals("SUCCESS"));
		assertThat(worker(this.windhover)).isEqualTo("running");
		String again = "/worker/" + hanging + ".hang";
		await().until(() -> status(this.windhover, "DELETE", again) == 202);
		await().until(() -> this.windhover.state(hanging).equals("KILLED"));
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
		return windhover.post(windhover.management("/worker"), "{\"state\": \"%s\"}".formatted(state)).statusCode();
	}

	private static int status(WindhoverProcess windhover, String method, String path) {
		HttpResponse<String> answer = windhover.send(WindhoverProcess.request(windhover.management(path))
			.method(method, HttpRequest.BodyPublishers.noBody()));
		return answer.statusCode();
	}

	private static String worker(WindhoverProcess windhover) {
		return windhover.get(windhover.management("/worker")).get("state").asString();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(100));
	}

}
