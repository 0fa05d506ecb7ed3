package io.windhover.worker.attempt;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.windhover.execution.Job;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that hold slots here, and a memory of those that ended last: a job may be
 * dispatched twice, and the second must not run after the first.
 */
public class Attempts {

	private static final int MEMORY = 10_000;

	private final Map<Key, RunningAttempt> held = new ConcurrentHashMap<>();

	private final Set<Key> ended = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, false) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
				return size() > MEMORY;
			}

		}));

	/**
	 * Adds an attempt that has taken a slot.
	 */
	public void add(RunningAttempt attempt) {
		this.held.put(Key.of(attempt.job()), attempt);
	}

	/**
	 * The attempt ended and will not run again.
	 */
	void ended(RunningAttempt attempt) {
		this.ended.add(Key.of(attempt.job()));
		remove(attempt);
	}

	/**
	 * The attempt was given back and may come again.
	 */
	void remove(RunningAttempt attempt) {
		this.held.remove(Key.of(attempt.job()), attempt);
	}

	/**
	 * Whether the attempt is here or has ended here.
	 */
	public boolean knows(Job job) {
		Key key = Key.of(job);
		return this.held.containsKey(key) || this.ended.contains(key);
	}

	/**
	 * The attempt of a number, counted from 1; null where it holds no slot.
	 */
	public @Nullable RunningAttempt find(String taskRunId, int attempt) {
		return this.held.get(new Key(taskRunId, attempt));
	}

	/**
	 * The attempts of a task run.
	 */
	public Stream<RunningAttempt> find(String taskRunId) {
		return this.held.values().stream().filter((attempt) -> attempt.job().taskRunId().equals(taskRunId));
	}

	/**
	 * Whether this very object still holds its slot.
	 */
	public boolean holds(RunningAttempt attempt) {
		return this.held.get(Key.of(attempt.job())) == attempt;
	}

	/**
	 * A copy, in no order.
	 */
	public Collection<RunningAttempt> all() {
		return List.copyOf(this.held.values());
	}

	/**
	 * Whether no attempt holds a slot.
	 */
	public boolean isEmpty() {
		return this.held.isEmpty();
	}

	private record Key(String taskRunId, int attempt) {

		static Key of(Job job) {
			return new Key(job.taskRunId(), job.attempt());
		}

	}

}
