package io.windhover.topic.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keys in the order of an instant, among the entries of a store, so that looking for what
 * is due costs what is due.
 *
 * @param <V> the type of the store's values
 */
public final class DueTimeIndex<V> {

	/** Of milliseconds until the year 2286. */
	private static final int DIGITS = 13;

	/** Follows the digits. */
	private static final String AFTER_ALL = ":";

	private final KeyValueStore<String, V> store;

	private final String prefix;

	private final V value;

	/**
	 * No entry is before it. A look starts here, and is left out until its time, because
	 * the store's iterator walks over every deleted entry on its way to the next one that
	 * still exists.
	 */
	private String first;

	/**
	 * An index of entries that a store may hold already.
	 * @param prefix of their keys, and of no others
	 * @param value what the store keeps for each
	 */
	public DueTimeIndex(KeyValueStore<String, V> store, String prefix, V value) {
		this.store = store;
		this.prefix = prefix;
		this.value = value;
		this.first = prefix;
	}

	/**
	 * Adds a key at an instant, of which whole milliseconds count.
	 */
	public void add(Instant due, String key) {
		String entry = entry(due, key);
		this.store.put(entry, this.value);
		if (entry.compareTo(this.first) < 0) {
			this.first = entry;
		}
	}

	/**
	 * Removes a key at the instant at which it was added, if it is there.
	 */
	public void remove(Instant due, String key) {
		this.store.delete(entry(due, key));
	}

	/**
	 * Finds keys that are due, the most overdue first; each stays until it is removed.
	 * @param most how many
	 */
	public List<String> due(Instant now, int most) {
		return keys(look(now, most).due());
	}

	/**
	 * Removes keys that are due, the most overdue first.
	 * @param most how many
	 */
	public List<String> take(Instant now, int most) {
		Look look = look(now, most);
		look.due().forEach(this.store::delete);
		this.first = look.next();
		return keys(look.due());
	}

	private Look look(Instant now, int most) {
		String end = this.prefix + padded(now.toEpochMilli() + 1);
		List<String> due = new ArrayList<>();
		if (this.first.compareTo(end) >= 0) {
			return new Look(due, this.first);
		}
		String next = this.prefix + AFTER_ALL;
		try (KeyValueIterator<String, V> entries = this.store.range(this.first, next)) {
			boolean more = true;
			while (more && entries.hasNext()) {
				String entry = entries.next().key;
				more = due.size() < most && entry.compareTo(end) < 0;
				if (more) {
					due.add(entry);
				}
				else {
					next = entry;
				}
			}
		}
		this.first = due.isEmpty() ? next : due.get(0);
		return new Look(due, next);
	}

	private List<String> keys(List<String> entries) {
		return entries.stream().map((entry) -> entry.substring(entry.indexOf('/', this.prefix.length()) + 1)).toList();
	}

	private String entry(Instant due, String key) {
		return this.prefix + padded(due.toEpochMilli()) + "/" + key;
	}

	private static String padded(long millis) {
		String digits = Long.toString(Math.max(0, millis));
		return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
	}

	/**
	 * What one look found.
	 *
	 * @param next the first entry after them
	 */
	private record Look(List<String> due, String next) {
	}

}
