package io.windhover.executor.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.plan.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The small executions that a partition wrote last, so that their next event need not
 * read them again. Belongs to one initialisation of a processor: after an aborted
 * transaction there is a new one.
 */
final class RecentTrees {

	/** Of JSON; in memory they take about three times as much. */
	private static final int MOST_BYTES = 1024 * 1024;

	private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

	private int bytes;

	@Nullable StoredExecution find(String id) {
		Entry entry = this.entries.get(id);
		return (entry != null) ? entry.execution() : null;
	}

	void put(String id, StoredExecution execution, int size) {
		forget(id);
		if (size > MOST_BYTES || !execution.scopes().stream().allMatch(Scope::isPlain)) {
			return;
		}
		this.entries.put(id, new Entry(execution, size));
		this.bytes += size;
		Iterator<Entry> eldest = this.entries.values().iterator();
		while (this.bytes > MOST_BYTES) {
			this.bytes -= eldest.next().size();
			eldest.remove();
		}
	}

	void forget(String id) {
		Entry entry = this.entries.remove(id);
		if (entry != null) {
			this.bytes -= entry.size();
		}
	}

	private record Entry(StoredExecution execution, int size) {
	}

}
