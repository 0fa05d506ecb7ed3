package io.windhover.management.live;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.executor.ExecutorListener;
import io.windhover.worker.WorkerListener;

/**
 * Counts what happens on this instance, whatever flow it is of, where it happens: so a
 * sample costs the same with one flow and with thousands.
 */
class LiveEvents implements ExecutorListener, WorkerListener {

	final LongAdder executions = new LongAdder();

	final LongAdder executionsEnded = new LongAdder();

	final LongAdder executionsFailed = new LongAdder();

	final LongAdder taskRuns = new LongAdder();

	final LongAdder taskRunsFailed = new LongAdder();

	final Durations queued = new Durations();

	final Durations ran = new Durations();

	@Override
	public void executionStarted(Execution execution) {
		this.executions.increment();
	}

	@Override
	public void executionEnded(Execution execution, Duration duration) {
		this.executionsEnded.increment();
		if (execution.state() == State.FAILED) {
			this.executionsFailed.increment();
		}
	}

	@Override
	public void taskRunEnded(TaskRun taskRun, Duration duration) {
		this.taskRuns.increment();
		if (taskRun.state() == State.FAILED) {
			this.taskRunsFailed.increment();
		}
	}

	@Override
	public void started(Job job, Duration queued) {
		this.queued.add(queued);
	}

	@Override
	public void ended(Job job, State state, Duration duration) {
		this.ran.add(duration);
	}

	/**
	 * Durations since the start, and the longest since somebody asked.
	 */
	static class Durations {

		final LongAdder count = new LongAdder();

		final LongAdder micros = new LongAdder();

		private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

		void add(Duration duration) {
			long length = Math.max(0, duration.toNanos() / 1000);
			this.count.increment();
			this.micros.add(length);
			this.longest.accumulate(length);
		}

		/**
		 * The longest in microseconds since the last call.
		 */
		long takeLongest() {
			return this.longest.getThenReset();
		}

	}

}
