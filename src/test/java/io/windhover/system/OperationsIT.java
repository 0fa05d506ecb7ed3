package io.windhover.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Executions that somebody follows, takes up again, pauses, and does so to many at once,
 * and what comes from outside: files of flows, and batches of records.
 */
class OperationsIT {

	private static final int FILES = 40;

	private static final String AGAIN = """
			namespace: demo
			id: again
			tasks:
			  - {id: one, type: return, value: 1}
			  - {id: two, type: fail, message: not yet}
			""";

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	static Path directory;

	@SuppressWarnings("NullAway.Init") // by start()
	private static Path flows;

	@SuppressWarnings("NullAway.Init") // by start()
	private static WindhoverProcess windhover;

	@BeforeAll
	static void start() throws IOException {
		flows = Files.createDirectories(directory.resolve("flows"));
		write("a", 1);
		windhover = WindhoverProcess
			.start(directory, "--windhover.flows.directory=" + flows, "--windhover.flows.watch-interval=200ms")
			.awaitReady();
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
	void manyAreRestartedAndReplayedOnceTheDryRunSaidSo() {
		int all = 12;
		windhover.put("demo", "again", AGAIN);
		List<String> ids = IntStream.range(0, all)
			.mapToObj((each) -> windhover.create("demo", "again", "{}", "").get("id").asString())
			.toList();
		String filter = "{\"flowId\": \"again\", \"state\": \"FAILED\", \"to\": \"%s\"}".formatted(Instant.now());
		await(() -> summary("restart", filter, ", \"dryRun\": true").get("would").asInt() == all);
		List<JsonNode> nowhere = act("replay", filter, ", \"from\": \"nowhere\", \"dryRun\": true");
		assertThat(nowhere.get(0).get("reason").asString()).endsWith("has run nothing at 'nowhere'.");
		assertThat(last(nowhere).get("refused").asInt()).isEqualTo(all);
		assertThat(last(nowhere).get("would").asInt()).isZero();
		assertThat(total("again")).isEqualTo(all);

		List<JsonNode> restarted = act("restart", filter, "");
		assertThat(last(restarted).get("accepted").asInt()).isEqualTo(all);
		assertThat(restarted.stream().filter((line) -> line.has("id")).map((line) -> line.get("id").asString()))
			.containsExactlyInAnyOrderElementsOf(ids);
		assertThat(restarted.get(restarted.size() - 2)).hasToString("{\"progress\":{\"done\":12,\"of\":12}}");
		assertThat(summary("restart", filter, "").get("unchanged").asInt()).isEqualTo(all);
		String restart = restarted.get(0).get("execution").asString();
		follow(restart, "");
		JsonNode end = windhover.get(windhover.api("/api/executions/" + restart));
		assertThat(end.get("restartOf")).isEqualTo(restarted.get(0).get("id"));
		assertThat(run(end, "one").path("kept").asBoolean()).isTrue();
		assertThat(run(end, "two").has("kept")).isFalse();
		await(() -> total("again") == 2 * all);

		String first = windhover.get(windhover.api("/api/executions/" + ids.get(3))).get("createdAt").asString();
		String three = "{\"flowId\": \"again\", \"to\": \"%s\"}".formatted(first);
		assertThat(summary("replay", three, ", \"from\": \"two\", \"dryRun\": true").get("would").asInt()).isEqualTo(3);
		List<JsonNode> replayed = act("replay", three, ", \"from\": \"two\"");
		assertThat(last(replayed).get("accepted").asInt()).isEqualTo(3);
		follow(replayed.get(0).get("execution").asString(), "");
		await(() -> total("again") == 2 * all + 3);
		windhover.put("demo", "again", AGAIN + "disabled: true\n");
		await(() -> summary("replay", three, ", \"from\": \"two\", \"dryRun\": true").get("skipped").asInt() == 3);
		assertThat(act("replay", three, ", \"from\": \"two\"").get(0).get("reason").asString())
			.isEqualTo("Flow 'demo/again' is disabled.");

		await(() -> audited("restart").size() == 2 && audited("replay").size() == 2);
		assertThat(audited("restart")).extracting((event) -> event.get("accepted").asInt())
			.containsExactlyInAnyOrder(all, 0);
		assertThat(audited("replay")).extracting((event) -> event.get("accepted").asInt())
			.containsExactlyInAnyOrder(3, 0);
	}

	@Test
	void flowsAreWhatTheirFilesSay() throws Exception {
		await(() -> revision("a") == 1);
		write("b", 1);
		write("a", 2);
		await(() -> revision("a") == 2 && revision("b") == 1);
		assertThat(given("a")).isEqualTo(2);
		Files.delete(flows.resolve("b.yaml"));
		await(() -> revision("b") == 0);

		int before = windhover.logText().length();
		Files.writeString(flows.resolve("a.yaml"), "namespace: files\nid: a\ntasks: [{id: give, type: gone}]\n");
		await(() -> health("api").equals("DEGRADED"));
		await(() -> windhover.get(windhover.management("/incidents?kind=flow-files-broken"))
			.toString()
			.contains("a.yaml"));
		assertThat(windhover.logText().substring(before))
			.containsOnlyOnce("FlowLoader         : Not a flow: %s:3:".formatted(flows.resolve("a.yaml")));
		assertThat(revision("a")).isEqualTo(2);
		assertThat(given("a")).isEqualTo(2);
		write("a", 3);
		await(() -> health("api").equals("UP") && revision("a") == 3);
		assertThat(given("a")).isEqualTo(3);
	}

	/** One file is so slow that nothing else changes for several looks. */
	@Test
	void checkoutOfManyFilesIsOneStep() throws Exception {
		Path origin = Files.createDirectories(directory.resolve("origin"));
		assumeThat(git(origin, "init", "-q").waitFor()).as("There is no Git here").isZero();
		for (int i = 0; i < FILES; i++) {
			write(origin, "f" + (10 + i), 1);
		}
		commit(origin, "one");
		for (int i = 0; i < FILES; i++) {
			if (i < FILES / 2) {
				Files.delete(origin.resolve("f" + (10 + i) + ".yaml"));
			}
			else {
				write(origin, "f" + (10 + i), 2);
			}
		}
		commit(origin, "two");
		assertThat(git(flows, "init", "-q").waitFor()).isZero();
		assertThat(git(flows, "fetch", "-q", "--tags", origin.toString()).waitFor()).isZero();
		assertThat(git(flows, "config", "filter.slow.smudge", "sleep 2; cat").waitFor()).isZero();
		Files.writeString(Files.createDirectories(flows.resolve(".git/info")).resolve("attributes"),
				"f" + (10 + FILES * 3 / 4) + ".yaml filter=slow\n");

		whileCheckedOut("one", () -> revision("f10") == 0);
		await(() -> windhover.logText().contains(" %d stored, 0 deleted".formatted(FILES)));
		assertThat(revision("f" + (9 + FILES))).isEqualTo(1);
		whileCheckedOut("two", () -> revision("f10") == 1 && revision("f" + (10 + FILES / 2)) == 1);
		await(() -> windhover.logText().contains(" %d stored, %d deleted".formatted(FILES - FILES / 2, FILES / 2)));
		assertThat(revision("f10")).isZero();
		assertThat(revision("f" + (9 + FILES))).isEqualTo(2);
	}

	@Test
	void recordsThatComeTogetherAreOneExecution() throws Exception {
		Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + windhover.brokerPort());
		try (Admin admin = Admin.create(settings)) {
			admin.createTopics(List.of(new NewTopic("batches", 2, (short) 1))).all().get();
		}
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(),
				new StringSerializer())) {
			for (int i = 0; i < 25; i++) {
				producer.send(new ProducerRecord<>("batches", i % 2, null, "{\"n\": %d}".formatted(i))).get();
			}
		}
		windhover.put("demo", "batched",
				"""
						namespace: demo
						id: batched
						tasks:
						  - {id: give, type: return, value: "{{ trigger.records | jq('.[].value.n') }}"}
						triggers:
						  - {id: batch, type: kafka, topic: batches, mode: batch, format: json, startFrom: earliest, interval: PT1S, maxRecords: 10}
						""");
		List<Integer> numbers = new ArrayList<>();
		await(() -> {
			numbers.clear();
			for (JsonNode each : windhover.get(windhover.api("/api/executions?flowId=batched")).get("items")) {
				JsonNode execution = windhover.get(windhover.api("/api/executions/" + each.get("id").asString()));
				if (!execution.get("state").asString().equals("SUCCESS")) {
					return false;
				}
				JsonNode values = run(execution, "give").at("/outputs/value");
				assertThat(values.size()).isBetween(1, 10);
				values.forEach((value) -> numbers.add(value.asInt()));
			}
			return numbers.size() >= 25;
		});
		assertThat(numbers).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 25).boxed().toList());
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
		return summary(action, "{\"flowId\": \"many\"}", more);
	}

	private static JsonNode summary(String action, String filter, String more) {
		return last(act(action, filter, more));
	}

	private static JsonNode last(List<JsonNode> lines) {
		return lines.get(lines.size() - 1).get("summary");
	}

	private static List<JsonNode> act(String action, String filter, String more) {
		HttpResponse<String> answer = post("/api/executions/actions",
				"{\"action\": \"%s\", \"filter\": %s%s}".formatted(action, filter, more));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return answer.body().lines().map(Json.mapper()::readTree).toList();
	}

	private static int total(String flowId) {
		return windhover.get(windhover.api("/api/executions?size=1&flowId=" + flowId)).get("total").asInt();
	}

	private static void write(String id, int value) throws IOException {
		write(flows, id, value);
	}

	private static void write(Path place, String id, int value) throws IOException {
		Files.writeString(place.resolve(id + ".yaml"),
				"namespace: files\nid: %s\ntasks: [{id: give, type: return, value: %d}]\n".formatted(id, value));
	}

	/** Of a flow of the directory; 0 where there is none. */
	private static int revision(String id) {
		HttpResponse<String> answer = windhover.send(WindhoverProcess.request(windhover.api("/api/flows/files/" + id))
			.header("Accept", "application/json")
			.GET());
		return (answer.statusCode() == 404) ? 0 : Json.mapper().readTree(answer.body()).get("revision").asInt();
	}

	/** What an execution of a flow of the directory comes to. */
	private static int given(String id) {
		JsonNode end = windhover.create("files", id, "{}", "?wait=PT60S");
		assertThat(end.get("state").asString()).as("%s", end).isEqualTo("SUCCESS");
		return run(end, "give").at("/outputs/value").asInt();
	}

	private static String health(String component) {
		return Json.mapper()
			.readTree(windhover.send(WindhoverProcess.request(windhover.management("/health")).GET()).body())
			.at("/components/" + component + "/status")
			.asString();
	}

	private static void commit(Path repository, String tag) throws Exception {
		assertThat(git(repository, "add", "-A").waitFor()).isZero();
		assertThat(git(repository, "commit", "-q", "-m", tag).waitFor()).isZero();
		assertThat(git(repository, "tag", tag).waitFor()).isZero();
	}

	private static void whileCheckedOut(String tag, BooleanSupplier unchanged) throws Exception {
		Process checkout = git(flows, "checkout", "-q", tag);
		int looks = 0;
		while (checkout.isAlive()) {
			boolean still = unchanged.getAsBoolean();
			if (checkout.isAlive()) {
				assertThat(still).as("a checkout is seen as a whole").isTrue();
				looks++;
			}
		}
		assertThat(checkout.exitValue()).isZero();
		assertThat(looks).isPositive();
	}

	private static Process git(Path repository, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("git.log").toFile()));
		builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1"));
		return builder.start();
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
