package io.windhover.worker.intake;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.windhover.topic.record.NewerRecord;
import io.windhover.worker.share.JobConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What takes the jobs of the worker groups of this worker, one taker for each.
 */
class JobConsumers {

	private final List<JobConsumer> takers;

	JobConsumers(List<JobConsumer> takers) {
		this.takers = List.copyOf(takers);
	}

	void start() {
		this.takers.forEach(JobConsumer::start);
	}

	/**
	 * Takes no more after what is under way; does not wait.
	 */
	void release() {
		this.takers.forEach(JobConsumer::release);
	}

	/**
	 * Takes no more; returns when nothing is under way, or interrupts it after the time.
	 */
	void stop(Duration timeout) throws InterruptedException {
		this.takers.forEach(JobConsumer::wakeup);
		for (JobConsumer jobConsumer : this.takers) {
			jobConsumer.join(timeout);
		}
	}

	/**
	 * Whether a job of each group would be taken.
	 */
	boolean isReady() {
		return this.takers.stream().allMatch(JobConsumer::isReady);
	}

	boolean isTaking() {
		return this.takers.stream().anyMatch(JobConsumer::isTaking);
	}

	/**
	 * The job of any group that only a newer version understands; null when none was met.
	 */
	@Nullable NewerRecord stoppedAt() {
		return this.takers.stream().map(JobConsumer::stoppedAt).filter(Objects::nonNull).findFirst().orElse(null);
	}

}
