package io.windhover.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;
import io.windhover.execution.machine.Event;
import io.windhover.execution.machine.ExecutionMachine;
import io.windhover.execution.machine.Plan;
import io.windhover.execution.machine.Run;
import io.windhover.execution.machine.StaleReason;
import io.windhover.execution.machine.Timer;
import io.windhover.execution.machine.Transition;
import io.windhover.flow.FlowRef;
import io.windhover.flow.template.Templates;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Loads what an event is about, asks the state machine, and carries out what it decides.
 */
class ExecutorProcessor implements Processor<String, Object, String, Object> {

	private static final Duration FLOW_RETRY = Duration.ofMillis(200);

	private final ExecutorProperties properties;

	private final Duration unclaimedAfter;

	private final WorkerLiveness workers;

	private final Plans plans;

	private final Templates templates;

	private final ExecutorBoard board;

	private final ExecutorListener listener;

	private final Clock clock;

	private final LeaseIndex leases = new LeaseIndex();

	@SuppressWarnings("NullAway.Init") // by init()
	private ExecutorStore store;

	@SuppressWarnings("NullAway.Init") // by init()
	private TimerQueue timers;

	@SuppressWarnings("NullAway.Init") // by init()
	private TemplateEvaluator evaluator;

	@SuppressWarnings("NullAway.Init") // by init()
	private TransitionWriter writer;

	private @Nullable PartitionBoard partition;

	/** Whose turn it is to be looked at for what has ended long ago. */
	private int slice;

	private String task = "";

	ExecutorProcessor(ExecutorProperties properties, Duration unclaimedAfter, WorkerLiveness workers, Plans plans,
			Templates templates, ExecutorBoard board, ExecutorListener listener, Clock clock) {
		this.properties = properties;
		this.unclaimedAfter = unclaimedAfter;
		this.workers = workers;
		this.plans = plans;
		this.templates = templates;
		this.board = board;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.store = new ExecutorStore(context.getStateStore(ExecutorStore.NAME));
		this.timers = new TimerQueue(this.store.entries());
		this.evaluator = new TemplateEvaluator(this.templates, this.store, this.properties.expressionBudget());
		PartitionBoard opened = restored();
		this.task = context.taskId().toString();
		this.partition = opened;
		this.board.tasks().opened(this.task, opened);
		this.writer = new TransitionWriter(context, this.store, this.timers, this.leases, opened, this.listener);
		DueWork work = new DueWork(this.timers, this.leases, this.workers, this.unclaimedAfter, this::apply);
		context.schedule(this.properties.timerInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			work.takeTimers(this.clock.instant());
			this.board.ticked(this.clock.instant());
		});
		context.schedule(this.properties.leaseCheckInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			work.takeLostLeases();
			work.dispatchUnclaimed(opened, this.clock.instant());
			forgetEnded();
			opened.sized(this.clock.instant(), this.store.approximateEntries());
		});
	}

	@Override
	public void process(Record<String, Object> message) {
		if (message.value() instanceof ExecutionCommand command) {
			apply(command);
		}
		else if (message.value() instanceof TaskResult result) {
			apply(result.executionId(),
					new Event.Reported(result.taskRunId().substring(result.executionId().length() + 1), result));
		}
		this.board.processed(this.clock.instant());
	}

	@Override
	public void close() {
		if (this.partition != null) {
			this.board.tasks().closed(this.task, this.partition);
		}
	}

	/** After an aborted transaction the same processor is initialised once more. */
	private PartitionBoard restored() {
		PartitionBoard restored = new PartitionBoard();
		this.leases.clear();
		this.store.forEach(new ExecutorStore.Visitor() {

			@Override
			public void execution(String id, StoredExecution stored) {
				if (stored.execution() != null) {
					restored.changed(null, stored.execution());
					stored.runs().forEach(this::run);
				}
			}

			@Override
			public void run(Run run) {
				restored.changed(null, run.taskRun());
				ExecutorProcessor.this.leases.changed(null, run.taskRun());
			}

		});
		return restored;
	}

	private void apply(ExecutionCommand command) {
		String id = command.executionId();
		if (command instanceof ExecutionCommand.Create create) {
			create(create);
		}
		else if (command instanceof ExecutionCommand.Kill) {
			apply(id, new Event.Kill());
		}
		else if (command instanceof ExecutionCommand.Resume resume) {
			apply(id, new Event.Resume(resume.path(), resume.inputs(), resume.inputsSize()));
		}
		else if (command instanceof ExecutionCommand.Continue rest) {
			apply(id, new Event.Continue(rest.path(), rest.number()));
		}
	}

	private void create(ExecutionCommand.Create command) {
		StoredTree tree = new StoredTree(command.executionId(), this.store);
		if (tree.stored() != null) {
			this.listener.stale(StaleReason.EXECUTION_EXISTS);
			return;
		}
		Execution created = Execution.created(command);
		Plan plan = this.plans.find(command.flow());
		if (plan != null) {
			decide(tree, plan, new Event.Create(created));
		}
		else {
			this.store.put(created.id(), new StoredExecution(created, true, false, List.of(), List.of(), null));
			this.writer.publish(null, created);
			awaitFlow(created.id(), 1);
		}
	}

	private void awaitFlow(String id, int number) {
		this.timers.set(id, new Timer(Timer.Kind.FLOW, "", number), this.clock.instant().plus(FLOW_RETRY));
	}

	/** Returns how many effects it had, and one for itself. */
	private int apply(String id, Event event) {
		StoredTree tree = new StoredTree(id, this.store);
		Execution execution = tree.execution();
		if (execution == null) {
			return decide(tree, Plan.NONE, event);
		}
		boolean waits = Objects.requireNonNull(tree.stored()).waitsForFlow();
		Plan plan = this.plans.find(execution.flowRef());
		if (waits && event instanceof Event.Due due && due.timer().kind() == Timer.Kind.FLOW) {
			return flowDue(tree, execution, plan, due.timer().number());
		}
		if (waits && event instanceof Event.Kill) {
			return end(execution, null);
		}
		return decide(tree, (plan != null) ? plan : known(execution.flowRef()), event);
	}

	/**
	 * This process may just have started, or got the partition of another that knew it.
	 */
	private Plan known(FlowRef flow) {
		Plan plan = this.plans.await(flow, this.properties.flowTimeout());
		if (plan == null) {
			throw new IllegalStateException("Revision %s of a running execution is not known".formatted(flow));
		}
		return plan;
	}

	private int flowDue(StoredTree tree, Execution execution, @Nullable Plan plan, int number) {
		if (plan != null) {
			return decide(tree.unbegun(), plan, new Event.Create(execution));
		}
		if (execution.createdAt().plus(this.properties.flowTimeout()).isAfter(this.clock.instant())) {
			awaitFlow(execution.id(), number + 1);
			return 1;
		}
		return end(execution,
				"revision %s did not arrive within %s".formatted(execution.flowRef(), this.properties.flowTimeout()));
	}

	/** Ends an execution that never began: killed, or failed with a reason. */
	private int end(Execution execution, @Nullable String error) {
		Execution ended = ExecutionMachine.neverBegun(execution, error, this.clock.instant());
		this.writer.publish(execution, ended);
		this.store.ended(execution.id(), this.clock.instant());
		return 1;
	}

	private int decide(StoredTree tree, Plan plan, Event event) {
		Instant now = this.clock.instant();
		this.evaluator.of(tree.id());
		Transition transition = ExecutionMachine.decide(plan, this.evaluator, tree, event, now);
		this.writer.write(tree, event, transition, now);
		return transition.effects().size() + 1;
	}

	private void forgetEnded() {
		this.store.forgetEnded(this.slice, this.clock.instant().minus(this.properties.rememberEnded()));
		this.slice = (this.slice + 1) % ExecutorStore.SLICES;
	}

}
