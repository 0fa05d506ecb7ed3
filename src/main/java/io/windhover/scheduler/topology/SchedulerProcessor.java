package io.windhover.scheduler.topology;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.trace.Tracing;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.template.Templates;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.SchedulerProperties;
import io.windhover.scheduler.history.HistoryStore;
import io.windhover.scheduler.history.HistoryVerdict;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.slot.SlotState;
import io.windhover.scheduler.slot.SlotStore;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the records and the passing of time of one task, and sends what follows from
 * them.
 */
class SchedulerProcessor implements Processor<String, Object, String, Object>, Effects {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerProcessor.class);

	private final SchedulerProperties properties;

	private final SchedulerState schedulerState;

	private final Evaluations evaluations;

	private final Templates templates;

	private final ExpectationDefaults expectations;

	private final ListenerList<SchedulerListener> listeners;

	private final BooleanSupplier holding;

	private final Tracing tracing;

	private final Clock clock;

	private @Nullable ProcessorContext<String, Object> context;

	private @Nullable TriggerScheduler triggers;

	private @Nullable FlowRevisions flows;

	private @Nullable FlowSlots slots;

	private @Nullable FlowHistories histories;

	private @Nullable DeletedFlows deleted;

	SchedulerProcessor(SchedulerProperties properties, SchedulerState schedulerState, Evaluations evaluations,
			Templates templates, ExpectationDefaults expectations, ListenerList<SchedulerListener> listeners,
			BooleanSupplier holding, Tracing tracing, Clock clock) {
		this.properties = properties;
		this.schedulerState = schedulerState;
		this.evaluations = evaluations;
		this.templates = templates;
		this.expectations = expectations;
		this.listeners = listeners;
		this.holding = holding;
		this.tracing = tracing;
		this.clock = clock;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.context = context;
		KeyValueStore<String, Flow> flows = context.getStateStore(SchedulerTopology.FLOWS);
		KeyValueStore<String, TriggerEntry> entries = context.getStateStore(SchedulerTopology.TRIGGERS);
		KeyValueStore<String, String> due = context.getStateStore(SchedulerTopology.DUE);
		TriggerStore triggers = new TriggerStore(entries, due);
		ExecutionLauncher launcher = new ExecutionLauncher(flows, this, this.listeners, this.tracing);
		SlotStore slots = new SlotStore(context.getStateStore(SchedulerTopology.SLOTS));
		this.slots = new FlowSlots(slots, this);
		TriggerScheduler scheduler = new TriggerScheduler(triggers, this, this.evaluations, launcher,
				new FireInputs(this.templates), this.properties.missedAfter(), this.holding);
		this.triggers = scheduler;
		DeletedFlows deletedFlows = new DeletedFlows(flows, this, this.properties.keepDeleted(), this.clock.instant());
		this.deleted = deletedFlows;
		FlowHistories histories = new FlowHistories(
				new HistoryStore(context.getStateStore(SchedulerTopology.HISTORIES)), triggers, this.expectations, this,
				this.clock.instant());
		this.histories = histories;
		this.flows = new FlowRevisions(flows, scheduler, this.slots, histories, this);
		// the stores are restored by now
		this.schedulerState.opened(context.taskId().toString(), triggers.all());
		slots.forEach((flow, state) -> this.schedulerState.counted(task(), flow, state));
		watch(flows, histories);
		context.schedule(this.properties.tick(), PunctuationType.WALL_CLOCK_TIME, (time) -> tick(scheduler, histories));
		context.schedule(DeletedFlows.LOOK, PunctuationType.WALL_CLOCK_TIME,
				(time) -> deletedFlows.look(this.clock.instant()));
	}

	@Override
	public void process(Record<String, Object> message) {
		if (this.triggers == null || this.flows == null || this.slots == null || this.histories == null
				|| this.deleted == null) {
			throw new IllegalStateException("Not initialised");
		}
		Object value = message.value();
		if (value instanceof TriggerCommand command) {
			this.triggers.command(command, this.clock.instant());
		}
		else if (value instanceof FlowCommand.Slots command) {
			this.slots.command(command, this.clock.instant());
		}
		else if (value instanceof FlowCommand.BackfillEnded end) {
			this.triggers.ended(end, this.clock.instant());
		}
		else if (value instanceof FlowCommand.Heard command) {
			this.triggers.heard(command, this.clock.instant());
		}
		else if (value instanceof FlowCommand.Happened what) {
			this.histories.happened(what, this.clock.instant());
		}
		else if (value instanceof FlowCommand.Revisions command) {
			this.deleted.command(command, this.clock.instant());
		}
		else if (value instanceof FlowCommand.Change command) {
			this.flows.change(command, this.clock.instant());
		}
		if (value instanceof FlowCommand) {
			this.histories.heard(Instant.ofEpochMilli(message.timestamp()), this.clock.instant());
		}
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.schedulerState.closed(this.context.taskId().toString());
		}
	}

	@Override
	public void send(ExecutionCommand command) {
		forward(command.executionId(), command, SchedulerTopology.EXECUTION_COMMANDS_SINK);
	}

	@Override
	public void send(FlowCommand command) {
		forward(command.key().toString(), command, SchedulerTopology.FLOW_COMMANDS_SINK);
	}

	@Override
	public void counted(FlowKey flow, SlotState state) {
		this.schedulerState.counted(task(), flow, state);
	}

	@Override
	public void stored(String key, @Nullable Flow flow) {
		forward(key, flow, SchedulerTopology.FLOWS_SINK);
	}

	@Override
	public void recorded(FlowHistory history) {
		this.schedulerState.recorded(task(), history);
	}

	@Override
	public void published(FlowHistory history) {
		forward(history.key().toString(), history, SchedulerTopology.HISTORIES_SINK);
	}

	@Override
	public void forgotten(FlowKey flow) {
		this.schedulerState.forgotten(task(), flow);
		forward(flow.toString(), null, SchedulerTopology.HISTORIES_SINK);
	}

	@Override
	public void decided(FlowKey flow, HistoryVerdict verdict) {
		String expected = verdict.expected().property();
		if (verdict.missed()) {
			logger.warn("Flow {} has missed '{}' at {}: {}", flow, expected, verdict.at(), verdict.reason());
			this.listeners.tell((listener) -> listener.expectationMissed(flow, verdict.expected()));
		}
		else {
			logger.info("Flow {} meets '{}' again since {}: {}", flow, expected, verdict.at(), verdict.reason());
		}
	}

	@Override
	public void saved(TriggerEntry entry) {
		forward(entry.state().key(), entry.state(), SchedulerTopology.TRIGGERS_SINK);
		this.schedulerState.saved(task(), entry);
		triggered(entry.state());
	}

	@Override
	public void removed(TriggerState state) {
		forward(state.key(), null, SchedulerTopology.TRIGGERS_SINK);
		this.schedulerState.removed(task(), state);
		triggered(state);
	}

	private void triggered(TriggerState state) {
		if (this.histories != null) {
			this.histories.triggered(state.flow());
		}
	}

	@Override
	public void evaluated(Evaluated outcome) {
		this.schedulerState.evaluated(outcome);
	}

	@Override
	public void launched(TriggerState state, Instant date, Instant now) {
		this.schedulerState.launched(state, date, now);
	}

	@Override
	public void missed(TriggerState state, MissedReason reason, int count) {
		this.schedulerState.missed(state, reason, count);
	}

	/** What is expected of a flow may have changed while no scheduler ran. */
	private void watch(KeyValueStore<String, Flow> flows, FlowHistories histories) {
		Instant now = this.clock.instant();
		try (KeyValueIterator<String, Flow> found = flows.all()) {
			while (found.hasNext()) {
				Flow flow = found.next().value;
				if (!DeletedFlows.isDeleted(flow)) {
					histories.watch(flow, null, now);
				}
			}
		}
	}

	private void tick(TriggerScheduler scheduler, FlowHistories histories) {
		Instant now = this.clock.instant();
		scheduler.tick(now);
		histories.tick(now);
		this.schedulerState.ticked(task(), now);
	}

	private void forward(String key, @Nullable Object value, String sink) {
		requireContext().forward(new Record<>(key, value, this.clock.millis()), sink);
	}

	private String task() {
		return requireContext().taskId().toString();
	}

	private ProcessorContext<String, Object> requireContext() {
		if (this.context == null) {
			throw new IllegalStateException("Not initialised");
		}
		return this.context;
	}

}
