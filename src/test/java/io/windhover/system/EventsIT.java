package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.cloudevents.CloudEvent;
import io.windhover.event.EventSchemas;
import io.windhover.event.Receiver;
import io.windhover.execution.json.Json;
import io.windhover.flow.WebhookSignature;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens in one process leaves through another one, also when that is killed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventsIT {

	private static final String SECRET = "kestrel-4711-of-the-hook";

	private static final String[] COMMON = { "--windhover.events.enabled=true",
			"--windhover.events.source=/windhover/it", "--windhover.management.sample-interval=500ms",
			"--windhover.topics.heartbeat-interval=1s" };

	private Receiver receiver;

	private WindhoverProcess engine;

	private WindhoverProcess indexer;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.receiver = new Receiver();
		Path secrets = Files.createDirectories(directory.resolve("secrets"));
		Files.writeString(secrets.resolve("HOOK"), SECRET);
		this.engine = WindhoverProcess
			.start(Files.createDirectories(directory.resolve("engine")),
					arguments("--windhover.roles=executor,scheduler,worker,api", "--windhover.instance-id=engine"))
			.awaitReady();
		this.indexer = WindhoverProcess.start(Files.createDirectories(directory.resolve("indexer")),
				arguments("--windhover.roles=indexer", "--windhover.instance-id=indexer",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + this.engine.brokerPort(),
						"--windhover.secrets.directory=" + secrets, subscription("name=hub"),
						subscription("url=" + this.receiver.url()), subscription("secret=HOOK"),
						subscription("retry-delay=100ms"), subscription("retry-max-delay=500ms")))
			.awaitReady();
		await().until(() -> subscription().get("positions").size() == 4 && subscription().get("pending").asLong(-1) == 0
				&& this.indexer.get(this.indexer.management("/events")).at("/relay/lag").asLong(-1) == 0);
	}

	@AfterAll
	void stop() {
		this.indexer.close();
		this.engine.close();
		this.receiver.close();
	}

	@Test
	void executionsOperationsAndDrainsReachAReceiverThatIsAwayForAWhileAndAnIndexerThatIsKilled() {
		this.engine.put("events", "fails", """
				namespace: events
				id: fails
				tasks:
				  - {id: say, type: fail, message: no luck}
				""");
		String first = execute();
		await().until(() -> subjects("io.windhover.execution.ended").contains("events/fails/" + first));
		await().until(() -> subjects("io.windhover.taskrun.failed").contains("events/fails/" + first + "/say"));
		await().until(() -> subjects("io.windhover.operation.performed").contains("/api/flows/events/fails"));

		this.receiver.answer((body) -> 500);
		String second = execute();
		await().until(() -> subscription().get("state").asString().equals("retrying"));
		assertThat(subscription().at("/lastError/message").asString()).contains("answers with status 500");
		this.indexer.kill();
		String third = execute();
		this.receiver.answer((body) -> 200);
		this.indexer.restart().awaitReady();
		await().until(() -> subjects("io.windhover.execution.ended")
			.containsAll(List.of("events/fails/" + second, "events/fails/" + third)));

		assertThat(this.engine.post(this.engine.management("/worker"), "{\"state\": \"draining\"}").statusCode())
			.isEqualTo(202);
		await().until(() -> subjects("io.windhover.worker.drained").contains("instances/engine"));
		await().until(() -> subjects("io.windhover.operation.performed").contains("engine"));

		assertThat(this.receiver.taken()).allSatisfy((each) -> {
			JsonNode event = Json.mapper().readTree(each.text());
			assertThat(event.get("source").asString()).isEqualTo("/windhover/it");
			assertThat(EventSchemas.errors(event)).isEmpty();
			WebhookSignature signature = new WebhookSignature("HOOK", WebhookSignature.HEADER,
					WebhookSignature.Algorithm.SHA256, WebhookSignature.Encoding.HEX);
			assertThat(
					signature.matches(String.valueOf(each.headers().get("x-hub-signature-256")), each.body(), SECRET))
				.isTrue();
		});
		await().until(() -> subscription().get("pending").asLong(-1) == 0);
		assertThat(subscription().get("state").asString()).isEqualTo("delivering");
		assertThat(this.indexer.text(this.indexer.management("/prometheus")))
			.contains("events_pending{subscription=\"hub\"} 0.0")
			.contains("events_failed_count_total{subscription=\"hub\"} 0.0")
			.containsPattern("events_delivered_count_total\\{subscription=\"hub\"} [1-9]");
		// each is on the topic once
		assertThat(this.engine.committed("windhover-events"))
			.extracting((each) -> Json.mapper().readTree(each.value()).get("id").asString())
			.doesNotHaveDuplicates();
		assertThat(this.indexer.logText()).doesNotContain("token-4711", SECRET);
		assertThat(this.indexer.text(this.indexer.management("/events/subscriptions"))).doesNotContain("token-4711",
				SECRET);
	}

	private String execute() {
		String id = this.engine.create("events", "fails", "{}", "").get("id").asString();
		await().until(() -> this.engine.committed("windhover-executions")
			.stream()
			.anyMatch((each) -> id.equals(each.key()) && each.value().contains("\"FAILED\"")));
		return id;
	}

	private List<String> subjects(String type) {
		return this.receiver.taken()
			.stream()
			.map(Receiver.Received::event)
			.filter((each) -> each.getType().equals(type))
			.map(CloudEvent::getSubject)
			.map(String::valueOf)
			.toList();
	}

	private JsonNode subscription() {
		return Objects
			.requireNonNull(this.indexer.get(this.indexer.management("/events/subscriptions")).at("/subscriptions/0"));
	}

	private static String subscription(String property) {
		return "--windhover.events.subscriptions[0]." + property;
	}

	private static String[] arguments(String... more) {
		return Stream.of(COMMON, more).flatMap(Stream::of).toArray(String[]::new);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
	}

}
