package io.windhover.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskMetric;
import io.windhover.topic.record.NewerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the worker does now; reading it takes no lock that the worker holds.
 */
public interface WorkerView {

	/**
	 * The attempts that run here, oldest first.
	 */
	List<Running> running();

	/**
	 * All that is known of a task run that runs here; null when it does not.
	 */
	@Nullable Detail detail(String taskRunId);

	/**
	 * Where the thread of an attempt stands; null when it does not run here any more.
	 */
	@Nullable ThreadSnapshot thread(Running running);

	int slotsUsed();

	int slotsMax();

	/**
	 * The worker groups whose jobs it takes, which share its slots.
	 */
	List<String> groups();

	/**
	 * One of starting, running, draining, drained.
	 */
	String state();

	/**
	 * Whether it takes no jobs on purpose: an operator drained it, or the cluster is in
	 * maintenance.
	 */
	boolean isDrainRequested();

	/**
	 * Who drained it; null when no operator did.
	 */
	@Nullable DrainNote drain();

	/**
	 * Whether it takes no jobs because the cluster is in maintenance, or also for that
	 * reason.
	 */
	boolean isInMaintenance();

	/**
	 * Whether it has joined its share group, so that a job would be taken.
	 */
	boolean isReady();

	/**
	 * The job that only a newer version understands, after which it takes no more; null
	 * when it met none since it last began.
	 */
	@Nullable NewerRecord stoppedAt();

	/**
	 * An attempt that runs here.
	 *
	 * @param stopping why it was told to stop, one of kill, timeout, shutdown; null when
	 * it was not
	 * @param stuck null when it is not
	 * @param usual how long its task usually takes; null while that is not known
	 */
	record Running(Job job, Instant startedAt, @Nullable String stopping, @Nullable Stuck stuck,
			@Nullable Duration usual) {

		public Running(Job job, Instant startedAt) {
			this(job, startedAt, null, null, null);
		}

	}

	/**
	 * Why an attempt counts as stuck.
	 *
	 * @param since when it had run for too long
	 */
	record Stuck(Instant since, String reason) {
	}

	/**
	 * An attempt looked at closely.
	 *
	 * @param facts what the task type says of the attempt, such as a pid
	 * @param metrics published so far, counters added up
	 * @param log its last lines, oldest first, long ones cut
	 * @param thread that runs it; null when it is between two
	 */
	record Detail(Running running, Map<String, Object> facts, List<TaskMetric> metrics, List<LogLine> log,
			@Nullable ThreadSnapshot thread) {
	}

}
