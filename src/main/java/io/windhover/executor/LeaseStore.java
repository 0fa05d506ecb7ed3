package io.windhover.executor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The leases, and in memory the workers that may hold some: a scan for them would walk
 * over every lease that has ended.
 */
class LeaseStore {

	private final KeyValueStore<String, Lease> store;

	private final Set<InstanceRef> holders = new HashSet<>();

	LeaseStore(KeyValueStore<String, Lease> store) {
		this.store = store;
		InstanceRef worker = holderFrom(null);
		while (worker != null) {
			this.holders.add(worker);
			worker = holderFrom(Lease.after(worker));
		}
	}

	void put(Lease lease) {
		this.store.put(lease.key(), lease);
		this.holders.add(lease.worker());
	}

	void delete(Lease lease) {
		this.store.delete(lease.key());
	}

	List<InstanceRef> holders() {
		return List.copyOf(this.holders);
	}

	/**
	 * The leases of a worker that is gone, which is no longer among the holders then.
	 */
	List<Lease> takeFrom(InstanceRef worker) {
		List<Lease> held = new ArrayList<>();
		try (KeyValueIterator<String, Lease> entries = this.store.range(Lease.prefix(worker), Lease.after(worker))) {
			entries.forEachRemaining((entry) -> held.add(entry.value));
		}
		this.holders.remove(worker);
		return held;
	}

	private @Nullable InstanceRef holderFrom(@Nullable String key) {
		try (KeyValueIterator<String, Lease> entries = this.store.range(key, null)) {
			return entries.hasNext() ? entries.next().value.worker() : null;
		}
	}

}
