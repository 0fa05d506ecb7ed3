package io.windhover.execution;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which executions are wanted, newest first; what is null does not restrict.
 *
 * @param states of which it is in one; none does not restrict
 * @param labels all of which it has, each as {@code key=value}
 * @param cause for which it failed, by the id of its {@link FailureCause}
 * @param from created at or after it
 * @param to created before it
 * @param page counts from 0
 */
public record ExecutionQuery(@Nullable String namespace, @Nullable String flowId, Set<State> states,
		List<String> labels, @Nullable String cause, @Nullable Instant from, @Nullable Instant to, int page, int size) {

	/**
	 * Whatever they failed for, if they did.
	 */
	public ExecutionQuery(@Nullable String namespace, @Nullable String flowId, Set<State> states, List<String> labels,
			@Nullable Instant from, @Nullable Instant to, int page, int size) {
		this(namespace, flowId, states, labels, null, from, to, page, size);
	}

	/**
	 * In one state or, with null, in any, whatever labels they have.
	 */
	public ExecutionQuery(@Nullable String namespace, @Nullable String flowId, @Nullable State state,
			@Nullable Instant from, @Nullable Instant to, int page, int size) {
		this(namespace, flowId, (state != null) ? Set.of(state) : Set.of(), List.of(), from, to, page, size);
	}

	/**
	 * Whether an execution is one of those wanted, on whatever page.
	 */
	public boolean matches(Execution execution) {
		return (this.namespace == null || this.namespace.equals(execution.namespace()))
				&& (this.flowId == null || this.flowId.equals(execution.flowId()))
				&& (this.states.isEmpty() || this.states.contains(execution.state()))
				&& this.labels.stream().allMatch((label) -> hasLabel(execution, label))
				&& (this.cause == null || this.cause.equals(FailureCause.idOf(execution)))
				&& (this.from == null || !execution.createdAt().isBefore(this.from))
				&& (this.to == null || execution.createdAt().isBefore(this.to));
	}

	private static boolean hasLabel(Execution execution, String label) {
		return execution.labels()
			.entrySet()
			.stream()
			.anyMatch((each) -> (each.getKey() + "=" + each.getValue()).equals(label));
	}

}
