package io.windhover.execution.machine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.State;
import io.windhover.execution.tree.ExpressionFailure;

/**
 * Interprets a flow by recursion, as if nothing ever went wrong around it: what the
 * machine must come to, in whatever order things happen.
 */
public final class Reference {

	/** What is run as a whole or not at all. */
	private static final Set<Spec.Kind> WHOLE = EnumSet.of(Spec.Kind.RUN, Spec.Kind.PAUSE, Spec.Kind.SUBFLOW);

	private final Script script;

	/** The end of each node that may run, by path. */
	public final Map<String, State> ends = new HashMap<>();

	/** Those that a failure beside them may keep from running. */
	public final Set<String> uncertain = new HashSet<>();

	/** The paths of what another execution ran. */
	private final Set<String> kept;

	/** Those that can be kept. */
	public final Set<String> leaves = new HashSet<>();

	public Reference(Script script) {
		this(script, Set.of());
	}

	public Reference(Script script, Set<String> kept) {
		this.script = script;
		this.kept = kept;
	}

	/** The end of the execution. */
	public State run(Spec flow) {
		return scope(flow, "");
	}

	private State task(Spec spec, String path) {
		State end = allowed(spec, begin(spec, path));
		this.ends.put(path, end);
		return end;
	}

	private static State allowed(Spec spec, State end) {
		return (end == State.FAILED && spec.settings().allowFailure()) ? State.WARNING : end;
	}

	private State begin(Spec spec, String path) {
		if (spec.settings().disabled()) {
			return State.SKIPPED;
		}
		if (spec.settings().runIf() != null) {
			try {
				if (!this.script.runs(path)) {
					return State.SKIPPED;
				}
			}
			catch (ExpressionFailure ex) {
				return State.FAILED;
			}
		}
		if (WHOLE.contains(spec.kind())) {
			this.leaves.add(path);
			if (this.kept.contains(path)) {
				return State.SUCCESS;
			}
		}
		if (spec.kind() == Spec.Kind.RUN) {
			int failures = 0;
			while (this.script.fails(path, failures)) {
				failures++;
				if (spec.settings().retry() == null || !spec.settings().retry().permitsAnother(failures)) {
					return State.FAILED;
				}
			}
			return State.SUCCESS;
		}
		return scope(spec, path);
	}

	private State scope(Spec spec, String path) {
		for (int attempt = 1;; attempt++) {
			State end = attempt(spec, (attempt > 1) ? path + "~" + attempt : path);
			if (end != State.FAILED || spec.settings().retry() == null
					|| !spec.settings().retry().permitsAnother(attempt)) {
				return allowed(spec, end);
			}
		}
	}

	private State attempt(Spec spec, String prefix) {
		State body = body(spec, prefix);
		State errors = (body == State.FAILED) ? inOrder(spec.errors(), prefix) : State.SUCCESS;
		State finals = inOrder(spec.finals(), prefix);
		if (body == State.FAILED || finals == State.FAILED) {
			return State.FAILED;
		}
		return worst(List.of(body, errors, finals));
	}

	private State body(Spec spec, String prefix) {
		try {
			return switch (spec.kind()) {
				case RUN -> throw new IllegalStateException();
				case SEQUENCE -> inOrder(spec.branches().get(0), prefix);
				case CHOICE -> inOrder(spec.branches().get(this.script.branch(prefix)), prefix);
				case PARALLEL, DAG -> atOnce(spec, prefix);
				case FOR_EACH -> forEach(spec, prefix);
				case LOOP -> loop(spec, prefix);
				case SUBFLOW -> subflow(spec, prefix);
				case PAUSE -> State.SUCCESS;
			};
		}
		catch (ExpressionFailure ex) {
			return State.FAILED;
		}
	}

	private State subflow(Spec spec, String prefix) {
		if (!this.script.isStored(prefix)) {
			return State.FAILED;
		}
		State end = (spec.concurrency() > 0) ? this.script.subflow(prefix) : State.SUCCESS;
		return (end == State.KILLED) ? State.FAILED : end;
	}

	private State inOrder(List<Spec> tasks, String prefix) {
		List<State> ends = new ArrayList<>();
		for (Spec task : tasks) {
			ends.add(task(task, path(prefix, task)));
			if (ends.contains(State.FAILED)) {
				return State.FAILED;
			}
		}
		return worst(ends);
	}

	private State atOnce(Spec spec, String prefix) {
		List<State> ends = new ArrayList<>();
		Reference inner = new Reference(this.script, this.kept);
		spec.branches().get(0).forEach((task) -> ends.add(inner.task(task, path(prefix, task))));
		return merged(spec, inner, ends);
	}

	private State forEach(Spec spec, String prefix) {
		List<State> ends = new ArrayList<>();
		Reference inner = new Reference(this.script, this.kept);
		int items = this.script.items(prefix);
		for (int i = 0; i < items; i++) {
			ends.add(inner.iteration(spec, prefix + "[" + i + "]"));
		}
		return merged(spec, inner, ends);
	}

	private State loop(Spec spec, String prefix) {
		List<State> ends = new ArrayList<>();
		for (int i = 0; i < Script.MOST_ITERATIONS; i++) {
			ends.add(iteration(spec, prefix + "[" + i + "]"));
			if (ends.contains(State.FAILED)) {
				return State.FAILED;
			}
			if (this.script.isOver(prefix, i + 1)) {
				return worst(ends);
			}
		}
		return State.FAILED;
	}

	private State iteration(Spec spec, String path) {
		State end = inOrder(spec.branches().get(0), path);
		this.ends.put(path, end);
		return end;
	}

	private State merged(Spec spec, Reference inner, List<State> ends) {
		this.ends.putAll(inner.ends);
		this.uncertain.addAll(inner.uncertain);
		this.leaves.addAll(inner.leaves);
		if (ends.contains(State.FAILED)) {
			if (spec.settings().failFast()) {
				this.uncertain.addAll(inner.ends.keySet());
			}
			return State.FAILED;
		}
		return worst(ends);
	}

	private static State worst(List<State> ends) {
		return ends.contains(State.WARNING) ? State.WARNING : State.SUCCESS;
	}

	private static String path(String prefix, Spec task) {
		return prefix.isEmpty() ? task.id() : prefix + "." + task.id();
	}

}
