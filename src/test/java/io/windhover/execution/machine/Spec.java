package io.windhover.execution.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.windhover.execution.plan.Control;
import io.windhover.execution.plan.ControlChoice;
import io.windhover.execution.plan.ControlDag;
import io.windhover.execution.plan.ControlForEach;
import io.windhover.execution.plan.ControlLoop;
import io.windhover.execution.plan.ControlParallel;
import io.windhover.execution.plan.ControlPause;
import io.windhover.execution.plan.ControlSequence;
import io.windhover.execution.plan.ControlSubflow;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Node.Settings;
import io.windhover.execution.plan.Plan;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.Retry;
import org.jspecify.annotations.Nullable;

/**
 * A generated task, from which both the plan is made and the reference interpreter reads.
 */
public record Spec(Kind kind, String id, Settings settings, int concurrency, List<List<Spec>> branches,
		List<List<Integer>> dependencies, List<Spec> errors, List<Spec> finals) {

	public enum Kind {

		RUN, SEQUENCE, PARALLEL, CHOICE, FOR_EACH, LOOP, DAG, PAUSE, SUBFLOW

	}

	/** Of the flow itself. */
	public static Spec flow(Random random) {
		return flow(random, List.of(Kind.values()));
	}

	/** With these kinds only, so that a seed of before makes the tree of before. */
	public static Spec flow(Random random, List<Kind> kinds) {
		Generator generator = new Generator(random, kinds);
		return new Spec(Kind.SEQUENCE, "", generator.settings(false), 1, List.of(generator.tasks(1)), List.of(),
				generator.some(1), generator.some(1));
	}

	public Plan plan() {
		Plan plan = new Plan(this.settings, null, Map.of(), Map.of(), Map.of(), Expectations.NONE);
		plan.keepOutputsOf(null);
		addTo(plan, plan.root().body(), this.branches.get(0));
		addTo(plan, plan.root().errors(), this.errors);
		addTo(plan, plan.root().finals(), this.finals);
		plan.handOut((node, id) -> true, (node, id) -> true);
		return plan;
	}

	private static List<Node> addTo(Plan plan, List<Node> siblings, List<Spec> specs) {
		List<Node> added = specs.stream().map((spec) -> spec.addTo(plan)).toList();
		siblings.addAll(added);
		return added;
	}

	private Node addTo(Plan plan) {
		List<List<Node>> lists = new ArrayList<>();
		Node node = plan.add(this.id, "test", control(lists), null, this.settings);
		if (this.kind == Kind.FOR_EACH || this.kind == Kind.LOOP) {
			Node iteration = plan.add(this.id, "iteration", new ControlSequence(), null, Settings.NONE);
			node.body().add(iteration);
			addTo(plan, iteration.body(), this.branches.get(0));
		}
		else {
			this.branches.forEach((branch) -> lists.add(addTo(plan, node.body(), branch)));
		}
		addTo(plan, node.errors(), this.errors);
		addTo(plan, node.finals(), this.finals);
		return node;
	}

	private @Nullable Control control(List<List<Node>> lists) {
		return switch (this.kind) {
			case RUN -> null;
			case SEQUENCE -> new ControlSequence();
			case PARALLEL -> new ControlParallel(this.concurrency);
			case CHOICE -> new ControlChoice(
					(scope, node, expressions) -> Integer.parseInt(expressions.text(scope, node, "choose")), lists);
			case FOR_EACH -> new ControlForEach("items", this.concurrency);
			case LOOP -> new ControlLoop("until", this.concurrency == 0 ? Duration.ZERO : Duration.ofSeconds(1),
					Script.MOST_ITERATIONS);
			case DAG -> new ControlDag(this.dependencies);
			case SUBFLOW -> new ControlSubflow(new FlowKey("test", this.id), Map.of(), Map.of(), this.concurrency > 0);
			case PAUSE -> new ControlPause(this.concurrency == 0 ? null : Duration.ofSeconds(this.concurrency));
		};
	}

	/**
	 * Generates tasks.
	 */
	private static final class Generator {

		private static final int DEEPEST = 4;

		private final Random random;

		private final List<Kind> kinds;

		private int ids;

		Generator(Random random, List<Kind> kinds) {
			this.random = random;
			this.kinds = kinds;
		}

		List<Spec> tasks(int depth) {
			List<Spec> tasks = new ArrayList<>();
			for (int count = 1 + this.random.nextInt(3); count > 0; count--) {
				tasks.add(task(depth));
			}
			return tasks;
		}

		List<Spec> some(int depth) {
			return (this.random.nextInt(4) == 0) ? tasks(Math.max(depth, DEEPEST - 1)) : List.of();
		}

		private Spec task(int depth) {
			Kind kind = (depth >= DEEPEST || this.random.nextInt(3) == 0) ? Kind.RUN
					: this.kinds.get(this.random.nextInt(this.kinds.size()));
			List<List<Spec>> branches = new ArrayList<>();
			if (kind != Kind.RUN && kind != Kind.PAUSE && kind != Kind.SUBFLOW) {
				for (int count = (kind == Kind.CHOICE) ? 2 : 1; count > 0; count--) {
					branches.add(tasks(depth + 1));
				}
			}
			boolean scope = kind != Kind.RUN;
			return new Spec(kind, "t" + this.ids++, settings(kind == Kind.PARALLEL || kind == Kind.FOR_EACH),
					this.random.nextInt(3), branches,
					(kind == Kind.DAG) ? dependencies(branches.get(0).size()) : List.of(),
					scope ? some(depth + 1) : List.of(), scope ? some(depth + 1) : List.of());
		}

		private List<List<Integer>> dependencies(int size) {
			List<List<Integer>> dependencies = new ArrayList<>();
			for (int i = 0; i < size; i++) {
				List<Integer> on = new ArrayList<>();
				for (int j = 0; j < i; j++) {
					if (this.random.nextBoolean()) {
						on.add(j);
					}
				}
				dependencies.add(on);
			}
			return dependencies;
		}

		Settings settings(boolean mayRunAll) {
			Retry retry = (this.random.nextInt(5) == 0)
					? new Retry(Retry.Type.CONSTANT, Duration.ofSeconds(1), null, 2, 1 + this.random.nextInt(3)) : null;
			return new Settings((this.random.nextInt(8) == 0) ? "runIf" : null, this.random.nextInt(20) == 0, retry,
					(this.random.nextInt(8) == 0) ? Duration.ofHours(1) : null, this.random.nextInt(6) == 0,
					!mayRunAll || this.random.nextBoolean(), this.random.nextInt(4) != 0);
		}

	}

}
