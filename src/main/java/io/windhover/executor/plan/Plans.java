package io.windhover.executor.plan;

import java.time.Duration;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.plan.Plan;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds flow revisions, compiled.
 */
public interface Plans {

	/**
	 * Null while the record of the revision has not arrived.
	 */
	@Nullable Plan find(FlowRef flow);

	/**
	 * Whether all revisions are known that were there when this process started.
	 */
	default boolean areComplete() {
		return true;
	}

	/**
	 * Whether a flow was deleted, as far as is known here; its revisions may stay.
	 */
	default boolean isDeleted(FlowKey flow) {
		return false;
	}

	/**
	 * The current revision of a flow; null when there is none, as far as is known here.
	 * @param timeout how long to wait until all flows are known: this process may just
	 * have started
	 */
	default @Nullable Flow current(FlowKey flow, Duration timeout) {
		return null;
	}

	/**
	 * The flow triggers that listen to the end of an execution.
	 * @param timeout how long to wait until all flows are known: this process may just
	 * have started
	 */
	default List<FlowTriggerIndex.Listening> listening(Execution ended, Duration timeout) {
		return List.of();
	}

	/**
	 * The revision of an execution that has begun: this process may just have started, or
	 * got the partition of another that knew it.
	 */
	default Plan require(FlowRef flow, Duration timeout) {
		Plan plan = find(flow);
		Plan known = (plan != null) ? plan : await(flow, timeout);
		if (known == null) {
			throw new IllegalStateException("Revision %s of a running execution is not known".formatted(flow));
		}
		return known;
	}

	/**
	 * Waits for a revision that is known to exist, because an execution runs it: this
	 * process may just have started. Null when it did not arrive within the timeout.
	 * Throws a {@link org.apache.kafka.common.KafkaException} while not all flows have
	 * been read, so that the record is read again and not put aside.
	 */
	default @Nullable Plan await(FlowRef flow, Duration timeout) {
		return find(flow);
	}

}
