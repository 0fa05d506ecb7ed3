package io.windhover.executor.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

import io.windhover.execution.plan.LoopOutputs;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of one execution that have entries of their own. Those of a loop's
 * iterations are kept in chunks, so that neither an iteration's end nor a reader touches
 * an entry for each; only large ones have one.
 */
public final class StoredOutputs {

	/** Iterations in one entry. */
	private static final int CHUNK = 100;

	/** In bytes of JSON: a chunk is written once for each of its iterations. */
	private static final int LARGE = 512;

	/** Entries dropped for one event, and what the last chunk has beyond them. */
	public static final int MOST_DROPPED = 256;

	private final String id;

	private final ExecutorStore store;

	/** What the event that is decided keeps, and the store does not yet have. */
	private final List<Effect> effects;

	/**
	 * Reads over the store of a partition.
	 * @param effects of the event that is decided, which the store does not have yet
	 */
	public StoredOutputs(String id, ExecutorStore store, List<Effect> effects) {
		this.id = id;
		this.store = store;
		this.effects = effects;
	}

	/** The outputs of a task in a scope. */
	@Nullable Object of(String scope, String task) {
		for (Effect effect : this.effects) {
			if (effect instanceof Effect.KeepOutputs keep && keep.scope().equals(scope) && keep.taskId().equals(task)) {
				return keep.outputs();
			}
		}
		return this.store.outputs(this.id, scope, task);
	}

	/** The outputs of each iteration by task; empty for one that has none. */
	public List<Object> of(LoopOutputs loop) {
		List<Object> iterations = new ArrayList<>(loop.size());
		for (int chunk = 0; chunk * CHUNK < loop.size(); chunk++) {
			IterationChunk stored = chunk(loop.path(), chunk);
			for (int i = chunk * CHUNK; i < Math.min(loop.size(), (chunk + 1) * CHUNK); i++) {
				Object large = stored.large().contains(i) ? this.store.iteration(this.id, loop.path(), i) : null;
				iterations.add((large != null) ? large : stored.small().getOrDefault(i, Map.of()));
			}
		}
		for (Effect effect : this.effects) {
			if (effect instanceof Effect.KeepIteration keep && keep.loop().equals(loop.path())) {
				iterations.set(keep.iteration().index(), all(keep.iteration()));
			}
		}
		return iterations;
	}

	/**
	 * Writes the outputs of an iteration; those above 512 bytes get an entry of their
	 * own.
	 */
	public void keep(Effect.KeepIteration keep) {
		int index = keep.iteration().index();
		IterationChunk chunk = chunk(keep.loop(), index / CHUNK);
		if (keep.iteration().outputsSize() > LARGE) {
			this.store.putIteration(this.id, keep.loop(), index, all(keep.iteration()));
			chunk.large().add(index);
		}
		else {
			chunk.small().put(index, all(keep.iteration()));
		}
		this.store.putIterations(this.id, keep.loop(), index / CHUNK, chunk);
	}

	/** What the scope itself kept; its loops are dropped one by one. */
	public void drop(Scope scope) {
		scope.outputsApart().forEach((task) -> this.store.deleteOutputs(this.id, scope.path(), task));
		scope.outputsElsewhere().forEach((task, path) -> this.store.deleteOutputs(this.id, path, task));
	}

	/**
	 * Drops what a loop kept, as much as one event may.
	 * @param from the first iteration that is left
	 * @return the first iteration that is left then; the size of the loop when there is
	 * none
	 */
	public int drop(LoopOutputs loop, int from) {
		int dropped = 0;
		int chunk = from / CHUNK;
		for (; chunk * CHUNK < loop.size() && dropped < MOST_DROPPED; chunk++) {
			Set<Integer> large = chunk(loop.path(), chunk).large();
			large.forEach((index) -> this.store.deleteIteration(this.id, loop.path(), index));
			this.store.deleteIterations(this.id, loop.path(), chunk);
			dropped += large.size() + 1;
		}
		return Math.min(loop.size(), chunk * CHUNK);
	}

	/** The outputs that a scope keeps in entries of their own, of some tasks. */
	public Map<String, Object> apart(Scope scope, Predicate<String> some) {
		Map<String, String> scopes = new LinkedHashMap<>(scope.outputsElsewhere());
		scope.outputsApart().forEach((task) -> scopes.put(task, scope.path()));
		Map<String, Object> apart = new LinkedHashMap<>();
		scopes.forEach((task, path) -> {
			Object outputs = some.test(task) ? of(path, task) : null;
			if (outputs != null) {
				apart.put(task, outputs);
			}
		});
		return apart;
	}

	private Map<String, Object> all(Scope iteration) {
		Map<String, Object> all = new LinkedHashMap<>(iteration.outputs());
		all.putAll(apart(iteration, (task) -> true));
		iteration.lists().forEach((task, loop) -> all.put(task, of(loop)));
		return all;
	}

	private IterationChunk chunk(String loop, int number) {
		IterationChunk chunk = this.store.iterations(this.id, loop, number);
		return (chunk != null) ? chunk : new IterationChunk(new TreeMap<>(), new TreeSet<>());
	}

	/**
	 * Some of the iterations of a loop.
	 *
	 * @param small outputs by index
	 * @param large the indices of those with an entry of their own
	 */
	record IterationChunk(Map<Integer, Object> small, Set<Integer> large) {
	}

}
