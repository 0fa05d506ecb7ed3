package io.windhover.worker.attempt;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a task type tells of a running attempt for whoever asks why it takes so long.
 */
public class AttemptFacts {

	private static final int MAX_FACTS = 50;

	private static final int MAX_TEXT_BYTES = 1024;

	private final Map<String, Object> facts = new ConcurrentHashMap<>();

	void put(String name, Object value) {
		if (this.facts.size() < MAX_FACTS || this.facts.containsKey(name)) {
			this.facts.put(name, (value instanceof Number || value instanceof Boolean) ? value
					: Text.truncate(String.valueOf(value), MAX_TEXT_BYTES));
		}
	}

	/**
	 * A copy, by name: at most 50 numbers, booleans and texts of up to 1,024 bytes.
	 */
	public Map<String, Object> all() {
		return new TreeMap<>(this.facts);
	}

}
