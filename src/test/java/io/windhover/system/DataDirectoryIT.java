package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps of src/docs/data.md, and each part of the data directory lost, or older than
 * the others. One process is started over and over on the same directory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DataDirectoryIT {

	private static final Duration SOON = Duration.ofMinutes(3);

	private Path data;

	private Path backup;

	private WindhoverProcess windhover;

	private String first;

	/** Part of the backup, as is {@link #first}. */
	private Instant backedUp;

	private int logged;

	@BeforeAll
	void start(@TempDir Path directory) throws IOException {
		this.data = directory.resolve("data");
		this.backup = directory.resolve("backup");
		// a new identity waits for the session of the old one to end
		this.windhover = WindhoverProcess
			.start(directory, "--spring.kafka.consumer.properties.session.timeout.ms=10000")
			.awaitReady();
		putFlow("ticking", "triggers: [{id: t, type: schedule, cron: \"* * * * * *\"}]");
		this.first = execute("ticking");
		awaitDocument(this.first);
		this.windhover.stop();
		this.backedUp = Instant.now();
		FileSystemUtils.copyRecursively(this.data, this.backup);
		this.windhover.restart();
	}

	@AfterAll
	void end() {
		this.windhover.close();
	}

	@BeforeEach
	void ready() {
		this.windhover.awaitReady();
		this.logged = this.windhover.logText().length();
	}

	@Test
	@Order(1)
	void lostDatabaseIsFilledAgainFromTheTopics() throws IOException {
		this.windhover.stop();
		try (Stream<Path> files = Files.list(this.data)) {
			for (Path file : files.filter((each) -> each.getFileName().toString().startsWith("windhover.db"))
				.toList()) {
				Files.delete(file);
			}
		}
		this.windhover.restart().awaitReady();
		awaitDocument(this.first);
		awaitLog("The repository is filled again");
		assertFlowsAreThoseScheduled("ticking");
	}

	@Test
	@Order(2)
	void olderDatabaseCatchesUp() throws IOException {
		String later = execute("ticking");
		awaitDocument(later);
		this.windhover.stop();
		restore("windhover.db");
		this.windhover.restart().awaitReady();
		awaitDocument(later);
		awaitLog("The repository is filled again");
	}

	@Test
	@Order(3)
	void lostStoresAreRestoredFromTheTopics() throws IOException {
		this.windhover.stop();
		FileSystemUtils.deleteRecursively(this.data.resolve("streams"));
		this.windhover.restart().awaitReady();
		assertFlowsAreThoseScheduled("ticking");
		awaitTick();
		awaitDocument(execute("ticking"));
	}

	@Test
	@Order(4)
	void olderStoresCatchUp() throws IOException {
		putFlow("added", "triggers: [{id: t, type: schedule, cron: \"* * * * * *\"}]");
		this.windhover.stop();
		restore("streams");
		this.windhover.restart().awaitReady();
		assertFlowsAreThoseScheduled("added", "ticking");
		awaitDocument(execute("added"));
	}

	@Test
	@Order(5)
	void lostIdentityIsANewInstance() throws IOException {
		String before = instance();
		this.windhover.stop();
		Files.delete(this.data.resolve("instance-id"));
		this.windhover.restart().awaitReady();
		assertThat(instance()).isNotEqualTo(before);
		awaitDocument(execute("added"));
		assertFlowsAreThoseScheduled("added", "ticking");
	}

	@Test
	@Order(6)
	void olderKafkaLogTakesTheStoresBackWithIt() throws IOException {
		this.windhover.stop();
		restore("kafka");
		this.windhover.restart().awaitReady();
		assertThat(newLog()).containsOnlyOnce("Deleted the local stores");
		assertFlowsAreThoseScheduled("ticking");
		awaitDocument(execute("ticking"));
	}

	@Test
	@Order(7)
	void lostKafkaLogLeavesNoTriggerOfAFlowThatIsGone() throws IOException {
		this.windhover.stop();
		FileSystemUtils.deleteRecursively(this.data.resolve("kafka"));
		Instant lost = Instant.now();
		this.windhover.restart().awaitReady();
		assertThat(newLog()).containsOnlyOnce("Deleted the local stores");
		assertFlowsAreThoseScheduled();
		putFlow("again", "triggers: [{id: t, type: schedule, cron: \"* * * * * *\"}]");
		Awaitility.await("the new trigger").atMost(SOON).until(() -> executions("again").size() > 3);
		assertThat(executions("ticking")).noneMatch((each) -> created(each).isAfter(lost));
		assertThat(this.windhover.state(this.first)).isEqualTo("SUCCESS");
	}

	@Test
	@Order(8)
	void backupOfTheWholeDirectoryBringsEverythingBack() throws IOException {
		this.windhover.stop();
		FileSystemUtils.deleteRecursively(this.data);
		FileSystemUtils.copyRecursively(this.backup, this.data);
		Instant restored = Instant.now();
		this.windhover.restart().awaitReady();
		assertFlowsAreThoseScheduled("ticking");
		assertThat(executions("ticking")).noneMatch(
				(each) -> created(each).isAfter(this.backedUp) && created(each).isBefore(restored.minusSeconds(60)));
		awaitDocument(this.first);
		awaitDocument(execute("ticking"));
		assertThat(newLog()).doesNotContain("Deleted the local stores").doesNotContain("is filled again");
	}

	private void restore(String part) throws IOException {
		Path lost = this.data.resolve(part);
		FileSystemUtils.deleteRecursively(lost);
		if (part.endsWith(".db")) {
			Files.deleteIfExists(this.data.resolve(part + "-wal"));
			Files.deleteIfExists(this.data.resolve(part + "-shm"));
			Files.copy(this.backup.resolve(part), lost);
		}
		else {
			FileSystemUtils.copyRecursively(this.backup.resolve(part), lost);
		}
	}

	private void putFlow(String id, String triggers) {
		this.windhover.put("data", id, """
				namespace: data
				id: %s
				tasks:
				  - {id: say, type: log, message: hello}
				%s
				""".formatted(id, triggers));
	}

	private String execute(String id) {
		JsonNode execution = this.windhover.create("data", id, "{}", "?wait=PT2M");
		assertThat(execution.get("state").asString()).isEqualTo("SUCCESS");
		return execution.get("id").asString();
	}

	/** In the repository, not only in memory. */
	private void awaitDocument(String id) {
		Awaitility.await("the document of an execution")
			.atMost(SOON)
			.ignoreExceptions()
			.until(() -> this.windhover.get(this.windhover.api("/api/executions/" + id + "/logs"))
				.get("items")
				.size() == 1);
	}

	private void awaitTick() {
		Instant now = Instant.now();
		Awaitility.await("the schedule goes on")
			.atMost(SOON)
			.until(() -> executions("ticking").stream().anyMatch((each) -> created(each).isAfter(now)));
	}

	private void awaitLog(String text) {
		Awaitility.await(text).atMost(SOON).until(() -> newLog().contains(text));
	}

	private String newLog() {
		return this.windhover.logText().substring(this.logged);
	}

	private void assertFlowsAreThoseScheduled(String... ids) {
		Awaitility.await("flows and triggers").atMost(SOON).untilAsserted(() -> {
			assertThat(ids(this.windhover.get(this.windhover.api("/api/flows")).get("items"), "id"))
				.containsExactlyInAnyOrder(ids);
			assertThat(ids(this.windhover.get(this.windhover.management("/scheduler")).get("schedulable"), "flowId"))
				.containsExactlyInAnyOrder(ids);
		});
	}

	private List<String> ids(JsonNode items, String field) {
		return items.valueStream().map((each) -> each.get(field).asString()).toList();
	}

	private List<JsonNode> executions(String flow) {
		return this.windhover.get(this.windhover.api("/api/executions?namespace=data&size=1000&flowId=" + flow))
			.get("items")
			.valueStream()
			.toList();
	}

	private String instance() {
		return this.windhover.get(this.windhover.management("/worker")).get("instance").asString();
	}

	private static Instant created(JsonNode execution) {
		return Instant.parse(execution.get("createdAt").asString());
	}

}
