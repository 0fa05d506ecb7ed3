package io.windhover.execution.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.plan.Node.Settings;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.OutputReferences;

/**
 * Compiles flow revisions.
 */
final class PlanCompiler {

	private final Plan plan;

	private final String namespace;

	/** All that may hold templates. */
	private final List<Object> templates = new ArrayList<>();

	/** Which of these a node and those in it have, by its ordinal. */
	private final Map<Integer, TemplateRange> own = new HashMap<>();

	private PlanCompiler(Plan plan, String namespace) {
		this.plan = plan;
		this.namespace = namespace;
	}

	static Plan compile(Flow flow, Expectations expectations) {
		Plan plan = new Plan(settings(flow.options(), true, true), flow.concurrency(), flow.variables(), flow.outputs(),
				flow.templatedLabels(), expectations);
		PlanCompiler compiler = new PlanCompiler(plan, flow.namespace());
		compiler.templates.add(flow.outputs());
		compiler.addAll(plan.root().body(), flow.tasks());
		compiler.handlers(plan.root(), flow.handlers());
		plan.findDirectories();
		OutputReferences named = OutputReferences.in(Map.of("templates", compiler.templates));
		plan.keepOutputsOf(named.all() ? null : named.tasks());
		plan.keepMetricsOf(named.allMetrics() ? null : named.metrics());
		compiler.handOut();
		return plan;
	}

	private void handOut() {
		NamedPlaces places = NamedPlaces.in(this.templates);
		this.plan.handOut((node, id) -> places.outputs().isOutside(id, range(node)),
				(node, id) -> places.metrics().isOutside(id, range(node)));
	}

	private TemplateRange range(Node node) {
		return Objects.requireNonNull(this.own.get(node.ordinal()));
	}

	private List<Node> addAll(List<Node> siblings, List<Task> tasks) {
		List<Node> added = new ArrayList<>();
		for (Task task : tasks) {
			int from = this.templates.size();
			if (task.options().runIf() != null) {
				this.templates.add(task.options().runIf());
			}
			Node node = (task instanceof ControlTask control) ? control(control) : worker((WorkerTask) task);
			this.own.put(node.ordinal(), new TemplateRange(from, this.templates.size()));
			added.add(node);
		}
		siblings.addAll(added);
		return added;
	}

	private Node worker(WorkerTask task) {
		this.templates.add(task.configuration());
		return this.plan.add(task.id(), task.type(), null, task,
				settings(task.options(), true, task.onWorkerLoss() == WorkerTask.OnWorkerLoss.RETRY));
	}

	private Node control(ControlTask task) {
		List<List<Node>> branches = new ArrayList<>();
		Node node = this.plan.add(task.id(), task.type(), kind(task, branches), null,
				settings(task.options(), failFast(task), true));
		if (task instanceof ControlTask.ForEach || task instanceof ControlTask.LoopUntil) {
			Node iteration = this.plan.add(task.id(), "iteration", new ControlSequence(), null, Settings.NONE);
			node.body().add(iteration);
			addAll(iteration.body(), task.branches().get(0));
		}
		else {
			task.branches().forEach((branch) -> branches.add(addAll(node.body(), branch)));
		}
		handlers(node, task.handlers());
		return node;
	}

	/** The branches are filled in later. */
	private Control kind(ControlTask task, List<List<Node>> branches) {
		if (task instanceof ControlTask.Sequential sequence) {
			return new ControlSequence(sequence.sharesDirectory());
		}
		if (task instanceof ControlTask.Parallel parallel) {
			return new ControlParallel(parallel.concurrency());
		}
		if (task instanceof ControlTask.If choice) {
			this.templates.add(choice.condition());
			return new ControlChoice((scope, node,
					expressions) -> expressions.test(scope, node, "condition", choice.condition()) ? 0 : 1, branches);
		}
		if (task instanceof ControlTask.Switch choice) {
			this.templates.add(choice.value());
			List<String> cases = List.copyOf(choice.cases().keySet());
			return new ControlChoice((scope, node, expressions) -> {
				int found = cases.indexOf(expressions.text(scope, node, choice.value()));
				return (found >= 0) ? found : cases.size();
			}, branches);
		}
		if (task instanceof ControlTask.ForEach loop) {
			this.templates.add(loop.items());
			return new ControlForEach(loop.items(), loop.concurrency());
		}
		if (task instanceof ControlTask.LoopUntil loop) {
			this.templates.add(loop.condition());
			return new ControlLoop(loop.condition(), loop.interval(), loop.maxIterations());
		}
		if (task instanceof ControlTask.Dag dag) {
			return new ControlDag(dependencies(dag));
		}
		if (task instanceof ControlTask.Subflow subflow) {
			return subflow(subflow);
		}
		if (task instanceof ControlTask.Pause pause) {
			return new ControlPause(pause.duration());
		}
		throw new IllegalStateException("No control for " + task.type());
	}

	private Control subflow(ControlTask.Subflow task) {
		this.templates.add(task.inputs());
		this.templates.add(task.labels());
		String owner = (task.namespace() != null) ? task.namespace() : this.namespace;
		return new ControlSubflow(new FlowKey(owner, task.flowId()), task.inputs(), task.labels(), task.waits());
	}

	private static List<List<Integer>> dependencies(ControlTask.Dag dag) {
		List<String> ids = dag.tasks().stream().map(Task::id).toList();
		return ids.stream()
			.map((id) -> dag.dependsOn().getOrDefault(id, List.of()).stream().map(ids::indexOf).toList())
			.toList();
	}

	private void handlers(Node node, ControlTask.Handlers handlers) {
		addAll(node.errors(), handlers.errors());
		addAll(node.finals(), handlers.finallyTasks());
	}

	private static boolean failFast(ControlTask task) {
		return !(task instanceof ControlTask.Parallel parallel && !parallel.failFast())
				&& !(task instanceof ControlTask.ForEach loop && !loop.failFast());
	}

	/**
	 * Some of the templates.
	 *
	 * @param to the first that is none of them
	 */
	record TemplateRange(int from, int to) {
	}

	private static Settings settings(TaskOptions options, boolean failFast, boolean retryOnLoss) {
		return new Settings(options.runIf(), options.disabled(), options.retry(), options.timeout(),
				options.allowFailure(), failFast, retryOnLoss);
	}

}
