package io.windhover.executor.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.StateSize;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The one store of the executor. What an entry is, the first letter of its key tells:
 * {@code x} an execution, {@code s} a scope, {@code r} a task run, {@code o} outputs,
 * {@code i} items of a loop, {@code l} outputs of its iterations, {@code k} results kept
 * of another execution, {@code t} a timer. All but timers are found by their exact key,
 * never by a scan, because a scan walks over what was deleted. Values are bytes, so that
 * a write does not parse the value before.
 */
public final class ExecutorStore {

	public static final String NAME = "executor";

	private static final String EXECUTION = "x/";

	/** Ids are UUIDs: three hexadecimal digits divide them evenly. */
	public static final int SLICES = 0x1000;

	/** Above all that may follow in an id. */
	private static final String LAST = "~";

	private static final String SCOPE = "s/";

	private static final String RUN = "r/";

	private static final String OUTPUTS = "o/";

	private static final String ITEMS = "i/";

	private static final String ITERATIONS = "l/";

	private static final String KEPT = "k/";

	/**
	 * A restart that is asked for again has the same id, and the repository may not know
	 * the first for as long as topics keep its document.
	 */
	private static final Duration RESTART_REMEMBERED = Duration.ofDays(14);

	/**
	 * An idempotency key is valid for a day: one whose execution was deleted does not
	 * create it anew.
	 */
	private static final Duration DELETION_REMEMBERED = Duration.ofDays(1);

	/** Most entries of the small results that an execution keeps. */
	static final int MOST_KEPT = 256;

	/**
	 * Bytes of JSON above which a result has an entry of its own, so that no look for
	 * another one parses it. All results fit into one command, so these are few as well.
	 */
	static final int LARGE_KEPT = 4 * 1024;

	private final KeyValueStore<String, byte[]> entries;

	private final RecentTrees recent = new RecentTrees();

	private final StateSizes sizes;

	/**
	 * Wraps the store of one partition.
	 * @param sizes what its executions hold
	 */
	public ExecutorStore(KeyValueStore<String, byte[]> entries, StateSizes sizes) {
		this.entries = entries;
		this.sizes = sizes;
	}

	StateSize size(String id) {
		return this.sizes.of(id);
	}

	void resized(String id, long held) {
		this.sizes.changed(id, held);
	}

	/**
	 * Makes the builder of the store; its values stay bytes.
	 */
	public static StoreBuilder<KeyValueStore<String, byte[]>> builder(KeyValueBytesStoreSupplier supplier) {
		return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray());
	}

	@Nullable StoredExecution execution(String id) {
		StoredExecution known = this.recent.find(id);
		return (known != null) ? known : execution(this.entries.get(executionKey(id)));
	}

	/** The entry of an execution from its bytes. */
	static @Nullable StoredExecution execution(byte @Nullable [] value) {
		if (value == null) {
			return null;
		}
		return EndedMarker.is(value) ? StoredExecution.ended(EndedMarker.endedAt(value))
				: Json.mapper().readValue(value, StoredExecution.class);
	}

	static String executionKey(String id) {
		return EXECUTION + id;
	}

	/** The keys of the scopes of an execution whose nodes are apart. */
	static Range scopeKeys(String id) {
		return Range.below(key(SCOPE, id, ""));
	}

	/** The keys of the task runs of an execution whose nodes are apart. */
	static Range runKeys(String id) {
		return Range.below(key(RUN, id, ""));
	}

	/**
	 * What is left of an execution, so that it does not run again when its command comes
	 * again.
	 */
	public void ended(Execution execution, Instant at) {
		if (execution.rerun() != null) {
			deleteKept(execution.id(), execution.rerun());
		}
		this.recent.forget(execution.id());
		this.sizes.ended(execution.id());
		Rerun rerun = execution.rerun();
		boolean restart = rerun != null && rerun.kind() == Rerun.Kind.RESTART;
		this.entries.put(EXECUTION + execution.id(), EndedMarker.of(restart ? at.plus(RESTART_REMEMBERED) : at));
	}

	/**
	 * Notes that an execution was deleted.
	 * @return whether it was, which one that runs is not
	 */
	public boolean delete(String id, Instant at) {
		byte[] value = this.entries.get(executionKey(id));
		if (value != null && !EndedMarker.is(value)) {
			return false;
		}
		Instant until = at.plus(DELETION_REMEMBERED);
		Instant known = (value != null) ? EndedMarker.endedAt(value) : until;
		this.entries.put(executionKey(id), EndedMarker.deleted(known.isAfter(until) ? known : until));
		return true;
	}

	/**
	 * Forgets what ended before an instant in one of the slices that the ids are divided
	 * into, so that it costs little and the scan has an end close to its start.
	 * @param slice from 0 to below {@value #SLICES}
	 */
	public void forgetEnded(int slice, Instant before) {
		List<String> forgotten = new ArrayList<>();
		String from = EXECUTION + "%03x".formatted(slice);
		try (KeyValueIterator<String, byte[]> entries = this.entries.range(from, from + LAST)) {
			entries.forEachRemaining((entry) -> {
				if (EndedMarker.is(entry.value) && EndedMarker.endedAt(entry.value).isBefore(before)) {
					forgotten.add(entry.key);
				}
			});
		}
		forgotten.forEach(this.entries::delete);
	}

	/**
	 * Writes the entry of an execution, and remembers it for the next event.
	 */
	public void put(String id, StoredExecution execution) {
		byte[] value = Json.mapper().writeValueAsBytes(execution);
		this.entries.put(EXECUTION + id, value);
		this.recent.put(id, execution, value.length);
	}

	@Nullable Scope scope(String id, String path) {
		return read(key(SCOPE, id, path), Scope.class);
	}

	/**
	 * Writes an entry for a scope whose execution has its nodes apart.
	 */
	public void put(String id, Scope scope) {
		write(key(SCOPE, id, scope.path()), scope);
	}

	@Nullable Run run(String id, String path) {
		return read(key(RUN, id, path), Run.class);
	}

	/**
	 * Writes an entry for a task run whose execution has its nodes apart.
	 */
	public void put(String id, Run run) {
		write(key(RUN, id, run.path()), run);
	}

	void deleteScope(String id, String path) {
		this.entries.delete(key(SCOPE, id, path));
	}

	void deleteRun(String id, String path) {
		this.entries.delete(key(RUN, id, path));
	}

	/** The outputs of a task in a scope. */
	@Nullable Object outputs(String id, String scope, String taskId) {
		return read(key(OUTPUTS, id, scope) + "/" + taskId, Object.class);
	}

	/**
	 * Writes the outputs of a task in a scope.
	 */
	public void putOutputs(String id, String scope, String taskId, Object outputs) {
		write(key(OUTPUTS, id, scope) + "/" + taskId, outputs);
	}

	void deleteOutputs(String id, String scope, String taskId) {
		this.entries.delete(key(OUTPUTS, id, scope) + "/" + taskId);
	}

	/** Some of the items of a loop. */
	public @Nullable List<?> items(String id, String scope, int chunk) {
		return read(key(ITEMS, id, scope) + "/" + chunk, List.class);
	}

	/**
	 * Writes some of the items of a loop.
	 * @param chunk counts from 0
	 */
	public void putItems(String id, String scope, int chunk, List<?> items) {
		write(key(ITEMS, id, scope) + "/" + chunk, items);
	}

	/**
	 * Deletes some of the items of a loop, if they exist.
	 * @param chunk counts from 0
	 */
	public void deleteItems(String id, String scope, int chunk) {
		this.entries.delete(key(ITEMS, id, scope) + "/" + chunk);
	}

	/** The outputs of some of the iterations of a loop. */
	StoredOutputs.@Nullable IterationChunk iterations(String id, String loop, int chunk) {
		return read(key(ITERATIONS, id, loop) + "/" + chunk, StoredOutputs.IterationChunk.class);
	}

	void putIterations(String id, String loop, int chunk, StoredOutputs.IterationChunk iterations) {
		write(key(ITERATIONS, id, loop) + "/" + chunk, iterations);
	}

	void deleteIterations(String id, String loop, int chunk) {
		this.entries.delete(key(ITERATIONS, id, loop) + "/" + chunk);
	}

	/** The outputs of one iteration, where they are large. */
	@Nullable Object iteration(String id, String loop, int index) {
		return read(key(ITERATIONS, id, loop) + "[" + index + "]", Object.class);
	}

	void putIteration(String id, String loop, int index, Object outputs) {
		write(key(ITERATIONS, id, loop) + "[" + index + "]", outputs);
	}

	void deleteIteration(String id, String loop, int index) {
		this.entries.delete(key(ITERATIONS, id, loop) + "[" + index + "]");
	}

	/** A result that an execution keeps of another one. */
	@Nullable KeptResult kept(String id, Rerun rerun, String path) {
		KeptResults results = read(keptKey(id, keptEntry(rerun, path)), KeptResults.class);
		if (results == null) {
			return null;
		}
		return results.largePaths().contains(path) ? read(largeKey(id, path), KeptResult.class)
				: results.byPath().get(path);
	}

	/**
	 * Spread over a bounded number of entries, so that neither their writing nor a look
	 * at one of them grows with their number. Of large results these have the paths only.
	 */
	public void putKept(String id, Rerun rerun, Map<String, KeptResult> kept) {
		Map<Integer, KeptResults> entries = new TreeMap<>();
		kept.forEach((path, result) -> {
			KeptResults results = entries.computeIfAbsent(keptEntry(rerun, path),
					(entry) -> new KeptResults(new TreeMap<>(), new TreeSet<>()));
			if (result.size() > LARGE_KEPT) {
				results.largePaths().add(path);
				write(largeKey(id, path), result);
			}
			else {
				results.byPath().put(path, result);
			}
		});
		entries.forEach((entry, results) -> write(keptKey(id, entry), results));
	}

	private void deleteKept(String id, Rerun rerun) {
		for (int entry = 0; entry < Math.min(rerun.kept(), MOST_KEPT); entry++) {
			String key = keptKey(id, entry);
			KeptResults results = read(key, KeptResults.class);
			if (results != null) {
				results.largePaths().forEach((path) -> this.entries.delete(largeKey(id, path)));
				this.entries.delete(key);
			}
		}
	}

	private static String keptKey(String id, int entry) {
		return key(KEPT, id, "") + entry;
	}

	/** Apart from the numbers of the entries that several results share. */
	private static String largeKey(String id, String path) {
		return key(KEPT, id, "/" + path);
	}

	private static int keptEntry(Rerun rerun, String path) {
		return Math.floorMod(path.hashCode(), Math.min(rerun.kept(), MOST_KEPT));
	}

	/**
	 * An estimate of the number of entries, timers included, which costs no scan.
	 */
	public long approximateEntries() {
		return this.entries.approximateNumEntries();
	}

	/**
	 * The underlying store, for the timers in it.
	 */
	public KeyValueStore<String, byte[]> entries() {
		return this.entries;
	}

	/**
	 * Visits all executions that have not ended and all task runs once, at the start of a
	 * task, and counts what each execution holds.
	 */
	public void forEach(Visitor visitor) {
		try (KeyValueIterator<String, byte[]> all = this.entries.range(RUN, "y")) {
			all.forEachRemaining((entry) -> {
				if (EndedMarker.is(entry.value)) {
					return;
				}
				if (entry.key.startsWith(EXECUTION)) {
					StoredExecution stored = Json.mapper().readValue(entry.value, StoredExecution.class);
					String id = entry.key.substring(EXECUTION.length());
					this.sizes.found(id, stored);
					visitor.execution(id, stored);
				}
				else if (entry.key.startsWith(RUN)) {
					Run run = Json.mapper().readValue(entry.value, Run.class);
					this.sizes.foundRun(run.taskRun().executionId());
					visitor.run(run);
				}
				else if (entry.key.startsWith(SCOPE)) {
					this.sizes.found(entry.key.substring(SCOPE.length(), entry.key.indexOf('/', SCOPE.length())),
							Json.mapper().readValue(entry.value, Scope.class));
				}
			});
		}
	}

	private static String key(String kind, String id, String path) {
		return kind + id + "/" + path;
	}

	private <V> @Nullable V read(String key, Class<V> type) {
		byte[] value = this.entries.get(key);
		return (value != null) ? Json.mapper().readValue(value, type) : null;
	}

	private void write(String key, Object value) {
		this.entries.put(key, Json.mapper().writeValueAsBytes(value));
	}

	/**
	 * Some of the results that an execution keeps.
	 *
	 * @param large the paths of those that have entries of their own; null of what an
	 * older version wrote
	 */
	record KeptResults(Map<String, KeptResult> byPath, @Nullable Set<String> large) {

		private Set<String> largePaths() {
			return (this.large != null) ? this.large : Set.of();
		}

	}

	/**
	 * Keys from the first to the last, both included.
	 */
	record Range(String from, String to) {

		/** Paths are of ASCII letters and signs. */
		private static Range below(String prefix) {
			return new Range(prefix, prefix + LAST + LAST);
		}

	}

	/**
	 * Sees what is in the store.
	 */
	public interface Visitor {

		void execution(String id, StoredExecution execution);

		void run(Run run);

	}

}
