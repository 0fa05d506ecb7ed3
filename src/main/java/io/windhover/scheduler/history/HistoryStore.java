package io.windhover.scheduler.history;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import io.windhover.execution.json.Json;
import io.windhover.flow.FlowKey;
import io.windhover.topic.streams.DueTimeIndex;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The histories of the flows of one task, and the index of what is due. What an entry is,
 * the first letter of its key states: {@code f} a flow, {@code d} an instant.
 */
public final class HistoryStore {

	private static final String FLOW = "f/";

	/** Above all keys of flows: '0' follows '/'. */
	private static final String AFTER_FLOWS = "f0";

	private final KeyValueStore<String, String> entries;

	private final DueTimeIndex<String> due;

	/**
	 * Keeps the index of due flows in the same store.
	 * @param entries store of the task
	 */
	public HistoryStore(KeyValueStore<String, String> entries) {
		this.entries = entries;
		this.due = new DueTimeIndex<>(entries, "d/", "");
	}

	/**
	 * Applies an event.
	 * @return what follows from it; null where the flow has no history
	 */
	public @Nullable HistoryTransition apply(FlowKey flow, HistoryEvent event, Instant now) {
		HistoryEntry before = find(flow);
		HistoryTransition transition = HistoryMachine.decide(before, flow, event, now);
		if (transition != null) {
			index(flow, (before != null) ? before.due() : null, transition.entry().due());
			this.entries.put(FLOW + flow, Json.mapper().writeValueAsString(transition.entry()));
		}
		return transition;
	}

	/**
	 * Removes the history of a flow that was deleted.
	 * @return whether it had one
	 */
	public boolean remove(FlowKey flow) {
		HistoryEntry before = find(flow);
		if (before == null) {
			return false;
		}
		index(flow, before.due(), null);
		this.entries.delete(FLOW + flow);
		return true;
	}

	/**
	 * Flows of which something may be missed, the most overdue first.
	 * @param horizon until which all that happened has been heard of
	 * @param most how many
	 */
	public List<FlowKey> due(Instant horizon, int most) {
		return this.due.due(horizon, most).stream().map(FlowKey::parse).toList();
	}

	/**
	 * The history of a flow; null when this task has none of it.
	 */
	public @Nullable HistoryEntry find(FlowKey flow) {
		String value = this.entries.get(FLOW + flow);
		return (value != null) ? read(value) : null;
	}

	/**
	 * Visits the histories of all flows of the task, in the order of their keys.
	 */
	public void forEach(Consumer<HistoryEntry> visitor) {
		try (KeyValueIterator<String, String> found = this.entries.range(FLOW, AFTER_FLOWS)) {
			found.forEachRemaining((entry) -> visitor.accept(read(entry.value)));
		}
	}

	private void index(FlowKey flow, @Nullable Instant before, @Nullable Instant after) {
		if (before != null && !before.equals(after)) {
			this.due.remove(before, flow.toString());
		}
		if (after != null && !after.equals(before)) {
			this.due.add(after, flow.toString());
		}
	}

	private static HistoryEntry read(String value) {
		return Json.mapper().readValue(value, HistoryEntry.class);
	}

}
