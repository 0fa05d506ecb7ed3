package io.windhover.executor;

import java.util.function.Function;

import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;

/**
 * Commands and results come in by execution; documents, jobs, orders to workers and
 * requests for slots go out.
 */
class ExecutorTopology implements KafkaStreamsInfrastructureCustomizer {

	static final String PROCESSOR = "executor";

	static final String EXECUTION_COMMANDS_SINK = "execution-commands-sink";

	static final String EXECUTIONS_SINK = "executions-sink";

	static final String FLOW_COMMANDS_SINK = "flow-commands-sink";

	static final String TASK_RUNS_SINK = "task-runs-sink";

	static final String TASK_JOBS_SINK = "task-jobs-sink";

	static final String WORKER_COMMANDS_SINK = "worker-commands-sink";

	private static final String COMMANDS_SOURCE = "execution-commands-source";

	private static final String RESULTS_SOURCE = "task-results-source";

	private final Topics topics;

	private final ProcessorSupplier<String, Object, String, Object> processor;

	private final Function<String, KeyValueBytesStoreSupplier> stores;

	ExecutorTopology(Topics topics, ProcessorSupplier<String, Object, String, Object> processor,
			Function<String, KeyValueBytesStoreSupplier> stores) {
		this.topics = topics;
		this.processor = processor;
		this.stores = stores;
	}

	@Override
	public void configureTopology(Topology topology) {
		source(topology, COMMANDS_SOURCE, this.topics.executionCommands());
		source(topology, RESULTS_SOURCE, this.topics.taskResults());
		topology.addProcessor(PROCESSOR, this.processor, COMMANDS_SOURCE, RESULTS_SOURCE);
		topology.addStateStore(ExecutorStore.builder(this.stores.apply(ExecutorStore.NAME)), PROCESSOR);
		sink(topology, EXECUTION_COMMANDS_SINK, this.topics.executionCommands());
		sink(topology, EXECUTIONS_SINK, this.topics.executions());
		sink(topology, FLOW_COMMANDS_SINK, this.topics.flowCommands());
		sink(topology, TASK_RUNS_SINK, this.topics.taskRuns());
		sink(topology, TASK_JOBS_SINK, this.topics.taskJobs());
		sink(topology, WORKER_COMMANDS_SINK, this.topics.workerCommands());
	}

	private static void source(Topology topology, String name, Topic<?> topic) {
		topology.addSource(name, new StringDeserializer(), topic.serde().deserializer(), topic.name());
	}

	private static void sink(Topology topology, String name, Topic<?> topic) {
		topology.addSink(name, topic.name(), new StringSerializer(), topic.serde().serializer(), PROCESSOR);
	}

}
