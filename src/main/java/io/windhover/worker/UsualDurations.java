package io.windhover.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * How long attempts of each task type usually take: a mean in which the last ones weigh
 * more. Only successes count, because what fails at once or is killed after hours tells
 * nothing of how long the work takes.
 */
class UsualDurations implements WorkerListener {

	private static final int ENOUGH = 10;

	private static final double MIN_WEIGHT = 1.0 / 32;

	private static final double NANOS_OF_SECOND = 1e9;

	private final Map<String, Mean> means = new ConcurrentHashMap<>();

	@Override
	public void ended(Job job, State state, Duration duration) {
		if (state == State.SUCCESS) {
			double seconds = duration.toNanos() / NANOS_OF_SECOND;
			this.means.compute(job.task().type(),
					(type, mean) -> (mean != null) ? mean.and(seconds) : new Mean(1, seconds));
		}
	}

	/**
	 * The estimate for a type; null while too few have ended to tell.
	 */
	@Nullable Duration of(String taskType) {
		Mean mean = this.means.get(taskType);
		return (mean != null && mean.count >= ENOUGH) ? Duration.ofNanos((long) (mean.seconds * NANOS_OF_SECOND))
				: null;
	}

	private record Mean(long count, double seconds) {

		Mean and(double next) {
			double weight = Math.max(MIN_WEIGHT, 1.0 / (this.count + 1));
			return new Mean(this.count + 1, this.seconds + weight * (next - this.seconds));
		}

	}

}
