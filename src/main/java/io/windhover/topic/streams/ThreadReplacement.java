package io.windhover.topic.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.windhover.instance.Role;
import io.windhover.topic.access.Denials;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that failed, unless threads fail so often that only a restart
 * of the process may help: then the client goes to ERROR, which liveness shows.
 */
class ThreadReplacement implements StreamsUncaughtExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(ThreadReplacement.class);

	private static final int MOST = 10;

	private static final Duration WITHIN = Duration.ofMinutes(10);

	private final Role role;

	private final String application;

	private final Denials denials;

	private final NewerRecords newerRecords;

	private final Deque<Long> failures = new ArrayDeque<>();

	ThreadReplacement(Role role, String application, Denials denials, NewerRecords newerRecords) {
		this.role = role;
		this.application = application;
		this.denials = denials;
		this.newerRecords = newerRecords;
	}

	@Override
	public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
		if (isFenced(exception)) {
			// a new thread would take the membership back, and the two evict each other
			logger.warn("Another process with the same instance id took over the membership of the {}: {}",
					this.role.id(), exception.getMessage());
			return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
		}
		NewerRecord newer = this.newerRecords.find(this.application);
		if (newer != null && NewerSchemaException.isCauseOf(exception)) {
			// a new thread would read the same record
			logger.error("The {} has stopped. {}", this.role.id(), newer.reason());
			return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
		}
		this.newerRecords.forget(this.application);
		long now = System.nanoTime();
		this.failures.addLast(now);
		while (now - this.failures.getFirst() > WITHIN.toNanos()) {
			this.failures.removeFirst();
		}
		boolean replace = this.failures.size() <= MOST;
		String denied = this.denials.explain(exception);
		if (denied != null) {
			logger.error("The {} cannot work: {}", this.role.id(), denied);
		}
		logger.error("A stream thread of the {} failed and {}", this.role.id(),
				replace ? "is replaced" : "is not replaced any more", exception);
		return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
	}

	private static boolean isFenced(Throwable exception) {
		Throwable cause = exception;
		while (cause != null && !(cause instanceof FencedInstanceIdException)) {
			cause = cause.getCause();
		}
		return cause != null;
	}

}
