package io.windhover.executor.topology;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.machine.ExecutionMachine;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.Transition;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.plan.JobSizes;
import io.windhover.executor.plan.Plans;
import io.windhover.executor.plan.SubflowResolver;
import io.windhover.executor.state.ExecutorState;
import io.windhover.executor.state.InFlightIndex;
import io.windhover.executor.state.WorkerLiveness;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.OwnExecutions;
import io.windhover.executor.store.OwnedPartition;
import io.windhover.executor.store.StateSizes;
import io.windhover.executor.store.StoredExecution;
import io.windhover.executor.store.StoredTree;
import io.windhover.flow.template.Templates;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Loads what an event is about, asks the state machine, and carries out what it decides.
 */
class ExecutorProcessor implements Processor<String, Object, String, Object> {

	private static final Duration KEEP_INTERVAL = Duration.ofMinutes(10);

	private final ExecutorProperties properties;

	private final Duration unclaimedAfter;

	private final WorkerLiveness workers;

	private final Plans plans;

	private final Templates templates;

	private final JobSizes jobs;

	private final Predicate<String> groups;

	private final ExecutorState executorState;

	private final OwnExecutions executions;

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

	@SuppressWarnings("NullAway.Init") // by init()
	private ExecutionAdmission admission;

	private @Nullable InFlightIndex partition;

	private @Nullable OwnedPartition owned;

	private @Nullable ProcessorContext<String, Object> context;

	/** Whose turn it is to be looked at for what has ended long ago. */
	private int slice;

	/** When the scheduler is told next which deleted flows are still needed. */
	private Instant keepsAt = Instant.MIN;

	private String task = "";

	ExecutorProcessor(ExecutorProperties properties, Duration unclaimedAfter, WorkerLiveness workers, Plans plans,
			Templates templates, JobSizes jobs, Predicate<String> groups, ExecutorState executorState,
			OwnExecutions executions, ExecutorListener listener, Clock clock) {
		this.properties = properties;
		this.unclaimedAfter = unclaimedAfter;
		this.workers = workers;
		this.plans = plans;
		this.templates = templates;
		this.jobs = jobs;
		this.groups = groups;
		this.executorState = executorState;
		this.executions = executions;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.context = context;
		this.store = new ExecutorStore(context.getStateStore(ExecutorStore.NAME),
				new StateSizes(this.properties.maxStateSize().toBytes()));
		this.timers = new TimerQueue(this.store.entries());
		this.evaluator = new TemplateEvaluator(this.templates, this.store, this.properties.expressionBudget(),
				this.jobs, new SubflowResolver(this.plans, this.templates, this.properties.flowTimeout(),
						this.properties.maxSubflowDepth()));
		InFlightIndex opened = restored();
		this.task = context.taskId().toString();
		this.partition = opened;
		this.executorState.tasks().opened(this.task, opened);
		OwnedPartition own = this.executions.opened(context.taskId().partition());
		this.owned = own;
		EndReport ends = new EndReport(this.plans, this.properties.flowTimeout());
		this.writer = new TransitionWriter(context, this.store, this.timers, this.leases, opened, own, ends,
				this.groups, this.listener);
		this.admission = new ExecutionAdmission(this.plans, this.properties.flowTimeout(), this.evaluator, this.store,
				this.timers, this.writer, this.listener, this.clock, this::decide);
		DueWork work = new DueWork(this.timers, this.leases, this.workers, this.unclaimedAfter, this::apply);
		context.schedule(this.properties.timerInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			work.takeTimers(this.clock.instant());
			this.writer.tellHistories(this.clock.instant());
			this.executorState.ticked(this.clock.instant());
		});
		context.schedule(this.properties.leaseCheckInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			work.takeLostLeases();
			work.dispatchUnclaimed(opened, this.clock.instant());
			forgetEnded();
			keepRevisions(opened);
			opened.sized(this.clock.instant(), this.store.approximateEntries());
		});
	}

	@Override
	public void process(Record<String, Object> message) {
		if (message.value() instanceof ExecutionCommand command) {
			apply(command);
			commandProcessed();
		}
		else if (message.value() instanceof TaskResult result) {
			apply(result.executionId(),
					new Event.Reported(result.taskRunId().substring(result.executionId().length() + 1), result));
		}
		Instant now = this.clock.instant();
		this.executorState.processed(now);
		if (this.owned != null) {
			this.owned.processed(now, Instant.ofEpochMilli(message.timestamp()));
		}
	}

	private void commandProcessed() {
		if (this.owned != null && this.context != null) {
			this.context.recordMetadata().map(RecordMetadata::offset).ifPresent(this.owned::processed);
		}
	}

	@Override
	public void close() {
		if (this.partition != null) {
			this.executorState.tasks().closed(this.task, this.partition);
		}
		if (this.owned != null) {
			this.executions.closed(this.owned);
		}
	}

	/** After an aborted transaction the same processor is initialised once more. */
	private InFlightIndex restored() {
		InFlightIndex restored = new InFlightIndex();
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
			this.admission.create(create);
		}
		else if (command instanceof ExecutionCommand.Admit admit) {
			this.admission.admitted(admit);
		}
		else if (command instanceof ExecutionCommand.Refuse refuse) {
			this.admission.refused(refuse);
		}
		else if (command instanceof ExecutionCommand.Kill kill) {
			kill(kill);
		}
		else if (command instanceof ExecutionCommand.Pause) {
			apply(id, new Event.Pause());
		}
		else if (command instanceof ExecutionCommand.Unpause) {
			apply(id, new Event.Unpause());
		}
		else if (command instanceof ExecutionCommand.Resume resume) {
			apply(id, new Event.Resume(resume.path(), resume.inputs(), resume.inputsSize()));
		}
		else if (command instanceof ExecutionCommand.SubflowEnded end) {
			apply(id, new Event.SubflowEnded(end.path(), end.attempt(), end.state(), end.outputs(), end.error()));
		}
		else if (command instanceof ExecutionCommand.Continue rest) {
			apply(id, new Event.Continue(rest.path(), rest.number()));
		}
		else if (command instanceof ExecutionCommand.Forget rest) {
			this.writer.drop(rest, this.clock.instant());
		}
		else if (command instanceof ExecutionCommand.Delete) {
			this.writer.delete(id, this.clock.instant());
		}
	}

	/** A parent that waits hears also of a subflow that is not there. */
	private void kill(ExecutionCommand.Kill kill) {
		String id = kill.executionId();
		if (kill.parent() != null && new StoredTree(id, this.store).execution() == null) {
			this.writer.report(kill.parent(), State.KILLED, null, "it has ended before, or is not known",
					this.clock.instant());
		}
		apply(id, new Event.Kill(kill.by()));
	}

	/** Returns how many effects it had, and one for itself. */
	private int apply(String id, Event event) {
		StoredTree tree = new StoredTree(id, this.store);
		Execution execution = tree.execution();
		if (execution == null) {
			return decide(tree, Plan.NONE, event);
		}
		if (Objects.requireNonNull(tree.stored()).waitsFor() != null) {
			return this.admission.apply(tree, execution, event);
		}
		return decide(tree, this.plans.require(execution.flowRef(), this.properties.flowTimeout()), event);
	}

	private int decide(StoredTree tree, Plan plan, Event event) {
		Instant now = this.clock.instant();
		this.evaluator.of(tree.id());
		Transition transition = ExecutionMachine.decide(plan, this.evaluator, tree, event, now);
		this.writer.write(tree, plan, event, transition, now);
		if (transition.isExecutionChanged()) {
			this.admission.changed(plan, transition.execution());
		}
		return transition.effects().size() + 1;
	}

	/** What an execution runs stays, also when its flow is deleted. */
	private void keepRevisions(InFlightIndex opened) {
		Instant now = this.clock.instant();
		if (now.isBefore(this.keepsAt)) {
			return;
		}
		this.keepsAt = now.plus(KEEP_INTERVAL);
		opened.executionsByFlow()
			.keySet()
			.stream()
			.filter(this.plans::isDeleted)
			.forEach((flow) -> this.writer.send(new FlowCommand.Keep(flow.namespace(), flow.id(), now)));
	}

	private void forgetEnded() {
		this.store.forgetEnded(this.slice, this.clock.instant().minus(this.properties.rememberEnded()));
		this.slice = (this.slice + 1) % ExecutorStore.SLICES;
	}

}
