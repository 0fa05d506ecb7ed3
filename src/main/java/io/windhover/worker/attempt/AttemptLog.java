package io.windhover.worker.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.worker.WorkerListeners;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log of one attempt, which is bounded with those of the attempts before. Lines
 * travel on their own; what cannot be sent is dropped and counted, and the next line that
 * gets through is preceded by one with the number.
 */
public class AttemptLog {

	private static final Logger logger = LoggerFactory.getLogger(AttemptLog.class);

	private static final int MAX_LINE_BYTES = 16 * 1024;

	private static final int LAST_LINES = 50;

	private static final int MAX_LAST_BYTES = 1024;

	private final Job job;

	private final Sender sender;

	private final WorkerListeners listeners;

	private final Clock clock;

	private final int maxLines;

	private final long maxBytes;

	private final AtomicReferenceArray<@Nullable LogLine> last = new AtomicReferenceArray<>(LAST_LINES);

	private final AtomicLong sequence = new AtomicLong();

	/** Of the attempts before. */
	private final long linesBefore;

	private final AtomicLong bytes;

	private final AtomicBoolean full = new AtomicBoolean();

	private final AtomicBoolean warned = new AtomicBoolean();

	/** Dropped since the reader was last told. */
	private final AtomicLong dropped = new AtomicLong();

	private volatile long lastDropped;

	/**
	 * Starts an empty log.
	 * @param maxLines of its task run that are kept
	 * @param maxBytes of UTF-8 that are kept, of all these lines together
	 */
	public AttemptLog(Job job, Sender sender, WorkerListeners listeners, Clock clock, int maxLines, long maxBytes) {
		this.job = job;
		this.sender = sender;
		this.listeners = listeners;
		this.clock = clock;
		this.maxLines = maxLines;
		this.maxBytes = maxBytes;
		LogLine.LogVolume before = Objects.requireNonNullElse(job.logged(), LogLine.LogVolume.NONE);
		this.linesBefore = before.lines();
		this.bytes = new AtomicLong(before.bytes());
	}

	void log(Level level, String message) {
		logger.debug("{} {}: {}", this.job.taskRunId(), level, message);
		long number = this.sequence.getAndIncrement();
		this.last.set((int) (number % LAST_LINES), line(number, level, Text.truncate(message, MAX_LAST_BYTES)));
		String kept = Text.truncate(message, MAX_LINE_BYTES);
		boolean fits = this.bytes.addAndGet(kept.getBytes(StandardCharsets.UTF_8).length) <= this.maxBytes;
		if (this.linesBefore + number < this.maxLines && fits) {
			send(number, level, kept);
		}
		else if (this.full.compareAndSet(false, true)) {
			send(number, Level.WARN, fits
					? "Only the first %d lines of a task run are kept (windhover.worker.max-log-lines)"
						.formatted(this.maxLines)
					: "Only the first %d bytes of the log of a task run are kept (windhover.worker.max-log-size)"
						.formatted(this.maxBytes));
		}
	}

	/**
	 * How much its task run has logged so far; null for nothing.
	 */
	LogLine.@Nullable LogVolume volume() {
		long lines = this.linesBefore + this.sequence.get();
		return (lines > 0) ? new LogLine.LogVolume(lines, this.bytes.get()) : null;
	}

	/**
	 * The last lines, oldest first and cut short; also those that are no longer kept.
	 */
	public List<LogLine> last() {
		List<LogLine> lines = new ArrayList<>();
		for (int i = 0; i < LAST_LINES; i++) {
			LogLine line = this.last.get(i);
			if (line != null) {
				lines.add(line);
			}
		}
		lines.sort(Comparator.comparingLong(LogLine::sequence));
		return lines;
	}

	private LogLine line(long number, Level level, String message) {
		return new LogLine(this.job.executionId(), this.job.taskRunId(), this.job.namespace(), this.job.flowId(),
				this.job.task().id(), this.job.attempt(), number, this.clock.instant(), level, message);
	}

	private void send(long number, Level level, String message) {
		long before = this.dropped.getAndSet(0);
		if (before > 0) {
			// takes the place of a line that was dropped
			LogLine notice = line(this.lastDropped, Level.WARN,
					"%d log lines were dropped here, because Kafka did not take them in time".formatted(before));
			send(notice, (cause) -> this.dropped.addAndGet(before));
		}
		send(line(number, level, message), (cause) -> dropped(number, cause));
	}

	private void send(LogLine line, Consumer<Throwable> dropped) {
		this.sender.send(line).exceptionally((ex) -> {
			dropped.accept(ex);
			return null;
		}).isDone();
	}

	private void dropped(long number, Throwable cause) {
		this.lastDropped = number;
		this.dropped.incrementAndGet();
		this.listeners.lineDropped(this.job);
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Log lines of task run {} are dropped: {}", this.job.taskRunId(), cause.getMessage());
		}
	}

	/**
	 * Sends a line, without blocking for long.
	 */
	public interface Sender {

		/**
		 * Completes when the line is stored, or with the cause when it is dropped.
		 */
		CompletableFuture<?> send(LogLine line);

	}

}
