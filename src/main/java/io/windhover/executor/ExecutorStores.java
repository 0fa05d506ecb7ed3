package io.windhover.executor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.Task;
import io.windhover.flow.template.OutputReferences;
import io.windhover.topic.JsonSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the executions in flight. Each part of an execution is an entry of its
 * own, so that an event touches only what it is about.
 */
final class ExecutorStores {

	static final String EXECUTIONS = "executions";

	static final String FLOWS = "execution-flows";

	static final String TASK_RUNS = "task-runs";

	static final String OUTPUTS = "outputs";

	static final String LEASES = "leases";

	static final String TIMERS = "timers";

	/** All of them. */
	static final List<String> NAMES = List.of(EXECUTIONS, FLOWS, TASK_RUNS, OUTPUTS, LEASES, TIMERS);

	private static final int REMEMBERED_FLOWS = 1000;

	private final KeyValueStore<String, Execution> executions;

	private final KeyValueStore<String, Flow> flows;

	private final KeyValueStore<String, TaskRun> taskRuns;

	private final KeyValueStore<String, Outputs> outputs;

	private final KeyValueStore<String, Lease> leaseEntries;

	private final LeaseStore leases;

	private final KeyValueStore<String, Timer> timerEntries;

	private final TimerStore timers;

	private final Map<String, Flow> rememberedFlows = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Flow> eldest) {
			return size() > REMEMBERED_FLOWS;
		}

	};

	ExecutorStores(ProcessingContext context) {
		this.executions = context.getStateStore(EXECUTIONS);
		this.flows = context.getStateStore(FLOWS);
		this.taskRuns = context.getStateStore(TASK_RUNS);
		this.outputs = context.getStateStore(OUTPUTS);
		this.leaseEntries = context.getStateStore(LEASES);
		this.timerEntries = context.getStateStore(TIMERS);
		this.leases = new LeaseStore(this.leaseEntries);
		this.timers = new TimerStore(this.timerEntries);
	}

	static List<StoreBuilder<?>> builders(Function<String, KeyValueBytesStoreSupplier> kind) {
		return List.of(store(kind, EXECUTIONS, Execution.class), store(kind, FLOWS, Flow.class),
				store(kind, TASK_RUNS, TaskRun.class), store(kind, OUTPUTS, Outputs.class),
				store(kind, LEASES, Lease.class), store(kind, TIMERS, Timer.class));
	}

	private static <V> StoreBuilder<KeyValueStore<String, V>> store(Function<String, KeyValueBytesStoreSupplier> kind,
			String name, Class<V> type) {
		return Stores.keyValueStoreBuilder(kind.apply(name), Serdes.String(), new JsonSerde<>(type));
	}

	@Nullable Execution execution(String id) {
		return this.executions.get(id);
	}

	void put(Execution execution) {
		this.executions.put(execution.id(), execution);
	}

	@Nullable Flow flow(String executionId) {
		Flow remembered = this.rememberedFlows.get(executionId);
		if (remembered != null) {
			return remembered;
		}
		Flow flow = this.flows.get(executionId);
		if (flow != null) {
			this.rememberedFlows.put(executionId, flow);
		}
		return flow;
	}

	void putFlow(String executionId, Flow flow) {
		this.flows.put(executionId, flow);
		this.rememberedFlows.put(executionId, flow);
	}

	@Nullable TaskRun taskRun(String executionId, String id) {
		return this.taskRuns.get(executionId + "/" + id);
	}

	void forEachExecution(Consumer<Execution> action) {
		try (KeyValueIterator<String, Execution> entries = this.executions.all()) {
			entries.forEachRemaining((entry) -> action.accept(entry.value));
		}
	}

	void forEachTaskRun(Consumer<TaskRun> action) {
		try (KeyValueIterator<String, TaskRun> entries = this.taskRuns.all()) {
			entries.forEachRemaining((entry) -> action.accept(entry.value));
		}
	}

	/**
	 * About how many entries each store has, which is cheap to ask.
	 */
	Map<String, Long> sizes() {
		return Map.of(EXECUTIONS, this.executions.approximateNumEntries(), FLOWS, this.flows.approximateNumEntries(),
				TASK_RUNS, this.taskRuns.approximateNumEntries(), OUTPUTS, this.outputs.approximateNumEntries(), LEASES,
				this.leaseEntries.approximateNumEntries(), TIMERS, this.timerEntries.approximateNumEntries());
	}

	List<TaskRun> taskRuns(String executionId) {
		List<TaskRun> found = new ArrayList<>();
		for (String task : taskIds(executionId)) {
			TaskRun taskRun = taskRun(executionId, executionId + "." + task);
			if (taskRun != null) {
				found.add(taskRun);
			}
		}
		return found;
	}

	/**
	 * Keeps a task run, or forgets one that has ended.
	 */
	void put(TaskRun taskRun) {
		String key = taskRun.executionId() + "/" + taskRun.id();
		if (taskRun.state().isTerminal()) {
			this.taskRuns.delete(key);
		}
		else {
			this.taskRuns.put(key, taskRun);
		}
	}

	void putOutputs(String executionId, String taskId, Map<String, Object> values) {
		this.outputs.put(executionId + "/" + taskId, new Outputs(values));
	}

	/**
	 * The outputs that templates name, by task.
	 */
	Map<String, Object> outputs(String executionId, OutputReferences references) {
		Map<String, Object> found = new LinkedHashMap<>();
		for (String task : references.all() ? taskIds(executionId) : references.tasks()) {
			Outputs values = this.outputs.get(executionId + "/" + task);
			if (values != null) {
				found.put(task, values.values());
			}
		}
		return found;
	}

	/**
	 * Forgets all of an execution that has ended.
	 */
	void remove(Execution ended) {
		// by key: the iterator of a store knows no upper bound and would walk over the
		// tombstones of all that ended before
		for (String task : taskIds(ended.id())) {
			String key = ended.id() + "/" + task;
			if (this.outputs.get(key) != null) {
				this.outputs.delete(key);
			}
		}
		this.executions.delete(ended.id());
		this.flows.delete(ended.id());
		this.rememberedFlows.remove(ended.id());
	}

	private List<String> taskIds(String executionId) {
		Flow flow = flow(executionId);
		return (flow != null) ? flow.tasks().stream().map(Task::id).toList() : List.of();
	}

	LeaseStore leases() {
		return this.leases;
	}

	TimerStore timers() {
		return this.timers;
	}

	/**
	 * The outputs of one task.
	 */
	record Outputs(Map<String, Object> values) {

		Outputs {
			Objects.requireNonNull(values);
		}

	}

}
