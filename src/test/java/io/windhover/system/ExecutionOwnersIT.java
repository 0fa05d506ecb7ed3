package io.windhover.system;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.topic.broker.TestBroker;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two executors that share the partitions, a worker whose API has none of them, and no
 * indexer: what the owner of an execution knows is all there is.
 */
class ExecutionOwnersIT {

	private static final String HOLD = """
			namespace: demo
			id: hold
			tasks:
			  - {id: say, type: log, message: hello}
			  - {id: wait, type: pause}
			""";

	private static final String QUICK = """
			namespace: demo
			id: quick
			tasks:
			  - {id: answer, type: return, value: 42}
			""";

	@TempDir
	private Path directory;

	@Test
	void everyInstanceReadsWaitsForAndKillsWhatAnotherOwns() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory.resolve("broker"));
				WindhoverProcess first = start(broker, "first", "executor,scheduler,api").awaitReady();
				WindhoverProcess second = start(broker, "second", "executor,api");
				WindhoverProcess beside = start(broker, "beside", "worker,api").awaitReady()) {
			second.awaitReady();
			first.put("demo", "hold", HOLD);
			first.put("demo", "quick", QUICK);
			await("the flows").until(() -> Stream.of("hold", "quick")
				.allMatch((flow) -> status(beside.api("/api/flows/demo/" + flow), beside) == 200));

			JsonNode ended = beside.create("demo", "quick", "{}", "?wait=PT30S");
			assertThat(ended.get("state").asString()).isEqualTo("SUCCESS");
			assertThat(ended.at("/taskRuns/0/outputs/value").asInt()).isEqualTo(42);
			assertThat(ended.has("partial")).isFalse();

			Map<String, String> owned = oneOfEach(first, second, beside);
			assertThat(owned).as("both executors have partitions").containsOnlyKeys("first", "second");
			killedAtOnce(beside, owned.get("second"));

			String id = owned.get("first");
			first.kill();
			takenOver(beside, second, id);
		}
	}

	/** Each is read at all instances as soon as it is created. */
	private static Map<String, String> oneOfEach(WindhoverProcess first, WindhoverProcess second,
			WindhoverProcess beside) {
		Map<String, String> owned = new ConcurrentHashMap<>();
		await("an execution of each").until(() -> {
			String id = first.create("demo", "hold", "{}", "").get("id").asString();
			for (WindhoverProcess each : List.of(beside, second, first)) {
				assertThat(execution(each, id).get("id").asString()).isEqualTo(id);
			}
			Awaitility.await().until(() -> taskState(beside, id, "wait"), "PAUSED"::equals);
			int firstSays = status(first.management("/executor/" + id), first);
			int secondSays = status(second.management("/executor/" + id), second);
			assertThat(List.of(firstSays, secondSays)).containsExactlyInAnyOrder(200, 421);
			owned.put((firstSays == 200) ? "first" : "second", id);
			return owned.size() == 2;
		});
		return owned;
	}

	private static void killedAtOnce(WindhoverProcess beside, String id) {
		HttpResponse<String> kill = post(beside, "/api/executions/" + id + "/kill");
		assertThat(kill.statusCode()).isEqualTo(202);
		assertThat(kill.body()).contains("\"id\":\"" + id + "\"");
		await("the kill").until(() -> execution(beside, id).get("state").asString(), "KILLED"::equals);
		assertThat(post(beside, "/api/executions/" + id + "/kill").statusCode()).isEqualTo(409);
	}

	/** Until then the answer is a clear one. */
	private static void takenOver(WindhoverProcess beside, WindhoverProcess second, String id) {
		await("the takeover").until(() -> {
			HttpResponse<String> read = beside
				.send(WindhoverProcess.request(beside.api("/api/executions/" + id)).GET());
			assertThat(read.statusCode()).isIn(200, 503);
			assertThat(read.headers().firstValue("Retry-After").isPresent()).isEqualTo(read.statusCode() == 503);
			return read.statusCode() == 200;
		});
		assertThat(status(second.management("/executor/" + id), second)).isEqualTo(200);
		JsonNode known = execution(beside, id);
		assertThat(known.get("partial").asBoolean()).as("nobody has the task runs that ended before").isTrue();
		assertThat(taskState(beside, id, "wait")).isEqualTo("PAUSED");
		assertThat(post(beside, "/api/executions/" + id + "/resume").statusCode()).isEqualTo(202);
		await("the end").until(() -> execution(beside, id).get("state").asString(), "SUCCESS"::equals);
	}

	private static String taskState(WindhoverProcess instance, String id, String path) {
		for (JsonNode taskRun : execution(instance, id).get("taskRuns")) {
			if (taskRun.get("path").asString().equals(path)) {
				return taskRun.get("state").asString();
			}
		}
		return "";
	}

	/** An owner that cannot answer in time on a busy machine is a 503; never a 404. */
	private static JsonNode execution(WindhoverProcess instance, String id) {
		return Json.mapper().readTree(await("execution " + id).until(() -> {
			HttpResponse<String> read = instance
				.send(WindhoverProcess.request(instance.api("/api/executions/" + id)).GET());
			assertThat(read.statusCode()).as(read.body()).isIn(200, 503);
			return read;
		}, (read) -> read.statusCode() == 200).body());
	}

	private static int status(URI uri, WindhoverProcess instance) {
		return instance.send(WindhoverProcess.request(uri).GET()).statusCode();
	}

	private static HttpResponse<String> post(WindhoverProcess instance, String path) {
		return instance.send(WindhoverProcess.request(instance.api(path)).POST(HttpRequest.BodyPublishers.noBody()));
	}

	private WindhoverProcess start(TestBroker broker, String name, String roles) throws Exception {
		return WindhoverProcess.start(Files.createDirectory(this.directory.resolve(name)), Stream
			.of("--windhover.instance-id=" + name, "--windhover.roles=" + roles,
					"--spring.kafka.bootstrap-servers=" + broker.address(), "--windhover.topics.replication-factor=1")
			.toArray(String[]::new));
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(2)).dontCatchUncaughtExceptions();
	}

}
