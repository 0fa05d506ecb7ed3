package io.windhover.scheduler.topology;

import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.json.Json;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What flow triggers are to hear once something may fire again, in the order of arrival,
 * among the entries of the index of dates, whose keys are digits.
 */
class HeldEnds {

	private static final String PREFIX = "held/";

	/** The character after '/'. */
	private static final String END = "held0";

	private static final int DIGITS = 13;

	private final KeyValueStore<String, String> store;

	/** False only when it is sure that there is none, so that nobody looks in vain. */
	private boolean pending;

	HeldEnds(KeyValueStore<String, String> store) {
		this.store = store;
		try (KeyValueIterator<String, String> entries = store.range(PREFIX, END)) {
			this.pending = entries.hasNext();
		}
	}

	void add(FlowCommand.Heard command) {
		String millis = Long.toString(command.at().toEpochMilli());
		this.store.put(
				PREFIX + "0".repeat(Math.max(0, DIGITS - millis.length())) + millis + "/" + command.triggerKey() + "/"
						+ command.end().executionId(),
				Json.mapper().writerFor(FlowCommand.class).writeValueAsString(command));
		this.pending = true;
	}

	/**
	 * Whether there may be some.
	 */
	boolean isPending() {
		return this.pending;
	}

	/**
	 * Removes the first ones.
	 * @param most how many
	 */
	List<FlowCommand.Heard> take(int most) {
		if (!this.pending) {
			return List.of();
		}
		List<KeyValue<String, String>> found = new ArrayList<>();
		try (KeyValueIterator<String, String> entries = this.store.range(PREFIX, END)) {
			while (entries.hasNext() && found.size() < most) {
				found.add(entries.next());
			}
			this.pending = entries.hasNext();
		}
		found.forEach((entry) -> this.store.delete(entry.key));
		return found.stream()
			.map((entry) -> (FlowCommand.Heard) Json.mapper().readValue(entry.value, FlowCommand.class))
			.toList();
	}

}
