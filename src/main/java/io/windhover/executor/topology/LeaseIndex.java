package io.windhover.executor.topology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts each worker holds: in memory, because it is as large as the slots of all
 * workers and is made again from the store.
 */
class LeaseIndex {

	private final Map<InstanceRef, Map<String, Lease>> leases = new LinkedHashMap<>();

	void changed(@Nullable TaskRun before, TaskRun after) {
		InstanceRef held = (before != null) ? before.holder() : null;
		InstanceRef holds = after.holder();
		if (held != null && !held.equals(holds)) {
			remove(held, after.id());
		}
		if (holds != null) {
			this.leases.computeIfAbsent(holds, (worker) -> new LinkedHashMap<>())
				.put(after.id(), new Lease(after.executionId(), after.path(), after.attempt()));
		}
	}

	void clear() {
		this.leases.clear();
	}

	List<InstanceRef> holders() {
		return List.copyOf(this.leases.keySet());
	}

	/**
	 * Some of the attempts that a worker holds, which are no longer in the index then.
	 */
	List<Lease> take(InstanceRef worker, int most) {
		List<Lease> taken = new ArrayList<>();
		Map<String, Lease> held = this.leases.getOrDefault(worker, new LinkedHashMap<>());
		Iterator<Lease> each = held.values().iterator();
		while (each.hasNext() && taken.size() < most) {
			taken.add(each.next());
			each.remove();
		}
		if (held.isEmpty()) {
			this.leases.remove(worker);
		}
		return taken;
	}

	private void remove(InstanceRef worker, String taskRunId) {
		Map<String, Lease> held = this.leases.get(worker);
		if (held != null) {
			held.remove(taskRunId);
			if (held.isEmpty()) {
				this.leases.remove(worker);
			}
		}
	}

	/**
	 * An attempt that a worker runs.
	 */
	record Lease(String executionId, String path, int attempt) {
	}

}
