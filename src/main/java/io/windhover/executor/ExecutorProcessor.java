package io.windhover.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.machine.Event;
import io.windhover.execution.machine.ExecutionMachine;
import io.windhover.execution.machine.Situation;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Loads what an event is about, asks the state machine, and carries out what it decides.
 */
class ExecutorProcessor implements Processor<String, Object, String, Object> {

	private final ExecutorProperties properties;

	private final Duration unclaimedAfter;

	private final WorkerLiveness workers;

	private final ExecutorBoard board;

	private final ExecutorListener listener;

	private final Clock clock;

	@SuppressWarnings("NullAway.Init") // by init()
	private ExecutorStores stores;

	@SuppressWarnings("NullAway.Init") // by init()
	private DecisionWriter writer;

	private @Nullable PartitionBoard partition;

	private String task = "";

	ExecutorProcessor(ExecutorProperties properties, Duration unclaimedAfter, WorkerLiveness workers,
			ExecutorBoard board, ExecutorListener listener, Clock clock) {
		this.properties = properties;
		this.unclaimedAfter = unclaimedAfter;
		this.workers = workers;
		this.board = board;
		this.listener = listener;
		this.clock = clock;
	}

	@Override
	public void init(ProcessorContext<String, Object> context) {
		this.stores = new ExecutorStores(context);
		PartitionBoard opened = restored(this.stores);
		this.task = context.taskId().toString();
		this.partition = opened;
		this.board.tasks().opened(this.task, opened);
		this.writer = new DecisionWriter(context, this.stores, this.unclaimedAfter, opened, this.listener);
		DueTimers timers = new DueTimers(this.stores.timers(), this::apply, this.clock);
		LostLeases leases = new LostLeases(this.stores.leases(), this.workers, this::apply);
		context.schedule(this.properties.timerInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			timers.run();
			this.board.ticked(this.clock.instant());
		});
		context.schedule(this.properties.leaseCheckInterval(), PunctuationType.WALL_CLOCK_TIME, (time) -> {
			leases.run();
			opened.sized(this.clock.instant(), this.stores.sizes());
		});
	}

	@Override
	public void process(Record<String, Object> message) {
		if (message.value() instanceof ExecutionCommand command) {
			apply(command.executionId(), null, new Event.Commanded(command));
		}
		else if (message.value() instanceof TaskResult result) {
			apply(result.executionId(), result.taskRunId(), new Event.Reported(result));
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
	private static PartitionBoard restored(ExecutorStores stores) {
		PartitionBoard board = new PartitionBoard();
		stores.forEachExecution((execution) -> board.changed(null, execution));
		stores.forEachTaskRun((taskRun) -> board.changed(null, taskRun));
		return board;
	}

	private void apply(String executionId, @Nullable String taskRunId, Event event) {
		Situation situation = new Situation(this.stores.execution(executionId),
				(taskRunId != null) ? this.stores.taskRun(executionId, taskRunId) : null,
				(taskRunId != null) ? this.stores.flow(executionId) : null);
		Instant now = this.clock.instant();
		boolean killTaskRuns = this.writer.write(situation, event, ExecutionMachine.decide(situation, event, now));
		if (killTaskRuns) {
			for (TaskRun taskRun : this.stores.taskRuns(executionId)) {
				apply(executionId, taskRun.id(), new Event.TaskRunKilled());
			}
		}
	}

	/**
	 * Takes an event of a task run.
	 */
	@FunctionalInterface
	interface Events {

		void apply(String executionId, @Nullable String taskRunId, Event event);

	}

}
