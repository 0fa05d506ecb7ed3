package io.windhover.worker.intake;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.windhover.cluster.WorkerStatus;
import io.windhover.topic.record.NewerRecord;
import io.windhover.worker.DrainNote;
import io.windhover.worker.ThreadSnapshot;
import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.AttemptContext;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.RunningAttempt;
import io.windhover.worker.attempt.RunningAttempt.Stop;
import io.windhover.worker.share.Slots;
import org.jspecify.annotations.Nullable;

/**
 * Shows the worker to management and to the heartbeat.
 */
public class LiveWorkerView implements WorkerView, WorkerStatus {

	private final Worker worker;

	private final Slots slots;

	private final Attempts attempts;

	private final StuckDetector stuckDetector;

	private final List<String> groups;

	/**
	 * Makes the view.
	 * @param groups from which the worker takes jobs
	 */
	public LiveWorkerView(Worker worker, Slots slots, Attempts attempts, StuckDetector stuckDetector,
			List<String> groups) {
		this.worker = worker;
		this.slots = slots;
		this.attempts = attempts;
		this.stuckDetector = stuckDetector;
		this.groups = groups;
	}

	@Override
	public List<Running> running() {
		return this.attempts.all()
			.stream()
			.filter(RunningAttempt::hasBegun)
			.map(this::running)
			.sorted(Comparator.comparing(Running::startedAt).thenComparing((running) -> running.job().taskRunId()))
			.toList();
	}

	/** Of several attempts the last is the one that counts. */
	@Override
	public @Nullable Detail detail(String taskRunId) {
		return this.attempts.find(taskRunId)
			.filter(RunningAttempt::hasBegun)
			.max(Comparator.comparing((attempt) -> attempt.job().attempt()))
			.map(this::detail)
			.orElse(null);
	}

	@Override
	public @Nullable ThreadSnapshot thread(Running running) {
		RunningAttempt attempt = this.attempts.find(running.job().taskRunId(), running.job().attempt());
		return (attempt != null) ? thread(attempt) : null;
	}

	@Override
	public int slotsUsed() {
		return this.slots.used();
	}

	@Override
	public int slotsMax() {
		return this.slots.max();
	}

	@Override
	public List<String> groups() {
		return this.groups;
	}

	@Override
	public String state() {
		return this.worker.state();
	}

	@Override
	public boolean isDrainRequested() {
		return this.worker.isHeld();
	}

	@Override
	public @Nullable DrainNote drain() {
		return this.worker.drainNote();
	}

	@Override
	public boolean isInMaintenance() {
		return this.worker.isInMaintenance();
	}

	@Override
	public boolean isReady() {
		return this.worker.isReady();
	}

	@Override
	public @Nullable NewerRecord stoppedAt() {
		return this.worker.stoppedAt();
	}

	private Running running(RunningAttempt attempt) {
		Stop stop = attempt.stopReason();
		return new Running(attempt.job(), attempt.startedAt(),
				(stop != null) ? stop.name().toLowerCase(Locale.ROOT) : null, this.stuckDetector.judge(attempt),
				attempt.usual());
	}

	private Detail detail(RunningAttempt attempt) {
		AttemptContext context = attempt.context();
		return new Detail(running(attempt), (context != null) ? context.facts().all() : Map.of(),
				(context != null) ? context.metrics().all() : List.of(),
				(context != null) ? context.log().last() : List.of(), thread(attempt));
	}

	/** A thread of a pool may have gone on to another attempt meanwhile. */
	private @Nullable ThreadSnapshot thread(RunningAttempt attempt) {
		Thread thread = attempt.runner();
		if (thread == null) {
			return null;
		}
		ThreadSnapshot snapshot = ThreadSnapshot.of(thread);
		return this.attempts.holds(attempt) ? snapshot : null;
	}

}
