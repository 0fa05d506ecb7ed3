package io.windhover.scheduler.slot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What follows from an event: the entries that changed, over those of the ledger.
 */
final class SlotTransition {

	private final Map<String, @Nullable Long> places = new LinkedHashMap<>();

	private final Map<Long, @Nullable String> queue = new LinkedHashMap<>();

	private final List<SlotAnswer> answers = new ArrayList<>();

	private @Nullable SlotState state;

	/** As it is afterwards; null when it did not change. */
	@Nullable SlotState state() {
		return this.state;
	}

	void state(SlotState changed) {
		this.state = changed;
	}

	/** By execution; null for one that neither holds nor waits any more. */
	Map<String, @Nullable Long> places() {
		return this.places;
	}

	/** By place; null for one that is empty now. */
	Map<Long, @Nullable String> queue() {
		return this.queue;
	}

	List<SlotAnswer> answers() {
		return this.answers;
	}

}
