package io.windhover.worker.intake;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.worker.WorkerListener;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how long attempts of each task of each flow take: a mean in which recent ones
 * weigh more. Only successes count, because what fails at once or is killed after hours
 * says nothing about how long the work takes.
 */
class DurationEstimator implements WorkerListener {

	private static final int ENOUGH = 10;

	private static final int MAX_TASKS = 10_000;

	private static final double MIN_WEIGHT = 1.0 / 32;

	private static final double NANOS_OF_SECOND = 1e9;

	/** Those used least recently are forgotten; guarded by itself. */
	private final Map<Key, Mean> means = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Key, Mean> eldest) {
			return size() > MAX_TASKS;
		}

	};

	@Override
	public void ended(Job job, State state, Duration duration) {
		if (state == State.SUCCESS) {
			double seconds = duration.toNanos() / NANOS_OF_SECOND;
			synchronized (this.means) {
				this.means.merge(Key.of(job), new Mean(1, seconds), (mean, first) -> mean.and(seconds));
			}
		}
	}

	/**
	 * The estimate for the task of a job; null while too few have ended.
	 */
	@Nullable Duration estimate(Job job) {
		Mean mean;
		synchronized (this.means) {
			mean = this.means.get(Key.of(job));
		}
		return (mean != null && mean.count >= ENOUGH) ? Duration.ofNanos((long) (mean.seconds * NANOS_OF_SECOND))
				: null;
	}

	private record Key(String namespace, String flowId, String taskId) {

		static Key of(Job job) {
			return new Key(job.namespace(), job.flowId(), job.task().id());
		}

	}

	private record Mean(long count, double seconds) {

		Mean and(double next) {
			double weight = Math.max(MIN_WEIGHT, 1.0 / (this.count + 1));
			return new Mean(this.count + 1, this.seconds + weight * (next - this.seconds));
		}

	}

}
