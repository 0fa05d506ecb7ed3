package io.windhover.execution.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import io.windhover.execution.plan.HandedOut;
import io.windhover.execution.plan.LoopOutputs;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Transition;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that scopes keep for templates.
 */
public final class KeptOutputs {

	/**
	 * A job may carry all outputs that its task can see, in bytes of JSON, and must fit
	 * into a record of Kafka's.
	 */
	public static final long MAX = 4 * 1024 * 1024;

	/** What a flow gives is part of each document of its execution, in bytes of JSON. */
	static final int MAX_OF_FLOW = 256 * 1024;

	/** In bytes of JSON. */
	static final int SMALL = 1024;

	/** Bytes of the braces and the comma of what is empty. */
	private static final int EMPTY = 3;

	/** Bytes of the quotes, the colon and what else is around an id. */
	private static final int NAME = 6;

	private final Transition transition;

	KeptOutputs(Transition transition) {
		this.transition = transition;
	}

	/**
	 * What the outputs of a task take where templates see them under its id: a task
	 * without any has an empty map there.
	 * @param size of the outputs, in bytes of JSON
	 */
	public static long named(String taskId, long size) {
		return Math.max(size, EMPTY) + taskId.length() + NAME;
	}

	/**
	 * Why a scope cannot keep what templates see of one more task.
	 * @return null when it can
	 */
	@Nullable String refusal(String path, String taskId, Seen seen) {
		long named = seen.named(taskId);
		if (named == 0) {
			return null;
		}
		String refusal = visibleRefusal(path, named);
		return (refusal != null) ? refusal : this.transition.refusal("its outputs", named);
	}

	private @Nullable String visibleRefusal(String path, long size) {
		long total = size;
		Scope scope = this.transition.look(path);
		while (scope != null) {
			total += scope.outputsSize;
			scope = (scope.parent != null) ? this.transition.look(scope.parent) : null;
		}
		return (total > MAX) ? "with its outputs those that tasks can see here would be %d bytes of JSON, more than %d"
			.formatted(total, MAX) : null;
	}

	/** Small outputs need no record of their own. */
	void keep(Scope scope, String taskId, Seen seen) {
		long named = seen.named(taskId);
		scope.outputsSize += named;
		this.transition.hold(named);
		if (seen.metrics() != null) {
			scope.metrics.put(taskId, seen.metrics());
		}
		if (seen.outputs() != null && seen.size() <= SMALL) {
			scope.outputs.put(taskId, seen.outputs());
		}
		else if (seen.outputs() != null) {
			scope.outputsApart.add(taskId);
			scope.largeSizes.put(taskId, named(taskId, seen.size()));
			this.transition.effect(new Effect.KeepOutputs(scope.path, taskId, seen.outputs()));
		}
	}

	/**
	 * Keeps the items of a loop.
	 * @return why they are too much, and not kept; null when they are kept
	 */
	@Nullable String keepItems(Scope loop, List<Object> items) {
		int size = Json.mapper().writeValueAsBytes(items).length;
		String refusal = (size > MAX) ? "its items are %d bytes of JSON, more than %d".formatted(size, MAX)
				: this.transition.refusal("its items", size);
		if (refusal == null) {
			loop.itemsSize = size;
			this.transition.hold(size);
			this.transition.effect(new Effect.KeepItems(loop.path, items));
		}
		return refusal;
	}

	/**
	 * The tasks after a scope that is over may see what it ran, where some template names
	 * it: its outputs become part of the outputs around it or, of an iteration, of the
	 * list of its loop, its list part of the outputs around it, or what its subflow gave
	 * its own outputs.
	 * @return why that is too much; null when it is not
	 */
	@Nullable String handOver(Scope scope, Scope parent, Plan plan) {
		Node node = plan.node(scope.node);
		if (scope.index < 0 && node.handsOut()) {
			return handOut(scope, parent, plan.handedOut(node));
		}
		if (!plan.names(node)) {
			return null;
		}
		if (scope.index >= 0) {
			return handOverIteration(scope, parent);
		}
		if (node.isSubflow() && scope.given != null) {
			// it goes from the scope to the one around it
			this.transition.hold(-scope.givenSize);
			scope.givenSize = 0;
			return keep(parent, node, scope.given);
		}
		if (node.isLoop()) {
			parent.lists.put(node.id(), new LoopOutputs(scope.prefix(), scope.iterations()));
			long named = named(node.id(), scope.outputsSize);
			parent.largeSizes.put(node.id(), named);
			parent.outputsSize += named;
			this.transition.hold(named);
			scope.keepsList = false;
		}
		return null;
	}

	/** Entries of their own stay where they are: the scope around it learns of them. */
	private @Nullable String handOut(Scope scope, Scope parent, HandedOut handed) {
		long size = handed.outputs().stream().mapToLong((task) -> outputsSize(scope, task)).sum()
				+ handed.metrics().stream().mapToLong((task) -> size(task, scope.metrics.get(task))).sum();
		String refusal = (size > 0) ? visibleRefusal(parent.path, size) : null;
		if (size == 0 || refusal != null) {
			return refusal;
		}
		parent.outputsSize += size;
		this.transition.hold(size);
		for (String task : handed.outputs()) {
			move(task, scope.outputs, parent.outputs);
			move(task, scope.outputsElsewhere, parent.outputsElsewhere);
			if (scope.outputsApart.remove(task)) {
				parent.outputsElsewhere.put(task, scope.path);
			}
			move(task, scope.lists, parent.lists);
			move(task, scope.largeSizes, parent.largeSizes);
		}
		handed.metrics().forEach((task) -> move(task, scope.metrics, parent.metrics));
		return null;
	}

	private static long outputsSize(Scope scope, String task) {
		return scope.largeSizes.getOrDefault(task, size(task, scope.outputs.get(task)));
	}

	private static long size(String task, @Nullable Map<String, Object> values) {
		return (values != null) ? named(task, Json.mapper().writeValueAsBytes(values).length) : 0;
	}

	private static <V> void move(String task, Map<String, V> from, Map<String, V> to) {
		V moved = from.remove(task);
		if (moved != null) {
			to.put(task, moved);
		}
	}

	private @Nullable String keep(Scope scope, Node node, Map<String, Object> outputs) {
		int size = Json.mapper().writeValueAsBytes(outputs).length;
		Seen seen = Seen.of(outputs, size);
		String refusal = refusal(scope.path, node.id(), seen);
		if (refusal == null) {
			keep(scope, node.id(), seen);
		}
		return refusal;
	}

	/** One without outputs is an empty map in the list. */
	private @Nullable String handOverIteration(Scope scope, Scope loop) {
		String refusal = visibleRefusal(loop.path, scope.outputsSize + EMPTY);
		loop.outputsSize += EMPTY;
		this.transition.hold(EMPTY);
		if (refusal != null) {
			return refusal;
		}
		if (scope.outputs.isEmpty() && scope.outputsApart.isEmpty() && scope.outputsElsewhere.isEmpty()
				&& scope.lists.isEmpty()) {
			return null;
		}
		loop.outputsSize += scope.outputsSize;
		this.transition.hold(scope.outputsSize);
		loop.keepsList = true;
		this.transition.effect(new Effect.KeepIteration(loop.prefix(), scope.copy()));
		return null;
	}

	/** A scope is over, or begins anew: nobody sees what it kept. */
	void forget(Scope scope) {
		this.transition.hold(-scope.keptSize());
		Map<String, LoopOutputs> lists = new LinkedHashMap<>(scope.lists);
		if (scope.keepsList) {
			lists.put("", new LoopOutputs(scope.prefix(), scope.iterations()));
		}
		if (!scope.outputsApart.isEmpty() || !scope.outputsElsewhere.isEmpty() || scope.total > 0 || !lists.isEmpty()) {
			Scope dropped = scope.copy();
			dropped.lists = lists;
			this.transition.effect(new Effect.DropScope(dropped));
		}
	}

	/**
	 * What templates see of the result of a task, where some name it.
	 *
	 * @param outputs null where no template sees any
	 * @param size of the outputs, in bytes of JSON
	 * @param metrics what it published, by name; null where no template sees it
	 * @param metricsSize of the metrics, in bytes of JSON
	 */
	record Seen(@Nullable Map<String, Object> outputs, int size, @Nullable Map<String, Object> metrics,
			int metricsSize) {

		/** Outputs that some template names. */
		static Seen of(Map<String, Object> outputs, int size) {
			return new Seen(outputs, size, null, 0);
		}

		static Seen of(Plan plan, Node node, @Nullable Map<String, Object> outputs, int size,
				Map<String, Object> metrics) {
			boolean seesMetrics = !metrics.isEmpty() && plan.namesMetrics(node);
			return new Seen(plan.names(node) ? outputs : null, size, seesMetrics ? metrics : null,
					seesMetrics ? Json.mapper().writeValueAsBytes(metrics).length : 0);
		}

		/** What they take where templates see them; 0 where these see nothing. */
		private long named(String taskId) {
			return ((this.outputs != null) ? KeptOutputs.named(taskId, this.size) : 0)
					+ ((this.metrics != null) ? KeptOutputs.named(taskId, this.metricsSize) : 0);
		}

	}

}
