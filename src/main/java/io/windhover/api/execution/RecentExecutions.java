package io.windhover.api.execution;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TaskRun;
import io.windhover.indexer.ExecutionQuery;
import org.jspecify.annotations.Nullable;

/**
 * The executions that changed last, in memory, so that each answers from the moment it
 * was created, whether or not the repository knows it. What changed longest ago goes
 * first.
 */
class RecentExecutions {

	/** Task runs kept for each execution that may be kept, on average. */
	private static final int TASK_RUNS_PER_EXECUTION = 10;

	private final int capacity;

	/** In the order of their last use; guarded by this. */
	private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

	private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

	private int taskRuns;

	RecentExecutions(int capacity) {
		this.capacity = capacity;
	}

	void created(ExecutionCommand.Create command) {
		synchronized (this) {
			entry(command.executionId()).complete = true;
		}
		changed(Execution.created(command));
	}

	void changed(Execution execution) {
		synchronized (this) {
			Entry entry = entry(execution.id());
			entry.execution = Snapshot.newer(entry.execution, execution);
			evict();
		}
		tell(execution.id());
	}

	void changed(TaskRun taskRun) {
		synchronized (this) {
			Entry entry = entry(taskRun.executionId());
			TaskRun known = entry.taskRuns.get(taskRun.id());
			if (known == null || taskRun.version() > known.version()) {
				entry.taskRuns.put(taskRun.id(), taskRun);
				this.taskRuns += (known == null) ? 1 : 0;
			}
			evict();
		}
		tell(taskRun.executionId());
	}

	/**
	 * What is known of an execution: nothing, it may be.
	 */
	synchronized Snapshot find(String id) {
		Entry entry = this.entries.get(id);
		return (entry != null) ? entry.snapshot() : new Snapshot(null, List.of(), false);
	}

	/**
	 * The newest first.
	 */
	synchronized List<Execution> matching(ExecutionQuery query) {
		return this.entries.values()
			.stream()
			.map((entry) -> entry.execution)
			.filter(Objects::nonNull)
			.filter(query::matches)
			.sorted(Comparator.comparing(Execution::createdAt).thenComparing(Execution::id).reversed())
			.toList();
	}

	/**
	 * Completes when an execution and all of its task runs have ended; the caller gives
	 * it a timeout.
	 */
	CompletableFuture<Void> ended(String id) {
		CompletableFuture<Void> end = this.waiting.computeIfAbsent(id, (key) -> new CompletableFuture<>());
		tell(id);
		return end.copy();
	}

	/**
	 * Forgets those who wait for an execution's end.
	 */
	void stopWaiting(String id) {
		this.waiting.remove(id);
	}

	private void tell(String id) {
		CompletableFuture<Void> end = this.waiting.get(id);
		if (end != null && hasEnded(id)) {
			this.waiting.remove(id, end);
			end.complete(null);
		}
	}

	private synchronized boolean hasEnded(String id) {
		Entry entry = this.entries.get(id);
		return entry != null && entry.hasEnded();
	}

	private Entry entry(String id) {
		return this.entries.computeIfAbsent(id, (key) -> new Entry());
	}

	private void evict() {
		Iterator<Entry> eldest = this.entries.values().iterator();
		while (this.entries.size() > 1
				&& (this.entries.size() > this.capacity || this.taskRuns > this.capacity * TASK_RUNS_PER_EXECUTION)) {
			this.taskRuns -= eldest.next().taskRuns.size();
			eldest.remove();
		}
	}

	private static final class Entry {

		private @Nullable Execution execution;

		private final Map<String, TaskRun> taskRuns = new HashMap<>();

		private boolean complete;

		private Snapshot snapshot() {
			Collection<TaskRun> runs = this.taskRuns.values();
			return new Snapshot(null, List.of(), this.complete).merge(this.execution, runs);
		}

		private boolean hasEnded() {
			return this.execution != null && this.execution.state().isTerminal()
					&& this.taskRuns.values().stream().allMatch((run) -> run.state().isTerminal());
		}

	}

}
