package io.windhover.executor.topology;

import java.util.function.Function;

import io.windhover.execution.Job;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.flow.WorkerGroup;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;
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

	static final String GROUP_JOBS_SINK = "group-jobs-sink";

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
		topology.addSink(GROUP_JOBS_SINK, new GroupTopic(this.topics), new StringSerializer(),
				this.topics.taskJobs().serde().serializer(), PROCESSOR);
		sink(topology, WORKER_COMMANDS_SINK, this.topics.workerCommands());
	}

	private static void source(Topology topology, String name, Topic<?> topic) {
		topology.addSource(name, new StringDeserializer(), topic.serde().deserializer(), topic.name());
	}

	private static void sink(Topology topology, String name, Topic<?> topic) {
		topology.addSink(name, topic.name(), new StringSerializer(), topic.serde().serializer(), PROCESSOR);
	}

	/** The topic of a job by the worker group of its task. */
	private record GroupTopic(Topics topics) implements TopicNameExtractor<String, Job> {

		@Override
		public String extract(String key, Job job, RecordContext context) {
			return this.topics.taskJobs(WorkerGroup.orDefault(job.task().workerGroup())).name();
		}

		/** As the description of the topology shows it. */
		@Override
		public String toString() {
			return this.topics.taskJobs().name() + "-*";
		}

	}

}
