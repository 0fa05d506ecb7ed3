package io.windhover.worker.intake;

import java.time.Duration;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.instance.FenceListener;
import io.windhover.instance.Phases;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.maintenance.MaintenanceListener;
import io.windhover.topic.record.NewerRecord;
import io.windhover.worker.DrainNote;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.attempt.Attempts;
import io.windhover.worker.attempt.Deadlines;
import io.windhover.worker.attempt.ResultPublisher;
import io.windhover.worker.attempt.RunningAttempt;
import io.windhover.worker.attempt.RunningAttempt.Stop;
import io.windhover.worker.attempt.ScratchDirectories;
import io.windhover.worker.share.Slots;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The worker as a whole: takes jobs while it runs, unless an operator drained it or the
 * cluster is in maintenance, and drains when it stops. Of a fenced process it is the
 * first to stop: what it runs is given to others, while streams take seconds to close.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class Worker implements SmartLifecycle, WorkerControl, FenceListener, MaintenanceListener {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration STOP_TAKING = Duration.ofSeconds(3);

	private static final Duration GIVE_BACK = Duration.ofSeconds(3);

	private final InstanceRef instance;

	private final Slots slots;

	private final Attempts attempts;

	private final Deadlines deadlines;

	private final ResultPublisher results;

	private final JobConsumers taker;

	private final Duration drainTimeout;

	private final TopicFollower commands;

	private final DrainFlag drainFlag;

	private final ScratchDirectories scratch;

	private final Object switching = new Object();

	/** Null while no operator has drained it. */
	private volatile @Nullable DrainNote drained;

	private volatile boolean maintenance;

	private volatile boolean fenced;

	private volatile Life life = Life.STARTING;

	Worker(InstanceRef instance, Slots slots, Attempts attempts, Deadlines deadlines, ResultPublisher results,
			JobConsumers taker, CommandTail commands, Duration drainTimeout, DrainFlag drainFlag,
			ScratchDirectories scratch) {
		this.instance = instance;
		this.slots = slots;
		this.attempts = attempts;
		this.deadlines = deadlines;
		this.results = results;
		this.taker = taker;
		this.drainTimeout = drainTimeout;
		this.commands = commands.with(this::obey);
		this.drainFlag = drainFlag;
		this.scratch = scratch;
		this.drained = drainFlag.read();
	}

	@Override
	public void start() {
		this.scratch.deleteLeftovers();
		this.commands.start();
		synchronized (this.switching) {
			this.life = Life.RUNNING;
			if (this.fenced) {
				return;
			}
			if (this.drained != null) {
				logger.warn("This worker was drained and takes no jobs until it is resumed");
			}
			else if (!this.maintenance) {
				this.taker.start();
			}
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		synchronized (this.switching) {
			this.life = Life.STOPPING;
		}
		new Thread(() -> {
			try {
				shutDown();
			}
			catch (InterruptedException ex) {
				logger.warn("Interrupted while draining");
			}
			finally {
				this.commands.stop();
				this.life = Life.STOPPED;
				callback.run();
			}
		}, "windhover-worker-drain").start();
	}

	@Override
	public boolean isRunning() {
		return this.life == Life.RUNNING || this.life == Life.STOPPING;
	}

	@Override
	public int getPhase() {
		return Phases.WORKER;
	}

	@Override
	public void drain(DrainNote note) {
		synchronized (this.switching) {
			if (this.drained == null || note.reason() != null) {
				this.drainFlag.set(note);
				this.drained = note;
			}
			this.taker.release();
		}
	}

	@Override
	public void resume() {
		synchronized (this.switching) {
			this.drainFlag.clear();
			this.drained = null;
			takeIfWanted();
		}
	}

	/**
	 * Leaves the drain of an operator as it is.
	 */
	@Override
	public void maintenance(boolean on) {
		synchronized (this.switching) {
			this.maintenance = on;
			if (on) {
				this.taker.release();
			}
			else {
				takeIfWanted();
			}
		}
	}

	private void takeIfWanted() {
		if (this.life == Life.RUNNING && !this.fenced && !isHeld()) {
			this.taker.start();
		}
	}

	@Override
	public Kill kill(String taskRunId, String reason) {
		List<RunningAttempt> found = this.attempts.find(taskRunId).toList();
		found.forEach((attempt) -> stop(attempt, reason));
		if (found.isEmpty()) {
			return Kill.UNKNOWN;
		}
		return found.stream().anyMatch((attempt) -> attempt.stopReason() == Stop.KILL) ? Kill.KILLED : Kill.ENDED;
	}

	/**
	 * Takes no more jobs and interrupts what runs; both for good.
	 */
	@Override
	public void fenced() {
		synchronized (this.switching) {
			this.fenced = true;
			this.taker.release();
		}
		this.attempts.all().forEach((attempt) -> this.deadlines.stop(attempt, Stop.SHUTDOWN));
	}

	/**
	 * One of starting, running, draining, drained, fenced.
	 */
	String state() {
		if (this.fenced) {
			return "fenced";
		}
		return switch (this.life) {
			case STARTING -> isHeld() ? "drained" : "starting";
			case STOPPED -> "drained";
			case STOPPING -> "draining";
			case RUNNING -> !isHeld() ? "running" : isIdle() ? "drained" : "draining";
		};
	}

	/**
	 * Whether it is to take no jobs, by its operator or because the cluster is in
	 * maintenance.
	 */
	boolean isHeld() {
		return this.drained != null || this.maintenance;
	}

	@Nullable DrainNote drainNote() {
		return this.drained;
	}

	boolean isInMaintenance() {
		return this.maintenance;
	}

	/**
	 * Whether a job would be taken.
	 */
	boolean isReady() {
		return "running".equals(state()) && this.taker.isReady();
	}

	/**
	 * The job that only a newer version understands, after which it takes no more; null
	 * when it met none since it last began.
	 */
	@Nullable NewerRecord stoppedAt() {
		return this.taker.stoppedAt();
	}

	/** Asked in this order: what is still taken takes a slot first. */
	private boolean isIdle() {
		return !this.taker.isTaking() && this.slots.used() == 0;
	}

	private void obey(ConsumerRecord<String, byte[]> message, @Nullable WorkerCommand command) {
		if (command == null || !this.instance.equals(command.worker())) {
			return;
		}
		RunningAttempt attempt = this.attempts.find(command.taskRunId(), command.attempt());
		if (attempt != null) {
			stop(attempt, command.reason());
		}
	}

	private void stop(RunningAttempt attempt, String reason) {
		logger.info("Stopping task run {}: {}", attempt.job().taskRunId(), reason);
		this.deadlines.kill(attempt, reason);
	}

	private void shutDown() throws InterruptedException {
		this.taker.stop(STOP_TAKING);
		Duration patience = this.fenced ? GIVE_BACK : this.drainTimeout;
		if (!this.attempts.isEmpty()) {
			logger.info("Waiting for up to {} for {} task runs to end", patience, this.slots.used());
		}
		if (this.slots.awaitIdle(patience)) {
			return;
		}
		this.attempts.all().forEach((attempt) -> this.deadlines.stop(attempt, Stop.SHUTDOWN));
		if (!this.slots.awaitIdle(GIVE_BACK)) {
			this.attempts.all().forEach(this::giveBack);
		}
	}

	/**
	 * It does not heed the interrupt, and ends with the process; one that was killed must
	 * not run elsewhere then.
	 */
	private void giveBack(RunningAttempt attempt) {
		if (attempt.claimReport()) {
			boolean killed = attempt.stopReason() == Stop.KILL;
			logger.warn("Task run {} does not end; it is {}", attempt.job().taskRunId(),
					killed ? "reported as killed" : "given back");
			TaskResult result = killed ? this.results.killed(attempt.job(), attempt.killReason())
					: this.results.returned(attempt.job(), "shutdown");
			this.results.send(result).isDone();
		}
	}

	private enum Life {

		STARTING, RUNNING, STOPPING, STOPPED

	}

	/**
	 * Makes the tail of the commands to workers.
	 */
	interface CommandTail {

		TopicFollower with(TopicFollower.Handler<WorkerCommand> handler);

	}

}
