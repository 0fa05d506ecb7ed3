package io.windhover.scheduler;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.windhover.execution.TriggerState;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of this process last said of their triggers, by task, so that what a
 * task had goes with it.
 */
class ScheduleBoard implements SchedulerView {

	private final Map<String, Map<String, TriggerState>> tasks = new ConcurrentHashMap<>();

	private final Predicate<String> evaluating;

	private volatile BooleanSupplier running = () -> false;

	private volatile @Nullable Instant lastTick;

	/**
	 * An empty board.
	 * @param evaluating whether the trigger of a key is evaluated now
	 */
	ScheduleBoard(Predicate<String> evaluating) {
		this.evaluating = evaluating;
	}

	@Override
	public List<Scheduled> scheduled() {
		return this.tasks.values()
			.stream()
			.map(Map::values)
			.flatMap(Collection::stream)
			.sorted(Comparator.comparing(TriggerState::key))
			.map((state) -> new Scheduled(state, this.evaluating.test(state.key())))
			.toList();
	}

	@Override
	public @Nullable Instant lastTick() {
		return this.lastTick;
	}

	@Override
	public boolean isReady() {
		return this.lastTick != null && this.running.getAsBoolean();
	}

	/**
	 * Tells where to ask whether the topology runs, which is made after this board.
	 */
	void runs(BooleanSupplier running) {
		this.running = running;
	}

	void opened(String task, List<TriggerEntry> entries) {
		Map<String, TriggerState> states = new ConcurrentHashMap<>();
		entries.forEach((entry) -> states.put(entry.state().key(), entry.state()));
		this.tasks.put(task, states);
	}

	void saved(String task, TriggerState state) {
		this.tasks.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).put(state.key(), state);
	}

	void removed(String task, TriggerState state) {
		this.tasks.computeIfAbsent(task, (key) -> new ConcurrentHashMap<>()).remove(state.key());
	}

	void closed(String task) {
		this.tasks.remove(task);
	}

	void ticked(Instant now) {
		this.lastTick = now;
	}

}
