package io.windhover.worker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log of one attempt. Lines travel on their own; what cannot be sent is lost, and
 * said once.
 */
class AttemptLog {

	private static final Logger logger = LoggerFactory.getLogger(AttemptLog.class);

	private static final int MAX_LINE_BYTES = 16 * 1024;

	private static final int LAST_LINES = 50;

	private static final int MAX_LAST_BYTES = 1024;

	private final Job job;

	private final Publisher publisher;

	private final Topics topics;

	private final Clock clock;

	private final int maxLines;

	private final AtomicReferenceArray<@Nullable LogLine> last = new AtomicReferenceArray<>(LAST_LINES);

	private final AtomicLong sequence = new AtomicLong();

	private final AtomicBoolean lost = new AtomicBoolean();

	AttemptLog(Job job, Publisher publisher, Topics topics, Clock clock, int maxLines) {
		this.job = job;
		this.publisher = publisher;
		this.topics = topics;
		this.clock = clock;
		this.maxLines = maxLines;
	}

	void log(Level level, String message) {
		logger.debug("{} {}: {}", this.job.taskRunId(), level, message);
		long number = this.sequence.getAndIncrement();
		this.last.set((int) (number % LAST_LINES), line(number, level, Text.truncate(message, MAX_LAST_BYTES)));
		if (number < this.maxLines) {
			send(number, level, Text.truncate(message, MAX_LINE_BYTES));
		}
		else if (number == this.maxLines) {
			send(number, Level.WARN, "Only the first %d lines of an attempt are kept".formatted(this.maxLines));
		}
	}

	/**
	 * The last lines, oldest first and cut short; also those that are no longer kept.
	 */
	List<LogLine> last() {
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
		LogLine line = line(number, level, message);
		try {
			this.publisher.send(this.topics.logs(), this.job.executionId(), line).exceptionally((ex) -> {
				lost(ex);
				return null;
			}).isDone();
		}
		catch (RuntimeException ex) {
			lost(ex);
		}
	}

	private void lost(Throwable cause) {
		if (this.lost.compareAndSet(false, true)) {
			logger.warn("Log lines of task run {} are lost: {}", this.job.taskRunId(), cause.getMessage());
		}
	}

}
