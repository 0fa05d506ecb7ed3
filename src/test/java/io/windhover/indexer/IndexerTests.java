package io.windhover.indexer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.windhover.execution.State;
import io.windhover.flow.FlowKey;
import io.windhover.repository.Documents;
import io.windhover.system.FreePorts;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(classes = IndexerTests.Configuration.class, webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "windhover.roles=indexer", "windhover.repository.type=memory",
				"windhover.indexer.retry-delay=50ms", "windhover.indexer.retry-max-delay=200ms",
				"windhover.indexer.batch-size=10", "windhover.topics.partitions=2" })
@DirtiesContext
class IndexerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	@SuppressWarnings("NullAway.Init") // JUnit sets it
	static Path directory;

	private final MemoryRepository repository;

	private final IndexerView view;

	private final Publisher publisher;

	private final Topics topics;

	private final DeadLetters deadLetters;

	private final Counts counts;

	IndexerTests(@Autowired MemoryRepository repository, @Autowired IndexerView view, @Autowired Publisher publisher,
			@Autowired Topics topics, @Autowired DeadLetters deadLetters, @Autowired Counts counts) {
		this.repository = repository;
		this.view = view;
		this.publisher = publisher;
		this.topics = topics;
		this.deadLetters = deadLetters;
		this.counts = counts;
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		int port = FreePorts.next();
		registry.add("windhover.data-directory", directory::toString);
		registry.add("windhover.broker.port", () -> port);
	}

	@Test
	void whileTheRepositoryIsDownNothingIsLostAndBrokenRecordsAreInNobodysWay() {
		await().atMost(PATIENCE).until(this.view::isReady);
		this.repository.fail(true);
		publish(0, 100);
		this.publisher.send(raw(this.topics.executions()), "broken", "not json".getBytes(StandardCharsets.UTF_8))
			.join();
		await().atMost(PATIENCE).until(() -> this.view.lastError() != null && this.repository.failures() > 3);
		publish(100, 200);
		assertThat(this.repository.executions()).isEmpty();
		assertThat(this.counts.failures()).isGreaterThan(3);
		this.repository.fail(false);
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.repository.executions()).hasSize(200));
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.deadLetters.count(this.topics.executions().name())).isOne());
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.counts.of("executions")).isGreaterThanOrEqualTo(200));
		assertThat(this.repository.largestBatch()).isLessThanOrEqualTo(10);
		assertThat(this.view.lastError()).isNull();
		assertThat(this.view.lastAcknowledged()).isNotNull();
		this.publisher.send(this.topics.taskRuns(), "e1/say", Documents.taskRun("e1", "say", State.SUCCESS, 2)).join();
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(this.counts.of("metrics")).isPositive());
	}

	@Test
	void recordsThatAreNotWholeAreWithTheDeadLettersAndTheRestGoesOn() {
		int before = this.counts.of("task-runs");
		Topic<byte[]> taskRuns = raw(this.topics.taskRuns());
		for (String json : List.of("{\"flowRevision\":1,\"attempt\":1,\"failures\":0,\"version\":1}",
				"{\"flowRevision\":1,\"attempt\":1,\"failures\":0,\"version\":1,\"attempts\":[null]}")) {
			this.publisher.send(taskRuns, "e2/say", json.getBytes(StandardCharsets.UTF_8)).join();
		}
		this.publisher.send(this.topics.taskRuns(), "e2/say", Documents.taskRun("e2", "say", State.RUNNING, 1)).join();
		await().atMost(PATIENCE).until(() -> this.counts.of("task-runs") > before);
		await().atMost(PATIENCE).until(() -> this.deadLetters.count(this.topics.taskRuns().name()) == 2);
	}

	@Test
	void theLargestRecordThatThereCanBeFitsIntoTheDeadLetters() {
		// the rest is for its key and the batch around it
		byte[] large = new byte[8 * 1024 * 1024 - 2 * 1024];
		this.publisher.send(raw(this.topics.triggers()), "large", large).join();
		await().atMost(PATIENCE).until(() -> this.deadLetters.count(this.topics.triggers().name()) == 1);
	}

	@Test
	void aFaultThatNobodyThoughtOfIsCountedAndTheBatchIsReadAgain() {
		await().atMost(PATIENCE).until(this.view::isReady);
		int before = this.counts.failures();
		this.repository.fault();
		this.publisher.send(this.topics.logs(), "e3/say", Documents.log("e3", 1)).join();
		await().atMost(PATIENCE).until(() -> this.counts.of("logs") > 0);
		assertThat(this.counts.failures()).isEqualTo(before + 1);
		await().atMost(PATIENCE).until(() -> this.view.lastError() == null);
	}

	private static Topic<byte[]> raw(Topic<?> topic) {
		return new Topic<>(topic.name(), topic.id(), Serdes.ByteArray(), topic.cleanup());
	}

	private void publish(int from, int to) {
		IntStream.range(from, to)
			.mapToObj((number) -> Documents.execution(number, "hello", State.RUNNING, 1))
			.map((execution) -> this.publisher.send(this.topics.executions(), execution.id(), execution))
			.toList()
			.forEach((sent) -> assertThat(sent).succeedsWithin(PATIENCE));
	}

	@EnableAutoConfiguration
	@ComponentScan({ "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster", "io.windhover.repository",
			"io.windhover.indexer", "io.windhover.file" })
	static class Configuration {

		@Bean
		MemoryRepository repository() {
			return new MemoryRepository();
		}

		@Bean
		Counts counts() {
			return new Counts();
		}

	}

	static class Counts implements IndexerListener {

		private final AtomicInteger failures = new AtomicInteger();

		private final Map<String, Integer> counts = new ConcurrentHashMap<>();

		@Override
		public void indexed(FlowKey flow, String index, int count, Duration duration) {
			this.counts.merge(index, count, Integer::sum);
			throw new IllegalStateException("A listener that fails changes nothing");
		}

		@Override
		public void failed() {
			this.failures.incrementAndGet();
		}

		int failures() {
			return this.failures.get();
		}

		int of(String index) {
			return this.counts.getOrDefault(index, 0);
		}

	}

}
