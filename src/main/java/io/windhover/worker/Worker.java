package io.windhover.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;
import io.windhover.execution.WorkerCommand;
import io.windhover.topic.Phases;
import io.windhover.topic.TopicTail;
import io.windhover.topic.WorkerStatus;
import io.windhover.worker.RunningAttempt.Stop;
import io.windhover.worker.share.ShareTaker;
import io.windhover.worker.share.Slots;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The worker as a whole: takes jobs while it runs, and drains when it stops.
 */
class Worker implements SmartLifecycle, WorkerView, WorkerStatus {

	private static final Logger logger = LoggerFactory.getLogger(Worker.class);

	private static final Duration STOP_TAKING = Duration.ofSeconds(3);

	private static final Duration GIVE_BACK = Duration.ofSeconds(3);

	private final InstanceRef instance;

	private final Slots slots;

	private final Attempts attempts;

	private final Deadlines deadlines;

	private final Results results;

	private final ShareTaker taker;

	private final Duration drainTimeout;

	private final TopicTail commands;

	private volatile String state = "drained";

	Worker(InstanceRef instance, Slots slots, Attempts attempts, Deadlines deadlines, Results results, ShareTaker taker,
			CommandTail commands, Duration drainTimeout) {
		this.instance = instance;
		this.slots = slots;
		this.attempts = attempts;
		this.deadlines = deadlines;
		this.results = results;
		this.taker = taker;
		this.drainTimeout = drainTimeout;
		this.commands = commands.with(this::obey);
	}

	@Override
	public void start() {
		this.commands.start();
		this.taker.start();
		this.state = "running";
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.state = "draining";
		new Thread(() -> {
			try {
				drain();
			}
			catch (InterruptedException ex) {
				logger.warn("Interrupted while draining");
			}
			finally {
				this.commands.stop();
				this.state = "drained";
				callback.run();
			}
		}, "windhover-worker-drain").start();
	}

	@Override
	public boolean isRunning() {
		return !"drained".equals(this.state);
	}

	@Override
	public int getPhase() {
		return Phases.WORKER;
	}

	@Override
	public List<Running> running() {
		return this.attempts.all()
			.stream()
			.filter(RunningAttempt::hasBegun)
			.map((attempt) -> new Running(attempt.job(), attempt.startedAt()))
			.sorted(Comparator.comparing(Running::startedAt).thenComparing((running) -> running.job().taskRunId()))
			.toList();
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
	public String state() {
		return this.state;
	}

	@Override
	public boolean isReady() {
		return "running".equals(this.state) && this.taker.isReady();
	}

	private void obey(String key, @Nullable WorkerCommand command) {
		if (command == null || !this.instance.equals(command.worker())) {
			return;
		}
		RunningAttempt attempt = this.attempts.find(command.taskRunId(), command.attempt());
		if (attempt != null) {
			logger.info("Stopping task run {}: {}", command.taskRunId(), command.reason());
			this.deadlines.stop(attempt, Stop.KILL);
		}
	}

	private void drain() throws InterruptedException {
		this.taker.stop(STOP_TAKING);
		if (!this.attempts.isEmpty()) {
			logger.info("Waiting for up to {} for {} task runs to end", this.drainTimeout, this.slots.used());
		}
		if (this.slots.awaitIdle(this.drainTimeout)) {
			return;
		}
		this.attempts.all().forEach((attempt) -> this.deadlines.stop(attempt, Stop.SHUTDOWN));
		if (!this.slots.awaitIdle(GIVE_BACK)) {
			this.attempts.all().forEach(this::giveBack);
		}
	}

	/** It does not heed the interrupt, and ends with the process. */
	private void giveBack(RunningAttempt attempt) {
		if (attempt.claimReport()) {
			logger.warn("Task run {} does not end; it is given back", attempt.job().taskRunId());
			TaskResult returned = this.results.returned(attempt.job(), "shutdown");
			this.results.send(returned).isDone();
		}
	}

	/**
	 * Makes the tail of the commands to workers.
	 */
	interface CommandTail {

		TopicTail with(TopicTail.Handler<WorkerCommand> handler);

	}

}
