package io.windhover.executor.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.executor.ExecutorView.InFlight;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.executor.ExecutorView.StoreSize;
import io.windhover.executor.ExecutorView.Tally;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks of this process have in flight, by task, so that what a task had goes
 * with it. It may run ahead of a transaction that is aborted: then Kafka Streams opens
 * the task anew, and its part is made again from the stores.
 */
public class InFlightIndexes {

	private final Map<String, InFlightIndex> tasks = new ConcurrentHashMap<>();

	private volatile boolean everOpened;

	/**
	 * A task comes, with what its stores hold.
	 */
	public void opened(String task, InFlightIndex inFlight) {
		this.tasks.put(task, inFlight);
		this.everOpened = true;
	}

	/**
	 * A task goes, unless it has come back already.
	 */
	public void closed(String task, InFlightIndex inFlight) {
		this.tasks.remove(task, inFlight);
	}

	boolean isOpen() {
		return this.everOpened;
	}

	List<Tally<RunningExecution>> executions() {
		return tallies(lines(InFlightIndex::executions, Function.identity()), ExecutionAgeIndex::first,
				RunningExecution::createdAt, ExecutionAgeIndex::size);
	}

	List<Tally<InFlight>> taskRuns() {
		return tallies(lines(InFlightIndex::taskRuns, InFlightIndex.Group::state), TimeOrderedIndex::first,
				InFlight::since, TimeOrderedIndex::size);
	}

	Map<FlowKey, Integer> executionsByFlow() {
		Map<FlowKey, Integer> counts = new HashMap<>();
		this.tasks.values()
			.forEach((task) -> task.executionsByFlow()
				.forEach((flow, count) -> counts.merge(flow, count, Integer::sum)));
		return counts;
	}

	/**
	 * The task runs that workers hold.
	 */
	Map<InstanceRef, List<TimeOrderedIndex<InFlight>>> held() {
		Map<InstanceRef, List<TimeOrderedIndex<InFlight>>> held = new HashMap<>();
		this.tasks.values().forEach((task) -> task.taskRuns().forEach((group, line) -> {
			InstanceRef worker = group.worker();
			if (worker != null && line.size() > 0) {
				held.computeIfAbsent(worker, (key) -> new ArrayList<>()).add(line);
			}
		}));
		return held;
	}

	/**
	 * The task runs that wait for a worker.
	 */
	List<TimeOrderedIndex<InFlight>> queued() {
		return lines(InFlightIndex::taskRuns, InFlightIndex.Group::state).getOrDefault(State.QUEUED, List.of());
	}

	/**
	 * The store of the executor, with the entries of all tasks that have been sampled.
	 */
	public List<StoreSize> stores() {
		List<InFlightIndex.Sizes> sizes = this.tasks.values()
			.stream()
			.map(InFlightIndex::sizes)
			.filter(Objects::nonNull)
			.toList();
		Instant sampledAt = sizes.stream().map(InFlightIndex.Sizes::at).min(Comparator.naturalOrder()).orElse(null);
		Long entries = sizes.isEmpty() ? null : sizes.stream().mapToLong(InFlightIndex.Sizes::entries).sum();
		return List.of(new StoreSize(ExecutorStore.NAME, entries, sampledAt));
	}

	private <G, L> Map<State, List<L>> lines(Function<InFlightIndex, Map<G, L>> part, Function<G, State> state) {
		return this.tasks.values()
			.stream()
			.map(part)
			.map(Map::entrySet)
			.flatMap(Collection::stream)
			.collect(Collectors.groupingBy((entry) -> state.apply(entry.getKey()), () -> new EnumMap<>(State.class),
					Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	private static <L, E> List<Tally<E>> tallies(Map<State, List<L>> lines, Function<L, @Nullable E> first,
			Function<E, Instant> since, ToIntFunction<L> size) {
		List<Tally<E>> tallies = new ArrayList<>();
		lines.forEach((state, of) -> of.stream()
			.flatMap((line) -> Stream.ofNullable(first.apply(line)))
			.min(Comparator.comparing(since))
			.ifPresent((oldest) -> tallies.add(new Tally<>(state, of.stream().mapToInt(size).sum(), oldest))));
		return tallies;
	}

}
