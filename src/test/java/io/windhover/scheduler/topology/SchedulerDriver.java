package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.Tracing;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.template.Templates;
import io.windhover.flow.template.pebble.PebbleTemplates;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerProperties;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the scheduler's topology without Kafka. It can be stopped and started again with
 * the state that it had.
 */
public class SchedulerDriver implements AutoCloseable {

	static final Topics TOPICS = Topics.withPrefix("test-");

	static final SchedulerProperties PROPERTIES = new SchedulerProperties(Duration.ofMillis(500),
			Duration.ofSeconds(10), 1, 1, Duration.ofDays(1));

	final MutableClock clock;

	final RecordingListener listener = new RecordingListener();

	final List<Evaluated> outcomes = new ArrayList<>();

	final Evaluations evaluations;

	final SchedulerState schedulerState;

	/** Whether the cluster is in maintenance. */
	volatile boolean holding;

	Map<String, KeptStore> stores = Stream
		.of(SchedulerTopology.FLOWS, SchedulerTopology.TRIGGERS, SchedulerTopology.DUE, SchedulerTopology.SLOTS,
				SchedulerTopology.HISTORIES)
		.collect(Collectors.toMap(Function.identity(), (name) -> new KeptStore(name, Map.of())));

	private final Map<FlowKey, Integer> revisions = new HashMap<>();

	private @Nullable TopologyTestDriver driver;

	SchedulerDriver(String now) {
		this(now, Runnable::run);
	}

	SchedulerDriver(String now, Executor threads) {
		this.clock = new MutableClock(now);
		ListenerList<SchedulerListener> listeners = new ListenerList<>(List.of(this.listener));
		this.evaluations = new Evaluations(List.of(new TestPoll()), SchedulerDriver::bind, threads, this.outcomes::add,
				listeners, this.clock);
		this.schedulerState = new SchedulerState(this.evaluations, () -> this.holding, this.clock);
		start();
	}

	static Topology topology(Function<String, KeyValueBytesStoreSupplier> stores, SchedulerState schedulerState,
			Evaluations evaluations, ListenerList<SchedulerListener> listeners, BooleanSupplier holding,
			MutableClock clock) {
		Topology topology = new Topology();
		Templates templates = new PebbleTemplates(clock);
		new SchedulerTopology(TOPICS,
				() -> new SchedulerProcessor(PROPERTIES, schedulerState, evaluations, templates,
						ExpectationDefaults.NONE, listeners, holding, Tracing.OFF, clock),
				stores)
			.configureTopology(topology);
		return topology;
	}

	void start() {
		Properties settings = new Properties();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
		settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
		settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
		Topology topology = topology((name) -> Objects.requireNonNull(this.stores.get(name)).supplier(),
				this.schedulerState, this.evaluations, new ListenerList<>(List.of(this.listener)), () -> this.holding,
				this.clock);
		this.driver = new TopologyTestDriver(topology, settings, this.clock.instant());
	}

	@Override
	public void close() {
		driver().close();
	}

	/**
	 * What a crash now would leave, given that all so far was committed.
	 */
	Map<String, KeptStore> committed() {
		return this.stores.values().stream().collect(Collectors.toMap(KeptStore::name, KeptStore::copy));
	}

	/**
	 * Stores a flow under its revision, after as many others of it as that needs.
	 */
	void store(Flow flow) {
		int next = this.revisions.getOrDefault(flow.key(), 0) + 1;
		for (int revision = next; revision < flow.revision(); revision++) {
			flow(new FlowCommand.Store(Flows.flow(flow.id(), revision), "c", now(), now()));
		}
		this.revisions.merge(flow.key(), flow.revision(), Math::max);
		flow(new FlowCommand.Store(flow, "c", now(), now()));
	}

	void delete(String flowKey) {
		FlowKey key = FlowKey.parse(flowKey);
		flow(new FlowCommand.Delete(key.namespace(), key.id(), now(), now()));
	}

	void flow(FlowCommand command) {
		pipe(TOPICS.flowCommands(), command.key().toString(), command);
	}

	/**
	 * What was published of flows since the last call, by key; the last of each.
	 */
	Map<String, @Nullable Flow> flows() {
		Map<String, @Nullable Flow> flows = new LinkedHashMap<>();
		read(TOPICS.flows()).forEach((message) -> flows.put(message.key, message.value));
		return flows;
	}

	Instant now() {
		return this.clock.instant();
	}

	void command(TriggerCommand command) {
		pipe(TOPICS.triggerCommands(), command.namespace() + "/" + command.flowId(), command);
	}

	/**
	 * Lets time pass, with one tick at its end.
	 */
	void pass(String duration) {
		Duration by = Duration.parse(duration);
		this.clock.advance(by);
		driver().advanceWallClockTime(by);
	}

	void tick() {
		driver().advanceWallClockTime(PROPERTIES.tick());
	}

	/** Commands for executions since the last call. */
	List<ExecutionCommand> commands() {
		return read(TOPICS.executionCommands()).stream().map((message) -> message.value).toList();
	}

	List<ExecutionCommand.Create> created() {
		return read(TOPICS.executionCommands()).stream().map((message) -> {
			ExecutionCommand.Create create = (ExecutionCommand.Create) message.value;
			if (!message.key.equals(create.executionId())) {
				throw new AssertionError("Key is " + message.key);
			}
			return create;
		}).toList();
	}

	List<String> createdDates() {
		return created().stream().map(SchedulerDriver::date).map(Instant::toString).toList();
	}

	/**
	 * The last record of each trigger since the last call.
	 */
	Map<String, @Nullable TriggerState> states() {
		Map<String, @Nullable TriggerState> states = new LinkedHashMap<>();
		read(TOPICS.triggers()).forEach((message) -> states.put(message.key, message.value));
		return states;
	}

	/** The last record of each history since the last call. */
	Map<String, @Nullable FlowHistory> histories() {
		Map<String, @Nullable FlowHistory> histories = new LinkedHashMap<>();
		read(TOPICS.flowHistories()).forEach((message) -> histories.put(message.key, message.value));
		return histories;
	}

	TriggerState state(String triggerKey) {
		return this.schedulerState.scheduled()
			.stream()
			.map(SchedulerView.Scheduled::state)
			.filter((state) -> state.key().equals(triggerKey))
			.findFirst()
			.orElseThrow();
	}

	SchedulerView view() {
		return this.schedulerState;
	}

	SchedulerView.Detail detail(String flowId, String triggerId) {
		SchedulerView.Detail detail = this.schedulerState.find("demo", flowId, triggerId);
		if (detail == null) {
			throw new AssertionError("No trigger " + triggerId);
		}
		return detail;
	}

	public static <C> C bind(TriggerDefinition<C> type, Map<String, Object> properties) {
		return Json.mapper().convertValue(properties, type.configurationType());
	}

	Set<String> producedTopics() {
		return driver().producedTopicNames();
	}

	static Instant date(ExecutionCommand.Create create) {
		if (create.trigger() == null) {
			throw new AssertionError("No trigger in " + create);
		}
		return create.trigger().date();
	}

	private <V> List<KeyValue<String, V>> read(Topic<V> topic) {
		return driver().createOutputTopic(topic.name(), new StringDeserializer(), topic.serde().deserializer())
			.readKeyValuesToList();
	}

	private <V> void pipe(Topic<V> topic, String key, @Nullable V value) {
		driver().createInputTopic(topic.name(), new StringSerializer(), topic.serde().serializer())
			.pipeInput(key, value, now());
	}

	private TopologyTestDriver driver() {
		if (this.driver == null) {
			throw new IllegalStateException("Not started");
		}
		return this.driver;
	}

	record Text(String text) {
	}

	/**
	 * Fires when its text says so, and fails when it says that.
	 */
	static class TestPoll implements PollingTriggerType<Text> {

		@Override
		public String type() {
			return "test-poll";
		}

		@Override
		public Class<Text> configurationType() {
			return Text.class;
		}

		@Override
		public String description() {
			return "For tests.";
		}

		@Override
		public Outcome evaluate(Text configuration, Poll poll) {
			if (configuration.text().equals("fail")) {
				throw new IllegalStateException("asked to fail");
			}
			if (configuration.text().equals("error")) {
				throw new StackOverflowError("asked for an error");
			}
			return new Outcome(configuration.text().equals("fire"), Map.of("seen", poll.date().toString()));
		}

	}

}
