package io.windhover.executor.topology;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.execution.plan.Plan;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.plan.JobSizes;
import io.windhover.executor.plan.Plans;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.WorkerLiveness;
import io.windhover.executor.state.WorkerMonitor;
import io.windhover.executor.store.EndedMarker;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.OwnExecutions;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.flow.template.pebble.PebbleTemplates;
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
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.unit.DataSize;

import static org.mockito.Mockito.mock;

/**
 * Runs the executor's topology without Kafka. A test has one of its own as an extension,
 * which is closed after it.
 */
class ExecutorDriver implements AfterEachCallback {

	static final Topics TOPICS = Topics.withPrefix("test-");

	static final Duration UNCLAIMED_AFTER = Duration.ofHours(1);

	static final Duration FLOW_TIMEOUT = Duration.ofSeconds(30);

	static final Duration REMEMBER_ENDED = Duration.ofHours(1);

	static final int MAX_SUBFLOW_DEPTH = 3;

	static final Duration LEASE = Duration.ofSeconds(30);

	static final Duration STUCK_AFTER = Duration.ofMinutes(5);

	static final DataSize MAX_STATE_SIZE = DataSize.ofMegabytes(32);

	static final int MAX_RECORD_SIZE = 8 * 1024 * 1024;

	static final List<String> STORES = List.of(ExecutorStore.NAME);

	/** The revisions that have arrived. */
	final Map<FlowRef, Plan> plans = new HashMap<>();

	/** Those that tasks may run. */
	final Map<FlowKey, Flow> flows = new HashMap<>();

	final Set<FlowKey> deleted = new HashSet<>();

	/** Whether those that were there at the start have all arrived. */
	boolean plansAreComplete = true;

	private final List<FlowCommand.Happened> happened = new ArrayList<>();

	private final Plans known = new Plans() {

		@Override
		public @Nullable Plan find(FlowRef flow) {
			return ExecutorDriver.this.plans.get(flow);
		}

		@Override
		public boolean areComplete() {
			return ExecutorDriver.this.plansAreComplete;
		}

		@Override
		public @Nullable Flow current(FlowKey flow, Duration timeout) {
			return ExecutorDriver.this.flows.get(flow);
		}

		@Override
		public boolean isDeleted(FlowKey flow) {
			return ExecutorDriver.this.deleted.contains(flow);
		}

	};

	final Set<InstanceRef> gone = new HashSet<>();

	/** The worker groups whose topics exist. */
	final Set<String> groups = new HashSet<>(Set.of("gpu"));

	/** That of the task runs that nobody takes. */
	String group = "default";

	final RecordedEvents events = new RecordedEvents();

	final DeadLetters deadLetters = CountingDeadLetters.create();

	final InstanceRegistry instances = mock(InstanceRegistry.class);

	private final TestClock clock = new TestClock();

	final ExecutorState executorState = new ExecutorState(new WorkerMonitor(this.instances, LEASE, this.clock),
			(taskRun) -> this.group, STUCK_AFTER, this.clock);

	private final TopologyTestDriver driver;

	private @Nullable Reopened reopened;

	private final OwnExecutions own;

	private int forwards;

	private int mostForwards;

	private int changes;

	private int mostChanges;

	ExecutorDriver() {
		this(StreamsConfig.EXACTLY_ONCE_V2);
	}

	ExecutorDriver(String guarantee) {
		Properties settings = new Properties();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
		settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
		// as StreamsFactory sets them
		settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, TOPICS.deadLetters().name());
		settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, BrokenRecords.class);
		settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecords.class);
		settings.put("windhover.dead-letters", this.deadLetters);
		ExecutorListener all = new Listeners(List.of(this.events, this.executorState));
		this.own = own(this.known, this.clock);
		this.driver = new TopologyTestDriver(topology(() -> new Reopened(processor(this.gone::contains, this.known,
				this.own, this.groups::contains, this.executorState, all, this.clock))), settings, Samples.START);
		this.own.stores((partition) -> this.driver.getKeyValueStore(ExecutorStore.NAME));
	}

	static Topology topology(WorkerLiveness workers, ExecutorState executorState, ExecutorListener listener,
			Clock clock) {
		return topology(() -> processor(workers, (flow) -> null, own((flow) -> null, clock), (group) -> true,
				executorState, listener, clock));
	}

	private static Topology topology(ProcessorSupplier<String, Object, String, Object> processor) {
		Topology topology = new Topology();
		new ExecutorTopology(TOPICS, processor, Stores::inMemoryKeyValueStore).configureTopology(topology);
		return topology;
	}

	private static OwnExecutions own(Plans plans, Clock clock) {
		return new OwnExecutions(100, plans, (partition) -> true, () -> {
		}, clock);
	}

	private static ExecutorProcessor processor(WorkerLiveness workers, Plans plans, OwnExecutions own,
			Predicate<String> groups, ExecutorState executorState, ExecutorListener listener, Clock clock) {
		ExecutorProperties properties = new ExecutorProperties(Duration.ofMillis(100), Duration.ofSeconds(1),
				STUCK_AFTER, FLOW_TIMEOUT, REMEMBER_ENDED, Duration.ofMillis(50), 100, MAX_SUBFLOW_DEPTH,
				MAX_STATE_SIZE);
		return new ExecutorProcessor(properties, UNCLAIMED_AFTER, workers, plans, new PebbleTemplates(clock),
				new JobSizes(MAX_RECORD_SIZE), groups, executorState, own, listener, clock);
	}

	/**
	 * Closes the processor, as Kafka Streams does after an aborted transaction.
	 */
	void abort() {
		requireReopened().processor.close();
	}

	/**
	 * Initialises the same processor again, its stores restored, and gives it a record
	 * that changes nothing.
	 */
	void reopen() {
		requireReopened().again = true;
		kill("nobody");
	}

	private Reopened requireReopened() {
		return Objects.requireNonNull(this.reopened);
	}

	/** Stores a flow, so that tasks may run it. */
	void store(Flow flow) {
		this.plans.put(flow.ref(), Plan.of(flow));
		this.flows.put(flow.key(), flow);
	}

	void create(String id, Flow flow) {
		this.plans.put(flow.ref(), Plan.of(flow));
		pipe(TOPICS.executionCommands(), id, Samples.create(id, flow));
	}

	void command(ExecutionCommand command) {
		pipe(TOPICS.executionCommands(), command.executionId(), command);
	}

	void kill(String id) {
		pipe(TOPICS.executionCommands(), id, new ExecutionCommand.Kill(id, this.clock.instant(), null));
	}

	void report(TaskResult result) {
		pipe(TOPICS.taskResults(), result.executionId(), result);
	}

	void start(Job job, InstanceRef worker) {
		report(new TaskResult.Started(job.executionId(), job.taskRunId(), job.attempt(), worker, this.clock.instant()));
	}

	void end(Job job, InstanceRef worker, State state, @Nullable Map<String, Object> outputs) {
		report(new TaskResult.Ended(job.executionId(), job.taskRunId(), job.attempt(), worker, this.clock.instant(),
				state, outputs, 0, List.of(), (state == State.FAILED) ? "no luck" : null, null, null, null));
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

	/** Lets time pass without a look at what is due. */
	void elapse(Duration by) {
		this.clock.now = this.clock.now.plus(by);
	}

	void pass(Duration by) {
		this.clock.now = this.clock.now.plus(by);
		this.driver.advanceWallClockTime(by);
	}

	List<Job> jobs() {
		return read(TOPICS.taskJobs());
	}

	List<Job> jobs(String group) {
		return read(TOPICS.taskJobs(group));
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

	/**
	 * What it asked the scheduler for since the last call, without what it told it of
	 * executions.
	 */
	List<FlowCommand> flowCommands() {
		List<FlowCommand> all = read(TOPICS.flowCommands());
		all.stream()
			.filter(FlowCommand.Happened.class::isInstance)
			.map(FlowCommand.Happened.class::cast)
			.forEach(this.happened::add);
		return all.stream().filter((command) -> !(command instanceof FlowCommand.Happened)).toList();
	}

	/** What it told the scheduler of executions since the start. */
	List<FlowCommand.Happened> happened() {
		flowCommands();
		return this.happened;
	}

	List<WorkerCommand> workerCommands() {
		return read(TOPICS.workerCommands());
	}

	List<TestRecord<String, byte[]>> deadLetters() {
		return this.driver
			.createOutputTopic(TOPICS.deadLetters().name(), new StringDeserializer(), new ByteArrayDeserializer())
			.readRecordsToList();
	}

	/**
	 * The most records that one event or one look at the clock sent since the last call.
	 */
	int mostRecordsOfATurn() {
		int most = this.mostForwards;
		this.mostForwards = 0;
		return most;
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

	/** What the store wrote since the last call. */
	int changelogBytes() {
		return this.driver
			.createOutputTopic("test-" + ExecutorStore.NAME + "-changelog", new StringDeserializer(),
					new ByteArrayDeserializer())
			.readValuesToList()
			.stream()
			.filter(Objects::nonNull)
			.mapToInt((value) -> value.length)
			.sum();
	}

	/** What the process answers that has the partition of an execution. */
	OwnerResponse answer(String id) {
		this.own.committed();
		return this.own.find(0, id);
	}

	/** Entries changed in one turn at most, since this was last called. */
	int mostChangesOfATurn() {
		int most = this.mostChanges;
		this.mostChanges = 0;
		return most;
	}

	/** The bytes of each entry whose key begins so. */
	List<Integer> sizes(String prefix) {
		List<Integer> sizes = new ArrayList<>();
		try (KeyValueIterator<String, byte[]> all = this.driver.<String, byte[]>getKeyValueStore(ExecutorStore.NAME)
			.all()) {
			all.forEachRemaining((entry) -> {
				if (entry.key.startsWith(prefix)) {
					sizes.add(entry.value.length);
				}
			});
		}
		return sizes;
	}

	/** The keys of the store but those that ended executions leave. */
	List<String> entries() {
		List<String> keys = new ArrayList<>();
		try (KeyValueIterator<String, byte[]> all = this.driver.<String, byte[]>getKeyValueStore(ExecutorStore.NAME)
			.all()) {
			all.forEachRemaining((entry) -> {
				if (!EndedMarker.is(entry.value)) {
					keys.add(entry.key);
				}
			});
		}
		return keys;
	}

	/** How many executions it remembers that have ended. */
	int ended() {
		int ended = 0;
		try (KeyValueIterator<String, byte[]> all = this.driver.<String, byte[]>getKeyValueStore(ExecutorStore.NAME)
			.all()) {
			while (all.hasNext()) {
				ended += EndedMarker.is(all.next().value) ? 1 : 0;
			}
		}
		return ended;
	}

	private <V> List<V> read(Topic<V> topic) {
		return this.driver.createOutputTopic(topic.name(), new StringDeserializer(), topic.serde().deserializer())
			.readValuesToList();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.driver.close();
	}

	/** Keeps what a processor is initialised with. */
	private final class Reopened implements Processor<String, Object, String, Object> {

		private final ExecutorProcessor processor;

		private boolean again;

		@SuppressWarnings("NullAway.Init") // by init()
		private ProcessorContext<String, Object> context;

		Reopened(ExecutorProcessor processor) {
			this.processor = processor;
			ExecutorDriver.this.reopened = this;
		}

		@Override
		public void init(ProcessorContext<String, Object> context) {
			this.context = counted(context);
			this.processor.init(this.context);
		}

		@SuppressWarnings("unchecked")
		private ProcessorContext<String, Object> counted(ProcessorContext<String, Object> context) {
			return (ProcessorContext<String, Object>) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { ProcessorContext.class }, (proxy, method, arguments) -> {
						if (method.getName().equals("forward")) {
							ExecutorDriver.this.forwards++;
						}
						if (method.getName().equals("getStateStore")) {
							return counted((KeyValueStore<String, byte[]>) method.invoke(context, arguments));
						}
						Object[] passed = arguments;
						if (method.getName().equals("schedule")) {
							Punctuator punctuator = (Punctuator) arguments[2];
							passed = new Object[] { arguments[0], arguments[1],
									(Punctuator) (time) -> turn(() -> punctuator.punctuate(time)) };
						}
						return method.invoke(context, passed);
					});
		}

		@SuppressWarnings("unchecked")
		private KeyValueStore<String, byte[]> counted(KeyValueStore<String, byte[]> store) {
			return (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { KeyValueStore.class }, (proxy, method, arguments) -> {
						if (Set.of("put", "delete").contains(method.getName())) {
							ExecutorDriver.this.changes++;
						}
						return method.invoke(store, arguments);
					});
		}

		private void turn(Runnable turn) {
			ExecutorDriver.this.forwards = 0;
			ExecutorDriver.this.changes = 0;
			turn.run();
			ExecutorDriver.this.mostChanges = Math.max(ExecutorDriver.this.mostChanges, ExecutorDriver.this.changes);
			ExecutorDriver.this.mostForwards = Math.max(ExecutorDriver.this.mostForwards, ExecutorDriver.this.forwards);
		}

		@Override
		public void process(Record<String, Object> message) {
			if (this.again) {
				this.again = false;
				this.processor.init(this.context);
			}
			turn(() -> this.processor.process(message));
		}

		@Override
		public void close() {
			this.processor.close();
		}

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
