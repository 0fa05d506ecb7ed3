package io.windhover.worker.attempt;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.Job;
import io.windhover.worker.WorkerView;
import io.windhover.worker.share.SlotShare;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that holds a slot here: taken, running, or over but not yet reported.
 */
public class RunningAttempt {

	private final Job job;

	private final Instant startedAt;

	private final @Nullable Duration usual;

	private final SlotShare slots;

	private @Nullable Thread thread;

	private volatile @Nullable Thread runner;

	private volatile @Nullable AttemptContext context;

	private volatile @Nullable Stop stop;

	private volatile @Nullable String killReason;

	private volatile WorkerView.@Nullable Stuck stuck;

	private volatile boolean over;

	private boolean reported;

	private volatile boolean begun;

	/**
	 * Makes an attempt that begins.
	 * @param usual how long its task takes as far as is known now; null while it is not
	 * @param slots of which it has one
	 */
	public RunningAttempt(Job job, Instant startedAt, @Nullable Duration usual, SlotShare slots) {
		this.job = job;
		this.startedAt = startedAt;
		this.usual = usual;
		this.slots = slots;
	}

	/**
	 * The job that was taken.
	 */
	public Job job() {
		return this.job;
	}

	/**
	 * When the job was taken, which is before its task runs.
	 */
	public Instant startedAt() {
		return this.startedAt;
	}

	/**
	 * How long its task usually took when this attempt began; null while unknown.
	 */
	public @Nullable Duration usual() {
		return this.usual;
	}

	/**
	 * Since when and why it is stuck; null while it is not.
	 */
	public WorkerView.@Nullable Stuck stuck() {
		return this.stuck;
	}

	/**
	 * Marks it as stuck, which it stays until it ends.
	 */
	public void stuck(WorkerView.Stuck stuck) {
		this.stuck = stuck;
	}

	/**
	 * Whether a thread has started to run it; also true after its end.
	 */
	public boolean hasBegun() {
		return this.begun;
	}

	/**
	 * The thread that runs the task and then reports it; null before.
	 */
	public @Nullable Thread runner() {
		return this.runner;
	}

	/**
	 * What the task sees; null while it does not run.
	 */
	public @Nullable AttemptContext context() {
		return this.context;
	}

	void context(AttemptContext context) {
		this.context = context;
	}

	/**
	 * Why it was told to stop; null when it was not.
	 */
	public @Nullable Stop stopReason() {
		return this.stop;
	}

	/**
	 * Who killed it and why; null when nobody did.
	 */
	public @Nullable String killReason() {
		return this.killReason;
	}

	/**
	 * The task is about to run on this thread.
	 * @return false when it is to stop already and must not run
	 */
	synchronized boolean begin() {
		this.thread = Thread.currentThread();
		this.runner = this.thread;
		this.begun = true;
		return this.stop == null;
	}

	/**
	 * Interrupts the task, if nobody else has yet. A kill goes before other reasons,
	 * after which it would run again.
	 * @return whether this call is the one that stops it
	 */
	boolean stop(Stop reason) {
		return stop(reason, null);
	}

	/**
	 * Interrupts the task for good, if nobody has killed it yet.
	 * @param reason who kills it and why
	 * @return whether this call is the one that stops it
	 */
	boolean kill(String reason) {
		return stop(Stop.KILL, reason);
	}

	private synchronized boolean stop(Stop reason, @Nullable String killReason) {
		if (this.over || this.stop == reason || (this.stop != null && reason != Stop.KILL)) {
			return false;
		}
		this.killReason = killReason;
		this.stop = reason;
		if (this.thread != null) {
			this.thread.interrupt();
		}
		return true;
	}

	/**
	 * The task has ended: its thread will not be interrupted any more, and an interrupt
	 * that came too late is cleared.
	 * @return why it was told to stop; null when it was not
	 */
	synchronized @Nullable Stop end() {
		this.over = true;
		this.thread = null;
		Thread.interrupted();
		return this.stop;
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Gives its slot back.
	 */
	void releaseSlot() {
		this.slots.release();
	}

	/**
	 * Claims the right to report what became of it, which only the first caller gets.
	 */
	public synchronized boolean claimReport() {
		boolean first = !this.reported;
		this.reported = true;
		return first;
	}

	/**
	 * Why an attempt is told to stop.
	 */
	public enum Stop {

		KILL, TIMEOUT, SHUTDOWN

	}

}
