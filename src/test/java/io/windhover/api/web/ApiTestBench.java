package io.windhover.api.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

import io.windhover.cluster.owner.PlayedOwner;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowProblem;
import io.windhover.flow.FlowRef;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.topic.Topic;
import io.windhover.topic.flow.FlowDirectory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.SendResult;

/**
 * Stands in for the broker, the flow directory and the reader of flows.
 */
public class ApiTestBench {

	/** Each caller that waits sees its own. */
	private static final ThreadLocal<FlowDirectory.Change> CHANGE = new ThreadLocal<>();

	private final Map<FlowKey, Flow> flows = new ConcurrentSkipListMap<>();

	private final Map<FlowRef, Flow> revisions = new ConcurrentHashMap<>();

	private final Map<FlowKey, FlowHistory> histories = new ConcurrentHashMap<>();

	private final List<ExecutionCommand> commands = new ArrayList<>();

	private final PlayedOwner owner;

	private final List<TriggerCommand> triggerCommands = new ArrayList<>();

	private Consumer<TriggerCommand> triggers = (command) -> {
	};

	private Runnable flowCommands = () -> {
	};

	private @Nullable PauseNote note;

	private boolean brokerDown;

	private volatile boolean schedulerDown;

	private boolean ready = true;

	ApiTestBench(PlayedOwner owner) {
		this.owner = owner;
	}

	/**
	 * A text as {@link #read} takes it.
	 */
	public static String yaml(String namespace, String id) {
		return "namespace: %s%nid: %s%n".formatted(namespace, id);
	}

	/**
	 * Forgets everything.
	 */
	public void reset() {
		this.flows.clear();
		this.revisions.clear();
		this.histories.clear();
		this.commands.clear();
		this.triggerCommands.clear();
		this.triggers = (command) -> {
		};
		this.flowCommands = () -> {
		};
		this.owner.reset();
		this.brokerDown = false;
		this.schedulerDown = false;
		this.ready = true;
	}

	public void brokerDown() {
		this.brokerDown = true;
	}

	public void schedulerDown(boolean down) {
		this.schedulerDown = down;
	}

	public void notReady() {
		this.ready = false;
	}

	public boolean isReady() {
		return this.ready;
	}

	public Map<FlowKey, Flow> flows() {
		return this.flows;
	}

	public Map<FlowRef, Flow> revisions() {
		return this.revisions;
	}

	/**
	 * Those of a flow, the newest first.
	 */
	public List<Flow> revisions(FlowKey key) {
		return this.revisions.values()
			.stream()
			.filter((flow) -> flow.key().equals(key))
			.sorted(Comparator.comparing(Flow::revision).reversed())
			.toList();
	}

	/**
	 * What became of the executions of flows.
	 */
	public Map<FlowKey, FlowHistory> histories() {
		return this.histories;
	}

	public List<ExecutionCommand> commands() {
		return this.commands;
	}

	public List<TriggerCommand> triggerCommands() {
		return this.triggerCommands;
	}

	/**
	 * Lets a scheduler answer commands for triggers.
	 */
	public void onTriggerCommand(Consumer<TriggerCommand> scheduler) {
		this.triggers = scheduler;
	}

	/**
	 * Lets something happen before each flow is stored or deleted.
	 */
	public void onFlowCommand(Runnable before) {
		this.flowCommands = before;
	}

	/**
	 * Adds a flow with an optional input {@code count}.
	 */
	public void given(String namespace, String id) {
		Flow flow = read("flow.yaml", yaml(namespace, id)).stored(1, java.time.Instant.EPOCH);
		this.flows.put(flow.key(), flow);
	}

	/**
	 * Adds a flow with an input {@code data} and an optional one {@code more} that are
	 * files, and an optional {@code count}.
	 */
	public void givenWithFile(String namespace, String id) {
		Flow flow = new Flow(namespace, id, 1, null, Map.of(),
				List.of(new Input("data", Input.Type.FILE, true, null, null, null, InputRules.NONE),
						new Input("more", Input.Type.FILE, false, null, null, null, InputRules.NONE),
						new Input("count", Input.Type.INT, false, null, null, null, InputRules.NONE)),
				Map.of(), List.of(), ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), "", null,
				java.time.Instant.EPOCH);
		this.flows.put(flow.key(), flow);
	}

	/**
	 * Lets a flow start nothing.
	 */
	public void disable(String namespace, String id) {
		Flow flow = Objects.requireNonNull(this.flows.get(new FlowKey(namespace, id)));
		this.flows.put(flow.key(),
				new Flow(namespace, id, flow.revision(), null, flow.labels(), flow.inputs(), flow.variables(),
						flow.tasks(), flow.handlers(), new TaskOptions(null, null, true, null, null, false),
						flow.outputs(), null, flow.triggers(), flow.source(), null, flow.updatedAt()));
	}

	Flow read(String file, String yaml) {
		String[] lines = yaml.split("\\R", -1);
		if (!yaml.startsWith("namespace: ")) {
			throw new InvalidFlowException(List.of(new FlowProblem(file, 1, 2, "namespace", "is missing"),
					new FlowProblem(file, 3, 4, "tasks[0].type", "is not a task type")));
		}
		return new Flow(lines[0].substring(11), lines[1].substring(4), 0, null, Map.of("team", "blue"),
				List.of(new Input("count", Input.Type.INT, false, null, null, null, InputRules.NONE)), Map.of(),
				List.of(), ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), yaml, null, null);
	}

	CompletableFuture<SendResult<String, byte[]>> send(Topic<?> topic, String key, @Nullable Object value) {
		if (this.brokerDown) {
			return new CompletableFuture<>();
		}
		if (value instanceof ExecutionCommand command) {
			this.commands.add(command);
			if (command instanceof ExecutionCommand.Create create) {
				this.owner.created(create);
			}
			else if (command instanceof ExecutionCommand.Delete) {
				this.owner.deleted(command.executionId());
			}
		}
		else if (value instanceof FlowCommand command && !this.schedulerDown) {
			change(command);
		}
		else if (value instanceof TriggerCommand command) {
			this.triggerCommands.add(command);
			this.triggers.accept(command);
		}
		RecordMetadata written = new RecordMetadata(new TopicPartition(topic.name(), 0), 0, 0, 0, 0, 0);
		return CompletableFuture
			.completedFuture(new SendResult<>(new ProducerRecord<>(topic.name(), key, null), written));
	}

	/**
	 * As the flow directory hears of it from the scheduler.
	 */
	FlowDirectory.@Nullable Change await(Runnable request) {
		CHANGE.remove();
		request.run();
		return CHANGE.get();
	}

	/**
	 * Who stored a flow last, and why.
	 */
	public @Nullable PauseNote note() {
		return this.note;
	}

	private void change(FlowCommand command) {
		this.flowCommands.run();
		Flow before = this.flows.get(command.key());
		if (command instanceof FlowCommand.Store store) {
			this.note = store.note();
			boolean same = before != null && Objects.equals(before.source(), store.flow().source());
			int revision = (before == null) ? 1 : same ? before.revision() : before.revision() + 1;
			Flow stored = store.flow().stored(revision, store.at()).changedBy(store.change());
			this.flows.put(store.key(), stored);
			this.revisions.put(stored.ref(), stored);
		}
		else {
			this.flows.remove(command.key());
		}
		CHANGE.set(new FlowDirectory.Change(command.key(), before, this.flows.get(command.key())));
	}

}
