package io.windhover.executor;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.WorkerCommand;
import io.windhover.flow.Flow;
import io.windhover.topic.CountingDeadLetters;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.streams.BrokenRecords;
import io.windhover.topic.streams.FailedRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs the executor's topology without Kafka.
 */
class ExecutorDriver implements AutoCloseable {

	static final Topics TOPICS = Topics.withPrefix("test-");

	static final Duration UNCLAIMED_AFTER = Duration.ofHours(1);

	static final List<String> STORES = List.of(ExecutorStores.EXECUTIONS, ExecutorStores.FLOWS,
			ExecutorStores.TASK_RUNS, ExecutorStores.OUTPUTS, ExecutorStores.LEASES, ExecutorStores.TIMERS);

	final Set<InstanceRef> gone = new HashSet<>();

	final RecordedEvents events = new RecordedEvents();

	final DeadLetters deadLetters = CountingDeadLetters.create();

	private final TestClock clock = new TestClock();

	private final TopologyTestDriver driver;

	ExecutorDriver(Path directory) {
		this(directory, StreamsConfig.EXACTLY_ONCE_V2);
	}

	ExecutorDriver(Path directory, String guarantee) {
		Properties settings = new Properties();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
		settings.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
		settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
		// as StreamsFactory sets them
		settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, TOPICS.deadLetters().name());
		settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, BrokenRecords.class);
		settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecords.class);
		settings.put("windhover.dead-letters", this.deadLetters);
		this.driver = new TopologyTestDriver(topology(this.gone::contains, this.events, this.clock), settings,
				Samples.START);
	}

	static Topology topology(WorkerLiveness workers, ExecutorListener listener, Clock clock) {
		Topology topology = new Topology();
		ExecutorProperties properties = new ExecutorProperties(Duration.ofMillis(100), Duration.ofSeconds(1));
		new ExecutorTopology(TOPICS, () -> new ExecutorProcessor(properties, UNCLAIMED_AFTER, workers, listener, clock),
				Stores::inMemoryKeyValueStore)
			.configureTopology(topology);
		return topology;
	}

	void create(String id, Flow flow) {
		pipe(TOPICS.executionCommands(), id, Samples.create(id, flow));
	}

	void kill(String id) {
		pipe(TOPICS.executionCommands(), id, new ExecutionCommand.Kill(id, this.clock.instant()));
	}

	void report(TaskResult result) {
		pipe(TOPICS.taskResults(), result.executionId(), result);
	}

	void start(Job job, InstanceRef worker) {
		report(new TaskResult.Started(job.executionId(), job.taskRunId(), job.attempt(), worker, this.clock.instant()));
	}

	void end(Job job, InstanceRef worker, State state, @Nullable Map<String, Object> outputs) {
		report(new TaskResult.Ended(job.executionId(), job.taskRunId(), job.attempt(), worker, this.clock.instant(),
				state, outputs, 0, List.of(), (state == State.FAILED) ? "no luck" : null));
	}

	void run(Job job, InstanceRef worker, State state, @Nullable Map<String, Object> outputs) {
		start(job, worker);
		end(job, worker, state, outputs);
	}

	<V> void pipe(Topic<V> topic, String key, V value) {
		input(topic).pipeInput(key, value);
	}

	<V> TestInputTopic<String, V> input(Topic<V> topic) {
		return this.driver.createInputTopic(topic.name(), new StringSerializer(), topic.serde().serializer());
	}

	void pass(Duration by) {
		this.clock.now = this.clock.now.plus(by);
		this.driver.advanceWallClockTime(by);
	}

	List<Job> jobs() {
		return read(TOPICS.taskJobs());
	}

	Job job() {
		List<Job> jobs = jobs();
		if (jobs.size() != 1) {
			throw new AssertionError("Not one job: " + jobs);
		}
		return jobs.get(0);
	}

	List<Execution> executions() {
		return read(TOPICS.executions());
	}

	List<TaskRun> taskRuns() {
		return read(TOPICS.taskRuns());
	}

	List<WorkerCommand> workerCommands() {
		return read(TOPICS.workerCommands());
	}

	List<TestRecord<String, byte[]>> deadLetters() {
		return this.driver
			.createOutputTopic(TOPICS.deadLetters().name(), new StringDeserializer(), new ByteArrayDeserializer())
			.readRecordsToList();
	}

	/** What the stores wrote since the last call. */
	long changelogRecords() {
		return STORES.stream()
			.mapToLong((store) -> this.driver
				.createOutputTopic("test-" + store + "-changelog", new StringDeserializer(),
						new ByteArrayDeserializer())
				.readRecordsToList()
				.size())
			.sum();
	}

	/** How many entries each store has. */
	Map<String, Long> entries() {
		return STORES.stream().collect(Collectors.toMap((store) -> store, this::count));
	}

	private long count(String store) {
		long count = 0;
		try (KeyValueIterator<String, Object> all = this.driver.<String, Object>getKeyValueStore(store).all()) {
			for (; all.hasNext(); all.next()) {
				count++;
			}
		}
		return count;
	}

	private <V> List<V> read(Topic<V> topic) {
		return this.driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.serde().deserializer())
			.readValuesToList();
	}

	@Override
	public void close() {
		this.driver.close();
	}

	private static final class TestClock extends Clock {

		private Instant now = Samples.START;

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			throw new UnsupportedOperationException();
		}

	}

}
