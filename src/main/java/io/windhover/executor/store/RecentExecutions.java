package io.windhover.executor.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the executions that changed last, in memory and committed, so that
 * each answers whether or not the repository knows it. What was used longest ago goes
 * first.
 */
class RecentExecutions {

	/** Task runs kept for each execution that may be kept, on average. */
	private static final int TASK_RUNS_PER_EXECUTION = 10;

	private final int capacity;

	/** In the order of their last use; guarded by this. */
	private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

	private int taskRuns;

	RecentExecutions(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Takes over what a transaction changed.
	 */
	synchronized void apply(Collection<ChangedDocuments> changes) {
		changes.forEach(this::apply);
		forget(changes.stream().filter(ChangedDocuments::isDeleted).map(ChangedDocuments::id).toList());
		evict();
	}

	private void apply(ChangedDocuments change) {
		Entry entry = this.entries.computeIfAbsent(change.id(), (key) -> new Entry(change.partition()));
		entry.complete |= change.isCreated();
		entry.execution = Snapshot.newer(entry.execution, change.execution());
		for (TaskRun taskRun : change.taskRuns()) {
			TaskRun known = entry.taskRuns.get(taskRun.id());
			if (known == null || taskRun.version() > known.version()) {
				entry.taskRuns.put(taskRun.id(), taskRun);
				this.taskRuns += (known == null) ? 1 : 0;
			}
		}
	}

	/**
	 * What is known of an execution; null when that is nothing.
	 */
	synchronized @Nullable Snapshot find(String id) {
		Entry entry = this.entries.get(id);
		return (entry != null) ? entry.snapshot() : null;
	}

	/**
	 * The newest first.
	 */
	synchronized List<Execution> matching(ExecutionQuery query, int most) {
		return this.entries.values()
			.stream()
			.map((entry) -> entry.execution)
			.filter(Objects::nonNull)
			.filter(query::matches)
			.sorted(Comparator.comparing(Execution::createdAt).thenComparing(Execution::id).reversed())
			.limit(most)
			.toList();
	}

	/**
	 * Whether an execution is known to be over.
	 */
	synchronized boolean hasEnded(String id) {
		Entry entry = this.entries.get(id);
		return entry != null && entry.execution != null && entry.execution.state().isTerminal();
	}

	/**
	 * Forgets executions of which the store may now know better.
	 */
	synchronized void forget(Collection<String> ids) {
		for (String id : ids) {
			Entry entry = this.entries.remove(id);
			this.taskRuns -= (entry != null) ? entry.taskRuns.size() : 0;
		}
	}

	/**
	 * Forgets a partition that another instance may change from now on.
	 */
	synchronized void forget(OwnedPartition partition) {
		this.entries.values().removeIf((entry) -> {
			boolean gone = entry.partition == partition;
			this.taskRuns -= gone ? entry.taskRuns.size() : 0;
			return gone;
		});
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

		private final OwnedPartition partition;

		private @Nullable Execution execution;

		private final Map<String, TaskRun> taskRuns = new HashMap<>();

		private boolean complete;

		private Entry(OwnedPartition partition) {
			this.partition = partition;
		}

		private Snapshot snapshot() {
			return new Snapshot(null, List.of(), this.complete).merge(this.execution, this.taskRuns.values());
		}

	}

}
