package io.windhover.execution.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Node.Settings;
import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * A flow revision compiled for the machine: its tasks by their ordinal, the root first.
 */
public final class Plan {

	/** Of no flow. */
	public static final Plan NONE = new Plan(Settings.NONE, null, Map.of(), Map.of(), Map.of(), Expectations.NONE);

	/** An iteration, or a later attempt of a scope. */
	private static final Pattern WITHIN_TASK = Pattern.compile("[\\[~].*$");

	private final @Nullable Concurrency concurrency;

	private final Map<String, Object> variables;

	private final Map<String, Object> outputs;

	private final Map<String, String> labels;

	private final Expectations expectations;

	private final List<Node> nodes = new ArrayList<>();

	private @Nullable Set<String> outputsNamed = Set.of();

	private @Nullable Set<String> metricsNamed = Set.of();

	/** By nodes that hand out anything. */
	private Map<Node, HandedOut> handedOut = Map.of();

	/** The nodes inside loops whose outputs are named. */
	private final BitSet inNamedLoops = new BitSet();

	/** The nodes that share the working directory of one around them. */
	private final BitSet inDirectories = new BitSet();

	/**
	 * Compiles a flow revision of which only what it says itself is expected.
	 */
	public static Plan of(Flow flow) {
		return of(flow, flow.expectations());
	}

	/**
	 * Compiles a flow revision.
	 * @param expectations what is expected of it, all in all
	 */
	public static Plan of(Flow flow, Expectations expectations) {
		return PlanCompiler.compile(flow, expectations);
	}

	/**
	 * Makes a plan with the root only, to which the compiler adds the tasks.
	 * @param flow the settings of the root
	 */
	public Plan(Settings flow, @Nullable Concurrency concurrency, Map<String, Object> variables,
			Map<String, Object> outputs, Map<String, String> labels, Expectations expectations) {
		this.expectations = expectations;
		this.concurrency = concurrency;
		this.variables = variables;
		this.outputs = outputs;
		this.labels = labels;
		add("", "flow", new ControlSequence(), null, flow);
	}

	/** How many executions of the flow may run at once; null for any number. */
	public @Nullable Concurrency concurrency() {
		return this.concurrency;
	}

	/** What is expected of its executions. */
	public Expectations expectations() {
		return this.expectations;
	}

	/** Values that the templates of the flow see. */
	public Map<String, Object> variables() {
		return this.variables;
	}

	/** What an execution of the flow gives when it ends well. */
	public Map<String, Object> outputs() {
		return this.outputs;
	}

	/** The labels that are templates. */
	public Map<String, String> labels() {
		return this.labels;
	}

	/**
	 * Adds a node with the next ordinal.
	 * @param control null for a worker task
	 * @param task null for a control task
	 */
	public Node add(String id, String type, @Nullable Control control, @Nullable WorkerTask task, Settings settings) {
		Node node = new Node(this.nodes.size(), id, type, control, task, settings);
		this.nodes.add(node);
		return node;
	}

	/**
	 * The node of the flow itself, whose ordinal is 0.
	 */
	public Node root() {
		return this.nodes.get(0);
	}

	/**
	 * The node of an ordinal.
	 * @throws IndexOutOfBoundsException when there is none
	 */
	public Node node(int ordinal) {
		return this.nodes.get(ordinal);
	}

	/**
	 * The type of the task whose run or scope has a path, or whose iteration; null for
	 * the flow itself.
	 */
	public @Nullable String typeAt(@Nullable String path) {
		if (path == null || path.isEmpty()) {
			return null;
		}
		String id = WITHIN_TASK.matcher(path.substring(path.lastIndexOf('.') + 1)).replaceFirst("");
		return this.nodes.stream()
			.filter((node) -> !id.isEmpty() && node.id().equals(id))
			.map(Node::type)
			.findFirst()
			.orElse(null);
	}

	/**
	 * The document of a scope that is not over; null of the execution itself and of an
	 * iteration, which have none.
	 */
	public @Nullable TaskRun live(Execution execution, Scope scope) {
		return (scope.parent == null || scope.index >= 0) ? null : TaskRuns.live(execution, scope, node(scope.node));
	}

	/** Whether there are control tasks besides the flow itself. */
	public boolean hasScopes() {
		return this.nodes.stream().skip(1).anyMatch((node) -> node.control() != null);
	}

	/**
	 * Whether some template may name the outputs of a task, or those of a loop that they
	 * become part of.
	 */
	public boolean names(Node node) {
		return this.outputsNamed == null || this.outputsNamed.contains(node.id())
				|| this.inNamedLoops.get(node.ordinal());
	}

	/** Whether some template may name what a task publishes. */
	public boolean namesMetrics(Node node) {
		return this.metricsNamed == null || this.metricsNamed.contains(node.id());
	}

	/** The tasks in a node that the scope around it keeps when it is over. */
	public HandedOut handedOut(Node node) {
		return this.handedOut.getOrDefault(node, HandedOut.NONE);
	}

	/**
	 * Finds what each node hands out, once all are added and those are known whose
	 * outputs are kept.
	 * @param outputs whether templates outside of a node may name the outputs of a task
	 * @param metrics whether they may name its metrics
	 */
	public void handOut(BiPredicate<Node, String> outputs, BiPredicate<Node, String> metrics) {
		this.handedOut = HandedOut.in(root(),
				(node, id) -> this.inNamedLoops.get(node.ordinal()) || outputs.test(node, id), metrics);
	}

	/** Whether a node shares the working directory of one around it. */
	public boolean isInDirectory(Node node) {
		return this.inDirectories.get(node.ordinal());
	}

	/** Finds the nodes that share a working directory, once all are added. */
	void findDirectories() {
		this.nodes.stream().filter(Node::hasDirectory).forEach(this::shareDirectory);
	}

	private void shareDirectory(Node node) {
		for (Phase phase : Phase.values()) {
			for (Node child : node.list(phase)) {
				this.inDirectories.set(child.ordinal());
				shareDirectory(child);
			}
		}
	}

	/**
	 * Limits the tasks whose metrics are kept.
	 * @param ids null for all
	 */
	void keepMetricsOf(@Nullable Set<String> ids) {
		this.metricsNamed = ids;
	}

	/**
	 * Limits the tasks whose outputs are kept.
	 * @param ids null for all
	 */
	public void keepOutputsOf(@Nullable Set<String> ids) {
		this.outputsNamed = ids;
		for (Node node : this.nodes) {
			if (node.isLoop() && names(node)) {
				Node iteration = node.body().get(0);
				this.inNamedLoops.set(iteration.ordinal());
				iteration.body().forEach(this::listed);
			}
		}
	}

	/** What a task hands out is part of the list as well. */
	private void listed(Node node) {
		this.inNamedLoops.set(node.ordinal());
		if (node.handsOut()) {
			node.inside().forEach(this::listed);
		}
	}

}
