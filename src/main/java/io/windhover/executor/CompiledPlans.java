package io.windhover.executor;

import java.time.Duration;

import io.windhover.execution.machine.Plan;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.topic.FlowDirectory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ConcurrentLruCache;

/**
 * Compiles a flow revision when it is first asked for, and remembers the last ones.
 */
class CompiledPlans implements Plans {

	private static final int REMEMBERED = 1000;

	private final FlowDirectory flows;

	private final ConcurrentLruCache<Key, Plan> plans = new ConcurrentLruCache<>(REMEMBERED,
			(key) -> Plan.of(key.flow));

	CompiledPlans(FlowDirectory flows) {
		this.flows = flows;
	}

	@Override
	public @Nullable Plan find(FlowRef ref) {
		return compiled(ref, this.flows.find(ref));
	}

	@Override
	public @Nullable Plan await(FlowRef ref, Duration timeout) {
		return compiled(ref, this.flows.await(ref, timeout));
	}

	@Override
	public boolean isDeleted(FlowKey flow) {
		return this.flows.isReady() && this.flows.find(flow) == null;
	}

	private @Nullable Plan compiled(FlowRef ref, @Nullable Flow flow) {
		return (flow != null) ? this.plans.get(new Key(ref, flow)) : null;
	}

	/** Equal for one revision, whichever object it is. */
	private static final class Key {

		private final FlowRef ref;

		private final Flow flow;

		Key(FlowRef ref, Flow flow) {
			this.ref = ref;
			this.flow = flow;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Key key && key.ref.equals(this.ref);
		}

		@Override
		public int hashCode() {
			return this.ref.hashCode();
		}

	}

}
