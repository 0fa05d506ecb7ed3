package io.windhover.executor.topology;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.plan.Plan;
import io.windhover.executor.plan.JobSizes;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.WorkerMonitor;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.OwnExecutions;
import io.windhover.flow.Flow;
import io.windhover.flow.template.pebble.PebbleTemplates;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Counts the deleted entries that RocksDB's iterators walk over.
 */
class ExecutorTombstoneTests {

	private static final int ENDED = 50_000;

	private static final Statistics STATISTICS = new Statistics();

	private static final Flow FLOW = Samples.flow(List.of(Samples.task("only")));

	private static final Plan PLAN = Plan.of(FLOW);

	private final Clock clock = Clock.fixed(Samples.START, ZoneOffset.UTC);

	private final ExecutorState executorState = new ExecutorState(
			new WorkerMonitor(mock(InstanceRegistry.class), Duration.ofSeconds(30), this.clock), (taskRun) -> "default",
			Duration.ofMinutes(5), this.clock);

	private final ExecutorProcessor processor = new ExecutorProcessor(
			new ExecutorProperties(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofMinutes(5),
					ExecutorDriver.FLOW_TIMEOUT, ExecutorDriver.REMEMBER_ENDED, Duration.ofMillis(50), 100, 20,
					ExecutorDriver.MAX_STATE_SIZE),
			Duration.ofHours(1), (worker) -> false, (flow) -> PLAN, new PebbleTemplates(this.clock),
			new JobSizes(ExecutorDriver.MAX_RECORD_SIZE), (group) -> true, this.executorState,
			new OwnExecutions(100, (flow) -> PLAN, (partition) -> true, () -> {
			}, this.clock), new RecordedEvents(), this.clock);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	private Path directory;

	@SuppressWarnings("NullAway.Init") // by open()
	private MockProcessorContext<String, Object> context;

	@BeforeEach
	void open() {
		Properties settings = new Properties();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
		settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Counted.class);
		this.context = new MockProcessorContext<>(settings, new TaskId(0, 0), this.directory.toFile());
		this.context.setCurrentSystemTimeMs(Samples.START.toEpochMilli());
		StateStore store = ExecutorStore.builder(Stores.persistentKeyValueStore(ExecutorStore.NAME))
			.withLoggingDisabled()
			.withCachingDisabled()
			.build();
		store.init(this.context.getStateStoreContext(), store);
		this.processor.init(this.context);
	}

	@AfterEach
	void close() {
		this.processor.close();
		this.context.getStateStore(ExecutorStore.NAME).close();
	}

	@Test
	void costOfAnExecutionDoesNotGrowWithThoseThatEndedBefore() {
		// lives on, so that each scan has an entry to reach
		process("zzz", Samples.create("zzz", FLOW));
		process("zzz", Samples.started("zzz", "only", 1, Samples.BOB));
		// downwards, so that a scan for the next has all that ended before ahead of it
		for (int i = ENDED; i > 0; i--) {
			run("execution-%06d".formatted(i), Samples.ALICE);
			if (i % 1000 == 0) {
				this.context.scheduledPunctuators().forEach((each) -> each.getPunctuator().punctuate(0));
			}
		}
		assertThat(this.executorState.executions()).singleElement()
			.satisfies((each) -> assertThat(each.oldest().id()).isEqualTo("zzz"));
		assertThat(STATISTICS.getTickerCount(TickerType.NUMBER_ITER_SKIP)).isLessThan(ENDED);
	}

	private void run(String id, InstanceRef worker) {
		process(id, Samples.create(id, FLOW));
		process(id, Samples.started(id, "only", 1, worker));
		process(id, Samples.ended(id, "only", 1, worker, State.SUCCESS, Map.of("value", id)));
		this.context.resetForwards();
	}

	private void process(String key, Object value) {
		this.processor.process(new Record<>(key, value, 0));
	}

	/**
	 * Counts over all stores.
	 */
	public static class Counted implements RocksDBConfigSetter {

		@Override
		public void setConfig(String storeName, Options options, Map<String, Object> configs) {
			options.setStatistics(STATISTICS);
		}

		@Override
		public void close(String storeName, Options options) {
			// the statistics are read after the store is closed
		}

	}

}
