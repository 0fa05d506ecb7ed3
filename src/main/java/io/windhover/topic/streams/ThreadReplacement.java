package io.windhover.topic.streams;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import io.windhover.role.Role;
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

	private final Deque<Long> failures = new ArrayDeque<>();

	ThreadReplacement(Role role) {
		this.role = role;
	}

	@Override
	public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
		long now = System.nanoTime();
		this.failures.addLast(now);
		while (now - this.failures.getFirst() > WITHIN.toNanos()) {
			this.failures.removeFirst();
		}
		boolean replace = this.failures.size() <= MOST;
		logger.error("A stream thread of the {} failed and {}", this.role.id(),
				replace ? "is replaced" : "is not replaced any more", exception);
		return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
	}

}
