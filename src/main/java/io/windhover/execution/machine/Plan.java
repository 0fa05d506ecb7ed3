package io.windhover.execution.machine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

import io.windhover.execution.machine.Node.Settings;
import io.windhover.flow.Flow;
import io.windhover.flow.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * A flow revision compiled for the machine: its tasks by their ordinal, the root first.
 */
public final class Plan {

	/** Of no flow. */
	public static final Plan NONE = new Plan(Settings.NONE);

	private final List<Node> nodes = new ArrayList<>();

	private @Nullable Set<String> outputsNamed = Set.of();

	/** The nodes inside loops whose outputs are named. */
	private final BitSet inNamedLoops = new BitSet();

	/**
	 * Compiles a flow revision.
	 */
	public static Plan of(Flow flow) {
		return PlanCompiler.compile(flow);
	}

	Plan(Settings flow) {
		add("", "flow", new ControlSequence(), null, flow);
	}

	Node add(String id, String type, @Nullable Control control, @Nullable WorkerTask task, Settings settings) {
		Node node = new Node(this.nodes.size(), id, type, control, task, settings);
		this.nodes.add(node);
		return node;
	}

	Node root() {
		return this.nodes.get(0);
	}

	Node node(int ordinal) {
		return this.nodes.get(ordinal);
	}

	/**
	 * Whether some template may name the outputs of a task, or those of a loop that they
	 * become part of.
	 */
	boolean names(Node node) {
		return this.outputsNamed == null || this.outputsNamed.contains(node.id())
				|| this.inNamedLoops.get(node.ordinal());
	}

	/**
	 * Limits the tasks whose outputs are kept.
	 * @param ids null for all
	 */
	void keepOutputsOf(@Nullable Set<String> ids) {
		this.outputsNamed = ids;
		for (Node node : this.nodes) {
			if (node.isLoop() && names(node)) {
				Node iteration = node.body().get(0);
				this.inNamedLoops.set(iteration.ordinal());
				iteration.body().forEach((child) -> this.inNamedLoops.set(child.ordinal()));
			}
		}
	}

}
