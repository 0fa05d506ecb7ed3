package io.windhover.scheduler.slot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one flow in maps, which applies what the machine decides.
 */
final class MapLedger implements SlotLedger {

	static final FlowKey FLOW = new FlowKey("demo", "limited");

	final Map<String, Long> places = new HashMap<>();

	final Map<Long, String> queue = new HashMap<>();

	private @Nullable SlotState state;

	private int lookups;

	private int mostLookups;

	List<SlotAnswer> apply(int budget, SlotEvent event) {
		this.lookups = 0;
		SlotTransition transition = SlotMachine.decide(budget, this, FLOW, event);
		this.mostLookups = Math.max(this.mostLookups, this.lookups);
		transition.places().forEach((execution, place) -> write(this.places, execution, place));
		transition.queue().forEach((place, execution) -> write(this.queue, place, execution));
		if (transition.state() != null) {
			this.state = transition.state();
		}
		return transition.answers();
	}

	List<SlotAnswer> apply(SlotEvent event) {
		return apply(SlotMachine.BUDGET, event);
	}

	SlotState state() {
		return (this.state != null) ? this.state : SlotState.NONE;
	}

	/** Of one event. */
	int mostLookups() {
		return this.mostLookups;
	}

	@Override
	public @Nullable SlotState state(FlowKey flow) {
		return this.state;
	}

	@Override
	public @Nullable Long place(FlowKey flow, String executionId) {
		this.lookups++;
		return this.places.get(executionId);
	}

	@Override
	public @Nullable String waitingAt(FlowKey flow, long place) {
		this.lookups++;
		return this.queue.get(place);
	}

	private static <K, V> void write(Map<K, V> entries, K key, @Nullable V value) {
		if (value != null) {
			entries.put(key, value);
		}
		else {
			entries.remove(key);
		}
	}

}
