package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.Commented;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.Loop;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.missing;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The types that decide which tasks run.
 */
final class ControlRules {

	private static final String NEW = "io.kestra.plugin.core.flow.";

	private static final String OLD = "io.kestra.core.tasks.flows.";

	private static final List<String> LISTS = List.of("tasks", "then", "else", "_else", "defaults");

	private static final int MOST_ITERATIONS = 1_000_000;

	private ControlRules() {
	}

	static List<TypeRule> all() {
		return List.of(rule("Sequential", "sequential", list("tasks", "tasks")), parallel(), choice(), cases(),
				forEach(), eachSequential(), eachParallel(), dag(), allowFailure(), workingDirectory(), loopUntil(),
				pause());
	}

	/** With the lists of tasks that all of them have. */
	private static TypeRule rule(String name, String becomes, PropertyRule... properties) {
		return rule(List.of(NEW + name, OLD + name), becomes, properties);
	}

	private static TypeRule rule(List<String> names, String becomes, PropertyRule... properties) {
		List<PropertyRule> all = new ArrayList<>(List.of(properties));
		all.add(handler("errors"));
		all.add(handler("finally"));
		all.add(missing("retry", "nothing: Kestra tries the tasks in it again, not it as a whole",
				"a retry here tries all that is in it again", "move it to the tasks in it"));
		return TypeRule.control(names, becomes, all.toArray(PropertyRule[]::new));
	}

	private static PropertyRule list(String name, String becomes) {
		return renamed(name, becomes,
				(draft, value) -> Tasks.inOrder(value, draft.place(name), inside(draft, null), draft.notes()));
	}

	private static PropertyRule handler(String name) {
		return renamed(name, name, (draft, value) -> {
			boolean loop = String.valueOf(draft.get("type")).equals("for-each");
			Set<String> ids = new LinkedHashSet<>();
			if (!loop) {
				LISTS.forEach((each) -> ids.addAll(draft.scope().flow().seenAfter(draft.source().get(each))));
			}
			if (name.equals("finally")) {
				ids.addAll(draft.scope().flow().seenAfter(draft.source().get("errors")));
			}
			return Tasks.inOrder(value, draft.place(name), inside(draft, null).after(ids), draft.notes());
		});
	}

	private static ReferenceScope inside(Draft draft, @Nullable Loop loop) {
		return draft.scope().in(draft.id(), loop);
	}

	private static TypeRule parallel() {
		return rule("Parallel", "parallel", renamed("concurrent", "concurrency", KestraValues::integer), renamed(
				"tasks", "tasks",
				(draft, value) -> Tasks.atOnce(value, draft.place("tasks"), inside(draft, null), draft.notes())))
			.end(ControlRules::keepGoing);
	}

	/** Kestra goes on with the rest of what runs at once when one fails. */
	private static void keepGoing(Draft draft) {
		draft.put("failFast", false);
	}

	private static TypeRule choice() {
		return rule("If", "if", renamed("condition", "condition", KestraValues::condition), list("then", "then"),
				list("else", "else"));
	}

	private static TypeRule cases() {
		return rule("Switch", "switch", renamed("value", "value", KestraValues::template),
				renamed("cases", "cases", (draft, value) -> {
					Map<String, Object> cases = new LinkedHashMap<>();
					KestraValues.mapping(value)
						.entries()
						.forEach((name, entry) -> cases.put(name, Tasks.inOrder(entry.value(),
								draft.place("cases").child(entry.line(), name), inside(draft, null), draft.notes())));
					return cases;
				}), list("defaults", "default"));
	}

	private static TypeRule forEach() {
		return rule("ForEach", "for-each", renamed("values", "items", LoopItems::of),
				renamed("concurrencyLimit", "concurrency", KestraValues::integer),
				renamed("tasks", "tasks", ControlRules::iteration))
			.end((draft) -> {
				Object limit = draft.get("concurrency");
				if (limit != null && !limit.equals(1)) {
					keepGoing(draft);
				}
			});
	}

	private static TypeRule eachSequential() {
		return rule("EachSequential", "for-each", renamed("value", "items", LoopItems::of),
				renamed("tasks", "tasks", ControlRules::iteration));
	}

	private static TypeRule eachParallel() {
		return rule("EachParallel", "for-each", renamed("value", "items", LoopItems::of),
				new PropertyRule("concurrent", "`concurrency`", (draft, value) -> {
					Object limit = KestraValues.integer(draft, value);
					if (!limit.equals(0) && Tasks.ids(draft.source().get("tasks")).size() > 1) {
						throw new Unsupported("Kestra counts the tasks of all items together",
								"give the concurrency of the items, or of the tasks of each");
					}
					draft.put("concurrency", limit);
				}), new PropertyRule("tasks", "`tasks`, in a `parallel` where there are several", (draft, value) -> {
					boolean several = KestraValues.items(value).size() > 1;
					draft.put("tasks", several ? beside(draft, value) : iteration(draft, value));
				}))
			.end((draft) -> {
				if (draft.source().get("concurrent") == null) {
					draft.put("concurrency", 0);
				}
				keepGoing(draft);
			});
	}

	/** Kestra runs the tasks of an item at once here. */
	private static List<Object> beside(Draft draft, KestraSource value) {
		Loop loop = new Loop(draft.id(), true, LoopItems.areTexts(draft.get("items")), null);
		draft.scope().flow().converted(loop);
		Map<String, Object> parallel = new LinkedHashMap<>();
		parallel.put("id", draft.id() + "_item");
		parallel.put("type", "parallel");
		parallel.put("failFast", false);
		parallel.put("tasks", Tasks.atOnce(value, draft.place("tasks"), inside(draft, loop), draft.notes()));
		return List.of(parallel);
	}

	private static List<Object> iteration(Draft draft, KestraSource value) {
		Object items = draft.get("items");
		Loop loop = new Loop(draft.id(), true, LoopItems.areTexts(items), LoopItems.texts(items));
		draft.scope().flow().converted(loop);
		return Tasks.inOrder(value, draft.place("tasks"), inside(draft, loop), draft.notes());
	}

	private static TypeRule dag() {
		return rule("Dag", "dag", only("concurrent", List.of("0"), "run fewer tasks at once by dependencies"),
				renamed("tasks", "tasks",
						(draft, value) -> Tasks.dag(value, draft.place("tasks"), inside(draft, null), draft.notes())));
	}

	private static TypeRule allowFailure() {
		return rule("AllowFailure", "sequential", list("tasks", "tasks"))
			.end((draft) -> draft.put("allowFailure", true));
	}

	private static TypeRule workingDirectory() {
		return rule(List.of(NEW + "WorkingDirectory", OLD + "WorkingDirectory", OLD + "Worker"), "sequential",
				new PropertyRule("tasks", "`tasks`, with `workingDirectory`", (draft, value) -> {
					draft.put("workingDirectory", true);
					draft.put("tasks", Tasks.inOrder(value, draft.place("tasks"), inside(draft, null), draft.notes()));
				}),
				new PropertyRule("inputFiles", "`inputFiles` of a task of the type shell before the others",
						ControlRules::inputFiles),
				missing("outputFiles", "nothing: a task keeps its own files",
						"a working directory has no files of its own", "give outputFiles to the task that makes them"),
				missing("cache", "nothing: each execution begins with an empty directory",
						"nothing of the directory is kept for the next execution",
						"let a task fetch it again, or keep it in a directory of the worker"),
				missing("namespaceFiles", "a namespace has no files", "give their contents to inputFiles of a task"))
			.end((draft) -> draft.notes()
				.once(draft.place(),
						"the tasks in it may run on several workers, and one that fails leaves nothing in the directory",
						"keep in it what the next tasks need"));
	}

	/** A task that does nothing but to be given the files. */
	private static void inputFiles(Draft draft, KestraSource value) {
		Map<String, Object> first = new LinkedHashMap<>();
		first.put("id", draft.id() + "_inputFiles");
		first.put("type", "shell");
		first.put("command", "true");
		first.put("inputFiles", ScriptRules.inputFiles(draft, value));
		KestraSource.Entry entry = draft.source().entries().get("inputFiles");
		List<String> comments = (entry != null) ? entry.comments() : List.of();
		List<Object> tasks = new ArrayList<>(List.of(Objects.requireNonNull(Commented.of(comments, first))));
		if (draft.get("tasks") instanceof List<?> others) {
			tasks.addAll(others);
		}
		draft.put("tasks", tasks);
	}

	private static TypeRule loopUntil() {
		return rule("LoopUntil", "loop-until", new PropertyRule("condition", "`condition`", (draft, value) -> {
			Draft after = new Draft(draft.source(), draft.place(),
					inside(draft, new Loop(draft.id(), false, false, null))
						.after(draft.scope().flow().seenAfter(draft.source().get("tasks"))),
					draft.notes());
			draft.put("condition", KestraValues.condition(after, value));
		}), new PropertyRule("checkFrequency", "`interval` and `maxIterations`; not maxDuration",
				(draft, value) -> draft.nested("checkFrequency", KestraValues.mapping(value), (frequency) -> {
					frequency.carry("interval",
							(each, interval) -> each.put("interval", KestraValues.duration(each, interval)));
					frequency.carry("maxIterations",
							(each, most) -> each.put("maxIterations", KestraValues.integer(each, most)));
				})),
				only("failOnMaxReached", List.of("true"), "a loop-until fails then; allowFailure makes it a warning"),
				renamed("tasks", "tasks",
						(draft, value) -> Tasks.inOrder(value, draft.place("tasks"),
								inside(draft, new Loop(draft.id(), false, false, null)), draft.notes())))
			.end(ControlRules::limits);
	}

	private static void limits(Draft draft) {
		if (draft.get("interval") == null) {
			draft.put("interval", "PT1M");
		}
		if (draft.get("maxIterations") == null) {
			draft.put("maxIterations", MOST_ITERATIONS);
			draft.note(draft.place(), false, "a loop has at most 1,000,000 iterations", "set maxIterations");
		}
		else if (draft.source().get("failOnMaxReached") == null) {
			draft.leave("failOnMaxReached", false,
					"a loop that reaches its limit goes on as a success in Kestra, and fails here",
					"remove this where a failure is right; allowFailure makes it a warning");
		}
	}

	private static TypeRule pause() {
		return rule("Pause", "pause", new PropertyRule("pauseDuration", "`duration`", ControlRules::duration),
				new PropertyRule("delay", "`duration`", ControlRules::duration),
				only("behavior", List.of("RESUME"), "let the tasks after it look at what came of it"),
				renamed("onResume", "inputs", (draft, value) -> {
					if (draft.get("duration") != null) {
						throw new Unsupported("nobody gives inputs when the duration is over",
								"leave out the duration or the inputs");
					}
					return DeclaredInputs.list(value, draft.place("onResume"), draft.scope(), draft.notes());
				}))
			.with(Map.of("onResume", new OutputRule("", Kind.ANY, false)));
	}

	private static void duration(Draft draft, KestraSource value) {
		draft.put("duration", KestraValues.duration(draft, value));
	}

}
