package io.windhover.conformance;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import io.windhover.conformance.ConformanceFlows.Started;
import io.windhover.execution.json.Json;
import io.windhover.plugin.loading.ExamplePlugin;
import io.windhover.system.WindhoverProcess;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each file of {@code conformance/} is a flow and what it must come to. All of them run
 * at once in one process.
 */
class ConformanceIT {

	private static final Duration SHORT = Duration.ofMinutes(1);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	static Path directory;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static WindhoverProcess windhover;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static ConformanceServers servers;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static ConformanceFlows flows;

	private static List<Started> started = List.of();

	/** By when all must have ended. */
	private static Instant deadline = Instant.MAX;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static PlantedSecrets secrets;

	@SuppressWarnings("NullAway.Init") // by startAll()
	private static String usesSecrets;

	@BeforeAll
	static void startAll() throws Exception {
		secrets = PlantedSecrets.plant(directory.resolve("secrets"));
		Files.copy(ExamplePlugin.build(directory),
				Files.createDirectory(directory.resolve("plugins")).resolve(ExamplePlugin.JAR));
		windhover = WindhoverProcess
			.start(directory, secrets.setting(), "--management.endpoint.worker.show-values=always",
					ConformanceFlows.GROUPS)
			.awaitReady();
		servers = ConformanceServers.start("127.0.0.1:" + windhover.brokerPort(), 1);
		flows = new ConformanceFlows(windhover, servers);
		flows.store();
		started = flows.start();
		usesSecrets = secrets.start(windhover, servers);
		deadline = Instant.now().plus(Duration.ofMinutes(3));
		actAll();
	}

	/** Kills and resumes, without waiting for the turn of each. */
	private static void actAll() {
		List<Started> acting = new ArrayList<>(started);
		acting.removeIf((each) -> each.expected().kill() == null && each.expected().resume() == null);
		Awaitility.await("kills and resumptions")
			.atMost(Duration.ofMinutes(1))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> {
				acting.removeIf(flows::hasEnded);
				return acting.isEmpty();
			});
	}

	@Test
	void secretsAreInNoTopicStoreLogOrAnswer() throws IOException {
		secrets.assertNotShownWhileTheyRun(windhover, servers, usesSecrets);
		JsonNode ended = awaitEnd(usesSecrets);
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("WARNING");
		assertThat(outputs(ended, "given").get("value").asString()).isEqualTo("******");
		assertThat(outputs(ended, "each[0].print").get("stdout").asString()).contains("******");
		assertThat(ConformanceFlows.run(ended, "each[0].branch.masked").get("state").asString()).isEqualTo("SUCCESS");
		assertThat(error(ended, "each[0].form")).startsWith("form.field must be text");
		assertThat(error(ended, "each[0].parts")).startsWith("multipart[0].contentType is not a media type");
		assertThat(error(ended, "each[0].check")).contains("'******', neither true nor false", "****** is wrong");
		assertThat(error(ended, "each[0].notify")).startsWith("cannot connect to http://127.0.0.1:1: ");
		assertThat(error(ended, "each[0].mail")).startsWith("cannot connect to 127.0.0.1:1: ");
		assertThat(error(ended, "each[0].files")).isEqualTo("the name of a file must not have a secret in it");
		assertThat(error(ended, "each[0].driver")).startsWith("no JDBC driver takes jdbc:none:******");
		assertThat(outputs(ended, "each[0].row").get("row").get("text").asString()).isEqualTo("******");
		assertThat(error(ended, "each[0].producer"))
			.contains("Invalid value ****** for configuration compression.type");
		assertThat(outputs(ended, "each[0].told.why").get("value").asString())
			.isEqualTo("Task 'wrong' failed: ****** is wrong");
		assertThat(ended.get("labels").get("secret").asString()).isEqualTo("******");
		assertThat(ended.get("outputs").get("secret").asString()).isEqualTo("a ****** b");
		assertThat(error(ended, "none")).contains("there is no secret 'NOT_PLANTED'");
		// a killed command and the bound of a line cut a secret after 15 characters
		Awaitility.await("all lines")
			.atMost(SHORT)
			.untilAsserted(() -> assertThat(logs(ended)).containsPattern("broken#1 its key is\\*{6}\n")
				.containsPattern("long#1 +its key is\\*{6}\n"));
		assertThat(ConformanceFlows.run(ended, "each[0].broken").get("state").asString()).isEqualTo("WARNING");
		assertThat(ConformanceFlows.run(ended, "each[1].held").get("state").asString()).isEqualTo("SUCCESS");
		assertThat(outputs(ended, "each[3].asking").get("body").asString()).isEqualTo("at last");
		assertThatPollsAreMasked();
		secrets.call(windhover);
		assertThatALostWorkerLeavesNothing();
		secrets.assertNowhere(windhover, directory.resolve("data"));
	}

	private static String logs(JsonNode ended) {
		return windhover
			.send(WindhoverProcess
				.request(windhover.api("/api/executions/%s/logs".formatted(ended.get("id").asString())))
				.header("Accept", "text/plain")
				.GET())
			.body();
	}

	private static void assertThatALostWorkerLeavesNothing() throws IOException {
		Path home = Files.createDirectory(directory.resolve("fragile"));
		Files.copy(directory.resolve("plugins").resolve(ExamplePlugin.JAR),
				Files.createDirectory(home.resolve("plugins")).resolve(ExamplePlugin.JAR));
		String lost = secrets.startLost(windhover);
		try (WindhoverProcess worker = WindhoverProcess.start(home, secrets.setting(), "--windhover.roles=worker",
				"--windhover.worker.groups=fragile", "--windhover.instance-id=fragile",
				"--spring.kafka.bootstrap-servers=127.0.0.1:" + windhover.brokerPort())) {
			worker.awaitReady();
			Awaitility.await("the command").atMost(Duration.ofMinutes(2)).until(() -> Files.exists(secrets.began()));
			worker.kill();
			JsonNode ended = awaitEnd(lost);
			assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("FAILED");
			assertThat(error(ended, "left")).contains("fragile");
			assertThat(outputs(ended, "plugged").toString()).contains("[\"******\",\"******\"]");
			// a restart cleans up, and its log tells of it
			worker.restart().awaitReady();
			secrets.assertNotLeftBehind(worker, home.resolve("data"));
		}
	}

	private static void assertThatPollsAreMasked() {
		Map<String, String> errors = Map.of("condition", "condition is 'Bearer ******', but must be true or false",
				"nobody", "cannot connect to http://******.invalid:80: unknown host", "lines",
				"header 'X-Key' has a value that HTTP does not allow, such as a line break", "template", "lost",
				"missing", "there is no secret 'NOT_PLANTED'", "topic", "topic 'nowhere' cannot be read", "option",
				"Invalid value ****** for configuration isolation.level");
		errors.forEach((trigger, error) -> Awaitility.await(trigger)
			.atMost(SHORT)
			.untilAsserted(() -> assertThat(windhover.get(windhover.management("/scheduler/secrets/polled/" + trigger))
				.at("/failedEvaluations/lastError")
				.asString()).contains(error)));
		String polled = Awaitility.await("an execution of echo")
			.atMost(SHORT)
			.until(() -> windhover.get(windhover.api("/api/executions?namespace=secrets&flowId=polled"))
				.at("/items/0/id")
				.asString(), (id) -> !id.isEmpty());
		JsonNode execution = awaitEnd(polled);
		assertThat(execution.at("/trigger/id").asString()).isEqualTo("echo");
		Awaitility.await("the log of echo")
			.atMost(SHORT)
			.untilAsserted(() -> assertThat(windhover.text(windhover.api("/api/executions/%s/logs".formatted(polled))))
				.contains("Bearer ******"));
	}

	@Test
	void convertedQueriesGiveTheRowsThatTheirFlowReads() throws IOException {
		JsonNode ended = converted("sql-rows");
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("SUCCESS");
		assertThat(value(ended, "each[0].name")).isEqualTo("Ada");
		assertThat(value(ended, "each[1].name")).isEqualTo("Bo");
		assertThat(value(ended, "list")).isEqualTo("1 Ada, 2 Bo, 2");
		assertThat(value(ended, "cells")).isEqualTo("Bo Ada 1.5 Ada");
		assertThat(value(ended, "json")).isEqualTo("[{\"id\":1,\"name\":\"Ada\"},{\"id\":2,\"name\":\"Bo\"}]");
		assertThat(value(ended, "absent")).isEqualTo("no row 0 0");
		assertThat(ConformanceFlows.run(ended, "check.found").get("state").asString()).isEqualTo("SUCCESS");
	}

	@Test
	void convertedStatementsRunInOneTransactionAndTheLastGivesItsRows() throws IOException {
		JsonNode ended = converted("sql-queries");
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("SUCCESS");
		assertThat(value(ended, "say")).isEqualTo("Bo 2 Ada");
	}

	/** Runs a flow of Kestra, with SQLite as its database. */
	private static JsonNode converted(String name) throws IOException {
		HttpResponse<String> answer = windhover.send(WindhoverProcess.request(windhover.api("/api/flows/convert"))
			.header("Content-Type", "application/yaml")
			.POST(BodyPublishers.ofFile(Path.of("src/test/resources/convert/%s.yml".formatted(name)))));
		JsonNode conversion = Json.mapper().readTree(answer.body());
		assertThat(conversion.path("complete").asBoolean(false)).as(answer.body()).isTrue();
		windhover.put("company.team", name, conversion.get("source").asString());
		String id = windhover.create("company.team", name, "{\"inputs\": {\"database\": \"jdbc:sqlite::memory:\"}}", "")
			.get("id")
			.asString();
		return awaitEnd(id);
	}

	private static String value(JsonNode execution, String path) {
		return outputs(execution, path).get("value").asString();
	}

	private static JsonNode awaitEnd(String execution) {
		return Awaitility.await(execution)
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> windhover.get(windhover.api("/api/executions/" + execution)), (each) -> each.has("endedAt"));
	}

	private static JsonNode outputs(JsonNode execution, String path) {
		return ConformanceFlows.run(execution, path).get("outputs");
	}

	private static String error(JsonNode ended, String path) {
		return ConformanceFlows.run(ended, path).get("error").asString();
	}

	@Test
	void webhookRunsItsFlowUntilItIsPausedAndItsKeyIsNowhere() {
		String key = UUID.randomUUID().toString();
		windhover.put("hooks", "called",
				"""
						namespace: hooks
						id: called
						inputs: [{id: order, type: json}, {id: event, type: string}]
						tasks: [{id: give, type: return, value: "{{ inputs.event }} {{ inputs.order.lines | length }} {{ trigger.id }}"}]
						triggers:
						  - id: hook
						    type: webhook
						    key: %s
						    inputs: {order: "{{ trigger.body.order }}", event: "{{ trigger.headers['X-Event'] }}"}
						"""
					.formatted(key));
		HttpResponse<String> called = call(key, "?wait=PT30S");
		assertThat(called.statusCode()).as(called.body()).isEqualTo(201);
		String location = called.headers().firstValue("Location").orElseThrow();
		assertThat(Json.mapper().readTree(called.body()).get("state").asString()).isEqualTo("SUCCESS");
		JsonNode execution = windhover.get(windhover.api(location));
		assertThat(outputs(execution, "give").get("value").asString()).isEqualTo("sent 2 hook");
		assertThat(call("x" + key, "").statusCode()).isEqualTo(404);
		windhover.post(windhover.management("/scheduler/hooks/called/hook"), "{\"state\": \"paused\"}");
		Awaitility.await("pause").atMost(SHORT).until(() -> call(key, "").statusCode() == 409);
		for (String topic : List.of("windhover-flows", "windhover-flow-commands", "windhover-triggers",
				"windhover-execution-commands", "windhover-executions")) {
			assertThat(windhover.committed(topic)).as(topic)
				.isNotEmpty()
				.noneMatch((message) -> message.value() != null && message.value().contains(key));
		}
		assertThat(windhover.logText()).doesNotContain(key);
		assertThat(windhover.text(windhover.api("/api/flows/hooks/called"))).contains("key: sha256:")
			.doesNotContain(key);
		assertThat(windhover.text(windhover.management("/auditevents"))).contains("/api/webhooks/hooks/called/******")
			.doesNotContain(key);
		assertThat(windhover.text(windhover.management("/prometheus")))
			.containsPattern("api_webhook_count_total\\{flow_id=\"called\",namespace_id=\"hooks\"} [1-9]")
			.doesNotContain(key);
	}

	@Test
	void webhookGetsTheBodyOfAForm() {
		String key = UUID.randomUUID().toString();
		windhover.put("hooks", "form", """
				namespace: hooks
				id: form
				inputs: [{id: body, type: string}]
				tasks: [{id: give, type: return, value: "{{ inputs.body }}"}]
				triggers:
				  - {id: hook, type: webhook, key: %s, inputs: {body: "{{ trigger.body }}"}}
				""".formatted(key));
		HttpResponse<String> called = windhover
			.send(WindhoverProcess.request(windhover.api("/api/webhooks/hooks/form/%s?wait=PT30S".formatted(key)))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(BodyPublishers.ofString("payload=a%20b&x=1")));
		assertThat(called.statusCode()).as(called.body()).isEqualTo(201);
		JsonNode execution = windhover.get(windhover.api(called.headers().firstValue("Location").orElseThrow()));
		assertThat(outputs(execution, "give").get("value").asString()).isEqualTo("payload=a%20b&x=1");
	}

	private static HttpResponse<String> call(String key, String query) {
		return windhover
			.send(WindhoverProcess.request(windhover.api("/api/webhooks/hooks/called/%s%s".formatted(key, query)))
				.header("Content-Type", "application/json")
				.header("x-event", "sent")
				.POST(BodyPublishers.ofString("{\"order\": {\"lines\": [1, 2]}}")));
	}

	@Test
	void whatTasksSendArrives() throws MessagingException {
		for (Started each : started) {
			if (List.of("kafka-produce", "mail", "notify").contains(each.name())) {
				awaitEnd(each.id());
			}
		}
		assertThat(servers.notified()).containsExactly("{\"text\":\"notify failed: Task 'work' failed: no luck\"}",
				"{\"blocks\":[{\"type\":\"section\",\"text\":\"notify\"}]}");
		List<String> subjects = new ArrayList<>();
		for (MimeMessage mail : servers.mails()) {
			subjects.add(mail.getSubject() + " " + mail.getContentType().replaceFirst(";(?s).*", ""));
		}
		// one for each recipient
		assertThat(subjects).containsExactly("orders of mail multipart/mixed", "orders of mail multipart/mixed",
				"after a login text/plain");
		assertThat(windhover.committed(ConformanceServers.TOPIC)).extracting(ConsumerRecord::value)
			.containsExactly("{\"from\":\"kafka-produce\"}", "text", "[1,2]", "1");
	}

	@AfterAll
	static void stop() {
		servers.close();
		windhover.close();
	}

	static Stream<Started> flows() {
		return Stream.concat(started.stream(), flows.missing().stream());
	}

	@ParameterizedTest
	@MethodSource("flows")
	void comesToItsEnd(Started flow) {
		Assumptions.assumeTrue(!flow.id().isEmpty(), () -> String.valueOf(flow.expected().missing()));
		Started next = flow;
		while (next != null) {
			awaitEnd(next);
			next = flows.takeUp(next);
		}
	}

	private static void awaitEnd(Started flow) {
		Duration left = Duration.between(Instant.now(), deadline);
		Awaitility.await(flow.name())
			.atMost((left.compareTo(SHORT) > 0) ? left : SHORT)
			.pollInterval(Duration.ofMillis(100))
			.pollDelay(Duration.ZERO)
			.until(() -> flows.hasEnded(flow));
		// its task runs may be read an instant later
		Awaitility.await(flow.name()).atMost(SHORT).pollDelay(Duration.ZERO).untilAsserted(() -> {
			flows.assertEnd(flow);
			flows.assertAttempts(flow);
		});
	}

}
