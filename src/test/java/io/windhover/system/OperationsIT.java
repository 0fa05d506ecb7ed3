package io.windhover.system;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executions that somebody follows, takes up again, pauses, and does so to many at once.
 */
class OperationsIT {

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	static Path directory;

	@SuppressWarnings("NullAway.Init") // by start()
	private static WindhoverProcess windhover;

	@BeforeAll
	static void start() {
		windhover = WindhoverProcess.start(directory).awaitReady();
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@Test
	void whatFailedRunsOnAndWhatSucceededDoesNotRunAgain() throws Exception {
		Path flag = directory.resolve("flag");
		windhover.put("demo", "restarted", """
				namespace: demo
				id: restarted
				tasks:
				  - {id: make, type: return, value: 42}
				  - {id: check, type: shell, command: "test -f %s"}
				  - {id: give, type: return, value: "{{ outputs.make.value + 1 }}"}
				""".formatted(flag));
		JsonNode failed = windhover.create("demo", "restarted", "{}", "?wait=PT60S");
		assertThat(failed.get("state").asString()).as("%s", failed).isEqualTo("FAILED");
		Files.createFile(flag);
		String path = "/api/executions/" + failed.get("id").asString();
		HttpResponse<String> restarted = accepted(path + "/restart", "");
		assertThat(restarted.statusCode()).as(restarted.body()).isEqualTo(201);
		String id = Json.mapper().readTree(restarted.body()).get("id").asString();
		assertThat(post(path + "/restart", "").statusCode()).isEqualTo(200);

		List<String> events = follow(id, "");
		assertThat(events).last().asString().contains("\"state\":\"SUCCESS\"").doesNotContain("\"path\"");
		JsonNode end = windhover.get(windhover.api("/api/executions/" + id));
		assertThat(end.get("restartOf")).isEqualTo(failed.get("id"));
		assertThat(run(end, "make").path("kept").asBoolean()).isTrue();
		assertThat(run(end, "make").get("attempts")).isEmpty();
		assertThat(run(end, "check").has("kept")).isFalse();
		assertThat(run(end, "give").at("/outputs/value").asInt()).isEqualTo(43);

		HttpResponse<String> replayed = accepted("/api/executions/" + id + "/replay", "{\"from\": \"give\"}");
		String replay = Json.mapper().readTree(replayed.body()).get("id").asString();
		follow(replay, "");
		assertThat(windhover.state(replay)).isEqualTo("SUCCESS");
	}

	@Test
	void whoFollowsGoesOnAfterTheLastEventAndStaysAwayAfterTheEnd() throws Exception {
		windhover.put("demo", "followed", """
				namespace: demo
				id: followed
				tasks:
				  - {id: one, type: sleep, duration: PT1S}
				  - {id: two, type: log, message: hello}
				""");
		String id = windhover.create("demo", "followed", "{}", "").get("id").asString();
		List<String> all = follow(id, "");
		assertThat(all).hasSizeGreaterThan(8);
		List<String> ids = ids(id);
		assertThat(ids).hasSameSizeAs(all).doesNotHaveDuplicates();
		assertThat(follow(id, ids.get(3))).isEqualTo(all.subList(4, all.size()));
		assertThat(windhover
			.send(WindhoverProcess.request(windhover.api("/api/executions/" + id + "/events"))
				.header("Last-Event-ID", ids.get(ids.size() - 1))
				.GET())
			.statusCode()).isEqualTo(204);
	}

	@Test
	void manyArePausedResumedAndKilledAtOnce() throws Exception {
		windhover.put("demo", "many", """
				namespace: demo
				id: many
				tasks:
				  - {id: one, type: sleep, duration: PT2S}
				  - {id: two, type: pause}
				""");
		List<String> ids = Stream.generate(() -> windhover.create("demo", "many", "{}", "").get("id").asString())
			.limit(3)
			.toList();
		await(() -> summary("kill", ", \"dryRun\": true").get("would").asInt() == 3);
		assertThat(summary("pause", "").get("accepted").asInt()).isEqualTo(3);
		ids.forEach((id) -> await(() -> windhover.state(id).equals("PAUSED")));
		assertThat(summary("kill", ", \"dryRun\": true").get("would").asInt()).isEqualTo(3);
		assertThat(summary("resume", "").get("accepted").asInt()).isEqualTo(3);
		ids.forEach((id) -> await(() -> windhover.get(windhover.api("/api/executions/" + id))
			.get("taskRuns")
			.valueStream()
			.anyMatch((run) -> run.get("path").asString().equals("two"))));
		assertThat(summary("kill", "").get("accepted").asInt()).isEqualTo(3);
		ids.forEach((id) -> await(() -> windhover.state(id).equals("KILLED")));
		for (String action : List.of("pause", "resume", "kill")) {
			await(() -> !audited(action).isEmpty());
			assertThat(audited(action)).as(action).singleElement().satisfies((event) -> {
				assertThat(event.get("outcome").asString()).isEqualTo("accepted");
				assertThat(event.get("target").asString()).isEqualTo("flowId=many");
				assertThat(event.get("accepted").asInt()).isEqualTo(3);
			});
		}
	}

	@Test
	void nothingIsLeftOfAnExecutionThatIsDeleted() throws Exception {
		windhover.put("demo", "deleted", """
				namespace: demo
				id: deleted
				tasks:
				  - {id: make, type: shell, command: "echo said; echo 42 > out.txt", outputFiles: [out.txt]}
				  - {id: rest, type: pause}
				""");
		String id = windhover.create("demo", "deleted", "{}", "").get("id").asString();
		String path = "/api/executions/" + id;
		await(() -> windhover.state(id).equals("PAUSED"));
		HttpResponse<String> refused = delete(path);
		assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
		assertThat(refused.body()).contains("PAUSED", "/kill");
		assertThat(post(path + "/resume", "{}").statusCode()).isEqualTo(202);
		follow(id, "");
		Path files = directory.resolve("data/files/executions/" + id);
		assertThat(files).isDirectory();
		await(() -> windhover.get(windhover.api(path + "/logs")).get("total").asInt() > 0);
		assertThat(delete(path).statusCode()).isEqualTo(204);
		for (String route : List.of("", "/logs", "/files", "/events")) {
			assertThat(windhover.send(WindhoverProcess.request(windhover.api(path + route)).GET()).statusCode())
				.as(route)
				.isEqualTo(404);
		}
		assertThat(windhover.get(windhover.api("/api/executions?flowId=deleted")).get("total").asInt()).isZero();
		assertThat(delete(path).statusCode()).isEqualTo(404);
		await(() -> Files.notExists(files));
		assertThat(windhover.get(windhover.management("/auditevents"))
			.get("events")
			.valueStream()
			.map((event) -> event.get("data"))
			.filter((data) -> data.path("operation").asString().equals("execution.delete")
					&& data.path("status").asInt() == 204))
			.singleElement()
			.satisfies((data) -> assertThat(data.get("target").asString()).isEqualTo(id));
	}

	private static HttpResponse<String> delete(String path) {
		return windhover.send(WindhoverProcess.request(windhover.api(path)).DELETE());
	}

	/**
	 * What the audit has of an action that was no dry run, however many it was done to.
	 */
	private static List<JsonNode> audited(String action) {
		return windhover.get(windhover.management("/auditevents"))
			.get("events")
			.valueStream()
			.map((event) -> event.get("data"))
			.filter((data) -> data.path("operation").asString().equals("executions." + action)
					&& data.path("target").asString().startsWith("flowId=")
					&& !data.path("outcome").asString().equals("dry-run"))
			.toList();
	}

	private static JsonNode run(JsonNode execution, String path) {
		return execution.get("taskRuns")
			.valueStream()
			.filter((run) -> run.get("path").asString().equals(path))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode summary(String action, String more) {
		HttpResponse<String> answer = post("/api/executions/actions",
				"{\"action\": \"%s\", \"filter\": {\"flowId\": \"many\"}%s}".formatted(action, more));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return Json.mapper().readTree(answer.body().lines().reduce((one, other) -> other).orElseThrow()).get("summary");
	}

	/** Until the repository has all documents. */
	private static HttpResponse<String> accepted(String path, String body) {
		return Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> post(path, body), (answer) -> answer.statusCode() != 503);
	}

	private static HttpResponse<String> post(String path, String body) {
		return windhover.post(windhover.api(path), body);
	}

	private static List<String> follow(String id, String lastId) {
		return lines(id, lastId, "data:");
	}

	private static List<String> ids(String id) {
		return lines(id, "", "id:");
	}

	private static List<String> lines(String id, String lastId, String field) {
		HttpResponse<String> answer = windhover
			.send(WindhoverProcess.request(windhover.api("/api/executions/" + id + "/events"))
				.header("Last-Event-ID", lastId)
				.timeout(Duration.ofMinutes(2))
				.GET());
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		return answer.body()
			.lines()
			.filter((line) -> line.startsWith(field))
			.map((line) -> line.substring(field.length()))
			.toList();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
	}

}
