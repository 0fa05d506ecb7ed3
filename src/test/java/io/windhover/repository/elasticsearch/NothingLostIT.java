package io.windhover.repository.elasticsearch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.TestSize;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.indexer.IndexerView;
import io.windhover.repository.Documents;
import io.windhover.system.FreePorts;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The whole way from the topics through the indexer to a real server that fails.
 */
@SpringBootTest(classes = NothingLostIT.Configuration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "windhover.roles=indexer", "windhover.repository.type=elasticsearch",
				"windhover.repository.elasticsearch.replicas=0",
				"windhover.repository.elasticsearch.request-timeout=10s", "windhover.indexer.retry-delay=50ms",
				"windhover.indexer.retry-max-delay=1s", "windhover.topics.partitions=4" })
@DirtiesContext
class NothingLostIT {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	/** Of which each makes an execution, a task run, a metric and a line of a log. */
	private static final int EXECUTIONS = TestSize.of(3_000, 25_000);

	private static final int PAGE = 10_000;

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	static Path directory;

	private static @Nullable ElasticsearchServer started;

	private final ElasticsearchServer server = requireNonNull(started);

	private final IndexerView view;

	private final Publisher publisher;

	private final Topics topics;

	private final DeadLetters deadLetters;

	private final KafkaClients clients;

	NothingLostIT(@Autowired IndexerView view, @Autowired Publisher publisher, @Autowired Topics topics,
			@Autowired DeadLetters deadLetters, @Autowired KafkaClients clients) {
		this.view = view;
		this.publisher = publisher;
		this.topics = topics;
		this.deadLetters = deadLetters;
		this.clients = clients;
	}

	@BeforeAll
	static void startServer() {
		started = ElasticsearchServer.start(ElasticsearchServer.EIGHT);
	}

	@AfterAll
	static void stopServer() {
		if (started != null) {
			started.close();
		}
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		int port = FreePorts.next();
		registry.add("windhover.data-directory", directory::toString);
		registry.add("windhover.broker.port", () -> port);
		registry.add("windhover.repository.elasticsearch.uris", () -> requireNonNull(started).uri());
	}

	@Test
	void everyDocumentIsThereOnceAfterTheServerWasKilledThreeTimes() {
		CompletableFuture<?> published = CompletableFuture.runAsync(this::publish);
		int all = 4 * EXECUTIONS;
		for (int progress : List.of(all / 5, all / 2, all / 4 * 3)) {
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> indexed() >= progress);
			this.server.kill();
			assertThat(indexed()).as("killed before the end").isLessThan(all);
			await().atMost(PATIENCE).until(() -> this.view.failure() != null);
			this.server.start();
		}
		assertThat(published).succeedsWithin(PATIENCE);
		// what was written again after a kill was counted again: only the offsets tell
		// that all was read
		try (Admin admin = this.clients.admin("nothing-lost", 60_000)) {
			await().atMost(PATIENCE).ignoreExceptions().until(() -> unread(admin) == 0);
		}
		assertThat(this.view.failure()).isNull();
		this.server.get("/_refresh");
		assertThat(this.deadLetters.count()).isZero();
		assertComplete("executions", (number) -> "e" + number);
		assertComplete("task-runs", (number) -> "e%d.say".formatted(number));
		assertComplete("logs", (number) -> Documents.log("e" + number, 0).id());
		assertComplete("metrics", (number) -> Documents.metric("e" + number).id());
		assertThat(this.server.get("/windhover-executions-*/_count?q=state:SUCCESS").get("count").asInt())
			.isEqualTo(EXECUTIONS);
		refusesOneDocumentAlone();
	}

	/**
	 * On the same server, because starting one takes long.
	 */
	private void refusesOneDocumentAlone() {
		LogLine unmappable = new LogLine("e1", "e1.say", "demo", "hello", "say", 1, 7,
				Documents.START.plus(Duration.ofDays(365 * 1000)), Level.INFO, "after the end of all dates");
		Stream.of(Documents.log("e1", 6), unmappable, Documents.log("e1", 8))
			.map((line) -> this.publisher.send(this.topics.logs(), line.executionId(), line))
			.forEach((sent) -> assertThat(sent).succeedsWithin(PATIENCE));
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.deadLetters.count()).isPositive());
		await().atMost(PATIENCE)
			.untilAsserted(
					() -> assertThat(this.server.get("/windhover-logs-*/_count?q=executionId:e1").get("count").asInt())
						.isEqualTo(3));
		assertThat(this.view.failure()).isNull();
		assertThat(this.view.deadLetters()).containsOnlyKeys(this.topics.logs().name());
	}

	private long indexed() {
		return this.view.indexed().values().stream().mapToLong(Long::longValue).sum();
	}

	/** Records of the topics that the indexer has not committed. */
	private long unread(Admin admin) throws ExecutionException, InterruptedException {
		List<String> names = this.topics.documents().stream().<String>map(Topic::name).toList();
		Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
		admin.describeTopics(names)
			.allTopicNames()
			.get()
			.forEach((name, topic) -> topic.partitions()
				.forEach((partition) -> latest.put(new TopicPartition(name, partition.partition()),
						OffsetSpec.latest())));
		Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("windhover-indexer")
			.partitionsToOffsetAndMetadata()
			.get();
		long unread = 0;
		for (var end : admin.listOffsets(latest).all().get().entrySet()) {
			OffsetAndMetadata read = committed.get(end.getKey());
			unread += end.getValue().offset() - ((read != null) ? read.offset() : 0);
		}
		return unread;
	}

	private void publish() {
		List<CompletableFuture<?>> sent = new ArrayList<>();
		for (int number = 0; number < EXECUTIONS; number++) {
			String id = "e" + number;
			for (long version : (number % 10 == 0) ? List.of(1L, 2L, 1L) : List.of(1L, 2L)) {
				State state = (version == 1) ? State.RUNNING : State.SUCCESS;
				sent.add(this.publisher.send(this.topics.executions(), id,
						Documents.execution(number, "hello", state, version)));
			}
			sent.add(this.publisher.send(this.topics.taskRuns(), id + "/say",
					Documents.taskRun(id, "say", State.SUCCESS, 2)));
			sent.add(this.publisher.send(this.topics.logs(), id, Documents.log(id, 0)));
		}
		CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
	}

	private void assertComplete(String kind, IntFunction<String> id) {
		List<String> found = new ArrayList<>();
		String from = "";
		while (from != null) {
			JsonNode hits = this.server
				.send("POST", "/windhover-%s-*/_search".formatted(kind),
						"{\"size\": %d, \"_source\": false, \"version\": true, \"sort\": [\"id\", \"_index\"]%s}"
							.formatted(PAGE, from))
				.get("hits")
				.get("hits");
			hits.forEach((hit) -> found.add(hit.get("_id").asString() + " " + hit.get("_version").asInt()));
			from = (hits.size() == PAGE)
					? ", \"search_after\": " + Json.mapper().writeValueAsString(hits.get(PAGE - 1).get("sort")) : null;
		}
		// written once, or with the version of the document
		int version = kind.equals("executions") || kind.equals("task-runs") ? 2 : 1;
		assertThat(found).as(kind)
			.hasSize(EXECUTIONS)
			.containsExactlyInAnyOrderElementsOf(
					IntStream.range(0, EXECUTIONS).mapToObj((number) -> id.apply(number) + " " + version).toList());
	}

	@EnableAutoConfiguration
	@ComponentScan({ "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster", "io.windhover.repository",
			"io.windhover.indexer", "io.windhover.file" })
	static class Configuration {

	}

}
