package io.windhover.scheduler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.FlowCommand;
import io.windhover.execution.TriggerCommand;
import io.windhover.execution.TriggerCommand.Evaluated;
import io.windhover.execution.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.role.ListenerList;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Kafka and the desk: one for each task.
 */
class SchedulerProcessor implements Processor<String, Object, String, Object>, Effects {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerProcessor.class);

	private final SchedulerProperties properties;

	private final ScheduleBoard board;

	private final Evaluations evaluations;

	private final ListenerList<SchedulerListener> listeners;

	private final Clock clock;

	private @Nullable ProcessorContext<String, Object> context;

	private @Nullable TriggerDesk desk;

	private @Nullable CommandDesk commands;

	SchedulerProcessor(SchedulerProperties properties, ScheduleBoard board, Evaluations evaluations,
			ListenerList<SchedulerListener> listeners, Clock clock) {
		this.properties = properties;
		this.board = board;
		this.evaluations = evaluations;
		this.listeners = listeners;
		this.clock = clock;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.context = context;
		KeyValueStore<String, Flow> flows = context.getStateStore(SchedulerTopology.FLOWS);
		KeyValueStore<String, TriggerEntry> entries = context.getStateStore(SchedulerTopology.TRIGGERS);
		KeyValueStore<String, String> due = context.getStateStore(SchedulerTopology.DUE);
		TriggerStore triggers = new TriggerStore(entries, due);
		Starter starter = new Starter(flows, this, this.listeners);
		TriggerDesk made = new TriggerDesk(flows, triggers, this, this.evaluations, starter,
				this.properties.missedAfter());
		this.desk = made;
		this.commands = new CommandDesk(made, triggers, this, starter);
		// the stores are restored by now
		this.board.opened(context.taskId().toString(), triggers.all());
		context.schedule(this.properties.tick(), PunctuationType.WALL_CLOCK_TIME, (time) -> tick(made));
	}

	@Override
	public void process(Record<String, Object> message) {
		if (this.desk == null || this.commands == null) {
			throw new IllegalStateException("Not initialised");
		}
		Object value = message.value();
		if (value instanceof TriggerCommand command) {
			this.commands.command(command, this.clock.instant());
		}
		else if (value instanceof FlowCommand command) {
			flow(command, this.desk, this.clock.instant());
		}
	}

	private static void flow(FlowCommand command, TriggerDesk desk, Instant now) {
		if (now.isAfter(command.until())) {
			logger.warn(
					"A change of flow {}, requested {} ago, is too late and was left out: its sender has reported "
							+ "that. If it was sent just now, synchronise the clocks of the instances",
					command.key(), Duration.between(command.at(), now));
		}
		else if (command instanceof FlowCommand.Store store) {
			desk.store(store, now);
		}
		else {
			desk.delete(command.key());
		}
	}

	@Override
	public void close() {
		if (this.context != null) {
			this.board.closed(this.context.taskId().toString());
		}
	}

	@Override
	public void create(ExecutionCommand.Create command) {
		forward(command.executionId(), command, SchedulerTopology.EXECUTION_COMMANDS_SINK);
	}

	@Override
	public void stored(String key, @Nullable Flow flow) {
		forward(key, flow, SchedulerTopology.FLOWS_SINK);
	}

	@Override
	public void saved(TriggerEntry entry) {
		forward(entry.state().key(), entry.state(), SchedulerTopology.TRIGGERS_SINK);
		this.board.saved(task(), entry);
	}

	@Override
	public void removed(TriggerState state) {
		forward(state.key(), null, SchedulerTopology.TRIGGERS_SINK);
		this.board.removed(task(), state);
	}

	@Override
	public void evaluated(Evaluated outcome) {
		this.board.evaluated(outcome);
	}

	@Override
	public void missed(TriggerState state, MissedReason reason, int count) {
		this.board.missed(state, reason, count);
	}

	private void tick(TriggerDesk desk) {
		Instant now = this.clock.instant();
		desk.tick(now);
		this.board.ticked(task(), now);
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
