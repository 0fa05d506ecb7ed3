package io.windhover.scheduler.slot;

import java.util.List;
import java.util.function.BiConsumer;

import io.windhover.execution.json.Json;
import io.windhover.flow.FlowKey;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The slots of the flows of one task. What an entry is, the first letter of its key
 * states: {@code f} a flow, {@code e} an execution that holds or waits, {@code q} a place
 * of the queue. Only the flows are ever scanned, at the start of a task.
 */
public final class SlotStore {

	private static final String FLOW = "f/";

	/** Above all keys of flows: '0' follows '/'. */
	private static final String AFTER_FLOWS = "f0";

	private final KeyValueStore<String, String> entries;

	/**
	 * Reads nothing yet.
	 * @param entries store of the task
	 */
	public SlotStore(KeyValueStore<String, String> entries) {
		this.entries = entries;
	}

	/**
	 * Applies an event.
	 * @return what follows from it
	 */
	public List<SlotAnswer> apply(FlowKey flow, SlotEvent event) {
		SlotTransition transition = SlotMachine.decide(new Ledger(), flow, event);
		transition.places()
			.forEach((execution, place) -> write(executionKey(flow, execution),
					(place != null) ? Long.toString(place) : null));
		transition.queue().forEach((place, execution) -> write(queueKey(flow, place), execution));
		if (transition.state() != null) {
			write(FLOW + flow, Json.mapper().writeValueAsString(transition.state()));
		}
		return transition.answers();
	}

	/** Null when the flow never had a concurrency. */
	public @Nullable SlotState find(FlowKey flow) {
		String value = this.entries.get(FLOW + flow);
		return (value != null) ? state(value) : null;
	}

	/**
	 * Visits all flows that ever had a concurrency, as a task does at its start.
	 */
	public void forEach(BiConsumer<FlowKey, SlotState> visitor) {
		try (KeyValueIterator<String, String> found = this.entries.range(FLOW, AFTER_FLOWS)) {
			while (found.hasNext()) {
				KeyValue<String, String> entry = found.next();
				visitor.accept(FlowKey.parse(entry.key.substring(FLOW.length())), state(entry.value));
			}
		}
	}

	private void write(String key, @Nullable String value) {
		if (value != null) {
			this.entries.put(key, value);
		}
		else {
			this.entries.delete(key);
		}
	}

	private static SlotState state(String value) {
		return Json.mapper().readValue(value, SlotState.class);
	}

	private static String executionKey(FlowKey flow, String executionId) {
		return "e/" + flow + "/" + executionId;
	}

	private static String queueKey(FlowKey flow, long place) {
		return "q/" + flow + "/" + place;
	}

	private final class Ledger implements SlotLedger {

		@Override
		public @Nullable SlotState state(FlowKey flow) {
			return find(flow);
		}

		@Override
		public @Nullable Long place(FlowKey flow, String executionId) {
			String value = SlotStore.this.entries.get(executionKey(flow, executionId));
			return (value != null) ? Long.valueOf(value) : null;
		}

		@Override
		public @Nullable String waitingAt(FlowKey flow, long place) {
			return SlotStore.this.entries.get(queueKey(flow, place));
		}

	}

}
