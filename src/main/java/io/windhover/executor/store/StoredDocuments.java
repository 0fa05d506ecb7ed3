package io.windhover.executor.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.execution.TaskRun;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Run;
import io.windhover.executor.plan.Plans;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads the documents of a live execution from the store, on any thread. What has ended
 * in it is no longer there.
 */
final class StoredDocuments {

	private final ReadOnlyKeyValueStore<String, byte[]> entries;

	private final Plans plans;

	StoredDocuments(ReadOnlyKeyValueStore<String, byte[]> entries, Plans plans) {
		this.entries = entries;
		this.plans = plans;
	}

	/**
	 * The entry of an execution; null when there is none.
	 */
	@Nullable StoredExecution entry(String id) {
		return ExecutorStore.execution(this.entries.get(ExecutorStore.executionKey(id)));
	}

	/**
	 * Whether an execution that has ended was deleted.
	 */
	boolean isDeleted(String id) {
		byte[] value = this.entries.get(ExecutorStore.executionKey(id));
		return value != null && EndedMarker.isDeleted(value);
	}

	/**
	 * The execution of an entry with its task runs and its control tasks, over what else
	 * is known of it.
	 */
	Snapshot over(Snapshot known, StoredExecution stored, Execution execution) {
		List<TaskRun> documents = new ArrayList<>();
		if (!known.complete()) {
			runs(stored, execution.id()).map(Run::taskRun).forEach(documents::add);
		}
		Plan plan = this.plans.find(execution.flowRef());
		if (plan != null) {
			scopes(stored, execution.id()).map((scope) -> plan.live(execution, scope))
				.flatMap(Stream::ofNullable)
				.forEach(documents::add);
		}
		// a pause that is over has the version that it had before
		return new Snapshot(execution, documents, known.complete()).merge(known.execution(), known.taskRuns());
	}

	private Stream<Run> runs(StoredExecution stored, String id) {
		return stored.apart() ? all(ExecutorStore.runKeys(id), Run.class) : stored.runs().stream();
	}

	private Stream<Scope> scopes(StoredExecution stored, String id) {
		return stored.apart() ? all(ExecutorStore.scopeKeys(id), Scope.class) : stored.scopes().stream();
	}

	/** A scan, but only of what one execution has and had. */
	private <V> Stream<V> all(ExecutorStore.Range keys, Class<V> type) {
		List<V> found = new ArrayList<>();
		try (KeyValueIterator<String, byte[]> each = this.entries.range(keys.from(), keys.to())) {
			while (each.hasNext()) {
				KeyValue<String, byte[]> entry = each.next();
				found.add(Json.mapper().readValue(entry.value, type));
			}
		}
		return found.stream();
	}

}
