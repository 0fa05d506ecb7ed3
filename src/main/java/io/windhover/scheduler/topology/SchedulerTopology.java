package io.windhover.scheduler.topology;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.windhover.execution.trace.Tracing;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerProperties;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import io.windhover.topic.record.JsonSerde;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * Commands for flows and triggers in; flows, execution commands and trigger states out.
 * The names are pinned: an upgrade finds its stores by them.
 */
class SchedulerTopology implements KafkaStreamsInfrastructureCustomizer {

	/** Store: the flows, by their key. */
	static final String FLOWS = "flows";

	/** Store: the triggers, by {@code namespace/flow/trigger}. */
	static final String TRIGGERS = "triggers";

	/** Store: the keys of the triggers, in the order of their next dates. */
	static final String DUE = "due";

	/** Store: who holds and who waits for the slots of flows with a concurrency. */
	static final String SLOTS = "slots";

	/** Store: what became of the executions of each flow, and what is due. */
	static final String HISTORIES = "histories";

	static final String HISTORIES_SINK = "flow-histories-sink";

	static final String EXECUTION_COMMANDS_SINK = "execution-commands-sink";

	static final String FLOW_COMMANDS_SINK = "flow-commands-sink";

	static final String FLOWS_SINK = "flows-sink";

	static final String TRIGGERS_SINK = "triggers-sink";

	private static final String FLOW_COMMANDS_SOURCE = "flow-commands-source";

	private static final String TRIGGER_COMMANDS_SOURCE = "trigger-commands-source";

	private static final String PROCESSOR = "scheduler";

	private final Topics topics;

	private final ProcessorSupplier<String, Object, String, Object> processors;

	private final Function<String, KeyValueBytesStoreSupplier> stores;

	SchedulerTopology(Topics topics, SchedulerProperties properties, SchedulerState schedulerState,
			Evaluations evaluations, Templates templates, ExpectationDefaults expectations,
			ListenerList<SchedulerListener> listeners, BooleanSupplier holding, Tracing tracing, Clock clock) {
		this(topics, () -> new SchedulerProcessor(properties, schedulerState, evaluations, templates, expectations,
				listeners, holding, tracing, clock), Stores::persistentKeyValueStore);
	}

	SchedulerTopology(Topics topics, ProcessorSupplier<String, Object, String, Object> processors,
			Function<String, KeyValueBytesStoreSupplier> stores) {
		this.topics = topics;
		this.processors = processors;
		this.stores = stores;
	}

	@Override
	public void configureTopology(Topology topology) {
		source(topology, FLOW_COMMANDS_SOURCE, this.topics.flowCommands());
		source(topology, TRIGGER_COMMANDS_SOURCE, this.topics.triggerCommands());
		topology.addProcessor(PROCESSOR, this.processors, FLOW_COMMANDS_SOURCE, TRIGGER_COMMANDS_SOURCE);
		topology.addStateStore(store(FLOWS, new JsonSerde<>(Flow.class)), PROCESSOR);
		topology.addStateStore(store(TRIGGERS, new JsonSerde<>(TriggerEntry.class)), PROCESSOR);
		topology.addStateStore(store(DUE, Serdes.String()), PROCESSOR);
		topology.addStateStore(store(SLOTS, Serdes.String()), PROCESSOR);
		topology.addStateStore(store(HISTORIES, Serdes.String()), PROCESSOR);
		sink(topology, EXECUTION_COMMANDS_SINK, this.topics.executionCommands());
		sink(topology, FLOW_COMMANDS_SINK, this.topics.flowCommands());
		sink(topology, FLOWS_SINK, this.topics.flows());
		sink(topology, TRIGGERS_SINK, this.topics.triggers());
		sink(topology, HISTORIES_SINK, this.topics.flowHistories());
	}

	private <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> serde) {
		return Stores.keyValueStoreBuilder(this.stores.apply(name), Serdes.String(), serde)
			.withCachingDisabled()
			.withLoggingEnabled(Map.of());
	}

	private static void source(Topology topology, String name, Topic<?> topic) {
		topology.addSource(name, new StringDeserializer(), topic.serde().deserializer(), topic.name());
	}

	private static void sink(Topology topology, String name, Topic<?> topic) {
		topology.addSink(name, topic.name(), new StringSerializer(), topic.serde().serializer(), PROCESSOR);
	}

}
