package io.windhover.execution.machine;

import java.time.Instant;
import java.util.Map;

import io.windhover.execution.KeptResult;
import io.windhover.execution.State;
import io.windhover.execution.plan.Child;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.TaskRuns;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.expectation.Expectations;
import org.jspecify.annotations.Nullable;

/**
 * Ends what an execution need not run, because it keeps the results of the one that it
 * takes up. Paths of later attempts of a scope are never among them, so that a retry runs
 * all anew.
 */
final class KeptRuns {

	private final ScopeEnds ends;

	private final Transition transition;

	private final KeptOutputs outputs;

	private final Plan plan;

	private final Instant now;

	KeptRuns(ScopeEnds ends, Transition transition, KeptOutputs outputs, Plan plan, Instant now) {
		this.ends = ends;
		this.transition = transition;
		this.outputs = outputs;
		this.plan = plan;
		this.now = now;
	}

	/** The result of what is begun as a whole or not at all; null where it must run. */
	@Nullable KeptResult find(String path, Node node) {
		return node.isWhole() ? this.transition.kept(path) : null;
	}

	void end(Scope parent, Child child, String path, KeptResult kept) {
		Node node = child.node();
		KeptOutputs.Seen seen = KeptOutputs.Seen.of(this.plan, node, kept.outputs(), kept.size(),
				(kept.metrics() != null) ? kept.metrics() : Map.of());
		String refusal = this.outputs.refusal(parent.path, node.id(), seen);
		if (refusal == null) {
			this.outputs.keep(parent, node.id(), seen);
		}
		measure(kept);
		State end = (refusal == null) ? State.SUCCESS : node.settings().allowFailure() ? State.WARNING : State.FAILED;
		this.transition.effect(new Effect.Publish(
				TaskRuns.kept(this.transition.requireExecution(), path, node, end, kept, refusal, this.now)));
		this.ends.ended(parent, child, end, refusal, path);
	}

	/** What was measured then counts for what is expected now. */
	private void measure(KeptResult kept) {
		Expectations.MinMetric expected = this.plan.expectations().minMetric();
		if (expected != null && kept.metrics() != null
				&& kept.metrics().get(expected.name()) instanceof Number measured) {
			this.transition.parent("").measured += measured.doubleValue();
		}
	}

	/**
	 * Whether there are results in the next iteration of a loop, so that it need not
	 * wait.
	 */
	boolean hasNext(Scope loop, Node node) {
		return node.isLoop() && this.transition.kept(loop.path(new Child(node.body().get(0), loop.cursor))) != null;
	}

}
