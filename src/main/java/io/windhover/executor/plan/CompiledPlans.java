package io.windhover.executor.plan;

import java.time.Duration;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.plan.Plan;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.topic.flow.FlowDirectory;
import org.apache.kafka.streams.errors.StreamsException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

/**
 * Compiles a flow revision when it is first asked for, and remembers the last ones.
 */
public class CompiledPlans implements Plans {

	private static final int REMEMBERED = 1000;

	private final FlowDirectory flows;

	private final FlowTriggerIndex triggers;

	private final ConcurrentLruCache<Key, Plan> plans;

	/**
	 * Starts without plans.
	 * @param expectations the defaults of namespaces
	 */
	public CompiledPlans(FlowDirectory flows, FlowTriggerIndex triggers, ExpectationDefaults expectations) {
		this.flows = flows;
		this.triggers = triggers;
		this.plans = new ConcurrentLruCache<>(REMEMBERED, (key) -> Plan.of(key.flow, expectations.of(key.flow)));
	}

	@Override
	public @Nullable Plan find(FlowRef ref) {
		return compiled(ref, this.flows.find(ref));
	}

	@Override
	public @Nullable Plan await(FlowRef ref, Duration timeout) {
		Flow flow = this.flows.await(ref, timeout);
		if (flow == null && !this.flows.isReady()) {
			throw new StreamsException(
					"Not all flows are known within %s, and an execution runs revision %s".formatted(timeout, ref));
		}
		return compiled(ref, flow);
	}

	@Override
	public boolean areComplete() {
		return this.flows.isReady();
	}

	@Override
	public boolean isDeleted(FlowKey flow) {
		return this.flows.isReady() && this.flows.find(flow) == null;
	}

	@Override
	public @Nullable Flow current(FlowKey flow, Duration timeout) {
		Flow found = this.flows.find(flow);
		if (found != null || this.flows.isReady()) {
			return found;
		}
		if (!this.flows.awaitReady(timeout)) {
			throw new StreamsException(
					"Not all flows are known within %s, and a task runs flow %s".formatted(timeout, flow));
		}
		return this.flows.find(flow);
	}

	@Override
	public List<FlowTriggerIndex.Listening> listening(Execution ended, Duration timeout) {
		if (!this.flows.isReady() && !this.flows.awaitReady(timeout)) {
			throw new StreamsException("Not all flows are known within %s, and one may listen to execution %s"
				.formatted(timeout, ended.id()));
		}
		return this.triggers.find(ended.flow(), ended.state().name(), ended.labels());
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
