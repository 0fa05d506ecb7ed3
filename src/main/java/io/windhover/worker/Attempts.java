package io.windhover.worker;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.Job;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that hold slots here.
 */
class Attempts {

	private final Map<Key, RunningAttempt> attempts = new ConcurrentHashMap<>();

	/**
	 * Adds an attempt, unless it is here already.
	 */
	boolean add(RunningAttempt attempt) {
		return this.attempts.putIfAbsent(Key.of(attempt.job()), attempt) == null;
	}

	void remove(RunningAttempt attempt) {
		this.attempts.remove(Key.of(attempt.job()), attempt);
	}

	@Nullable RunningAttempt find(String taskRunId, int attempt) {
		return this.attempts.get(new Key(taskRunId, attempt));
	}

	Collection<RunningAttempt> all() {
		return List.copyOf(this.attempts.values());
	}

	boolean isEmpty() {
		return this.attempts.isEmpty();
	}

	private record Key(String taskRunId, int attempt) {

		static Key of(Job job) {
			return new Key(job.taskRunId(), job.attempt());
		}

	}

}
