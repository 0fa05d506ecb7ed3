package io.windhover.scheduler.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.flow.FlowKey;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.topic.streams.DueTimeIndex;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of one task and the index of their dates, kept in step.
 */
class TriggerStore {

	private final KeyValueStore<String, TriggerEntry> triggers;

	private final DueTimeIndex<String> due;

	private final HeldEnds held;

	TriggerStore(KeyValueStore<String, TriggerEntry> triggers, KeyValueStore<String, String> due) {
		this.triggers = triggers;
		this.due = new DueTimeIndex<>(due, "", "");
		this.held = new HeldEnds(due);
	}

	/**
	 * The ends that triggers hear of once something may fire again.
	 */
	HeldEnds held() {
		return this.held;
	}

	@Nullable TriggerEntry find(String key) {
		return this.triggers.get(key);
	}

	/**
	 * The keys of some of the triggers that are due, the most overdue first.
	 */
	List<String> due(Instant now, int most) {
		return this.due.due(now, most);
	}

	List<TriggerEntry> all() {
		return read(this.triggers.all());
	}

	List<TriggerEntry> of(FlowKey flow) {
		// every key that begins with "namespace/flow/": '0' is the character after '/'
		return read(this.triggers.range(flow + "/", flow + "0"));
	}

	void save(TriggerEntry entry) {
		String key = entry.state().key();
		TriggerEntry old = find(key);
		this.triggers.put(key, entry);
		Instant before = (old != null) ? old.state().next() : null;
		Instant after = entry.state().next();
		if (before != null && !before.equals(after)) {
			this.due.remove(before, key);
		}
		if (after != null && !after.equals(before)) {
			this.due.add(after, key);
		}
	}

	void remove(TriggerEntry entry) {
		this.triggers.delete(entry.state().key());
		Instant next = entry.state().next();
		if (next != null) {
			this.due.remove(next, entry.state().key());
		}
	}

	private static List<TriggerEntry> read(KeyValueIterator<String, TriggerEntry> found) {
		List<TriggerEntry> entries = new ArrayList<>();
		try (found) {
			found.forEachRemaining((each) -> entries.add(each.value));
		}
		return entries;
	}

}
