package io.windhover.convert.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.Commented;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.RuleTable;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.flow.WorkerGroup;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * Converts tasks and lists of them.
 */
public final class Tasks {

	/** The properties of every task. */
	public static final List<PropertyRule> COMMON = List.of(
			renamed("description", "description", KestraValues::verbatim),
			renamed("disabled", "disabled", KestraValues::bool),
			renamed("runIf", "runIf", (draft, value) -> KestraValues.condition(draft.control(), value)),
			renamed("timeout", "timeout", KestraValues::duration),
			new PropertyRule("retry", "`retry`, of type constant or exponential", Retries::carry),
			renamed("allowFailure", "allowFailure", KestraValues::bool),
			new PropertyRule("workerGroup", "`workerGroup`, of a task that a worker runs: its `key`, waited for",
					Tasks::workerGroup),
			only("allowWarning", List.of("false", "true"), "leave it out"),
			dropped("logLevel", "the levels of logs are those of Windhover", "set the level of the log tasks"),
			only("logToFile", List.of("false"), "read the log of the execution"));

	private Tasks() {
	}

	private static void workerGroup(Draft draft, KestraSource value) {
		TypeRule rule = draft.scope().flow().rules().task(Objects.requireNonNullElse(draft.source().text("type"), ""));
		if (rule != null && rule.isControl()) {
			throw new Unsupported("a control task runs on no worker", "write the worker group at each task in it");
		}
		KestraSource.Mapping group = KestraValues.mapping(value);
		KestraSource key = group.get("key");
		if (key == null || !Set.of("key", "fallback").containsAll(group.entries().keySet())) {
			throw new Unsupported("a worker group is not a key with its fallback", "write the name of the group");
		}
		KestraSource fallback = group.get("fallback");
		if (fallback != null && !KestraValues.fixed(draft, fallback).equalsIgnoreCase("WAIT")) {
			throw new Unsupported("the fallback '%s' is not supported: a job waits for a worker of its group"
				.formatted(KestraValues.fixed(draft, fallback)), "leave the fallback out");
		}
		String name = KestraValues.fixed(draft, key);
		if (!name.matches(WorkerGroup.NAME)) {
			throw new Unsupported("'%s' cannot be the name of a worker group".formatted(name),
					"name the group with lower case letters, digits, '_' and '-', up to 50 of them");
		}
		draft.put("workerGroup", name);
	}

	/** The ids of the tasks of a list. */
	public static Set<String> ids(@Nullable KestraSource list) {
		Set<String> ids = new LinkedHashSet<>();
		if (list instanceof KestraSource.Sequence sequence) {
			sequence.items().forEach((item) -> {
				if (item.value() instanceof KestraSource.Mapping task && task.text("id") != null) {
					ids.add(String.valueOf(task.text("id")));
				}
			});
		}
		return ids;
	}

	/** Converts tasks that run one after the other. */
	public static List<Object> inOrder(KestraSource list, Notes.Place place, ReferenceScope scope, Notes notes) {
		List<Object> tasks = new ArrayList<>();
		Set<String> earlier = new LinkedHashSet<>(scope.visible());
		ReferenceScope inside = new ReferenceScope(scope.flow(), earlier, scope.frames(), null, false, false);
		List<KestraSource.Entry> items = KestraValues.items(list);
		for (int i = 0; i < items.size(); i++) {
			tasks.add(task(items.get(i), place.element(items.get(i).line(), i), inside, notes));
			if (items.get(i).value() instanceof KestraSource.Mapping task) {
				earlier.addAll(scope.flow().seenAfter(task));
			}
		}
		return tasks;
	}

	/** Converts tasks that run beside one another. */
	static List<Object> atOnce(KestraSource list, Notes.Place place, ReferenceScope scope, Notes notes) {
		List<Object> tasks = new ArrayList<>();
		List<KestraSource.Entry> items = KestraValues.items(list);
		for (int i = 0; i < items.size(); i++) {
			tasks.add(task(items.get(i), place.element(items.get(i).line(), i), scope, notes));
		}
		return tasks;
	}

	/** Converts the tasks of a dag, each with what it depends on. */
	static List<Object> dag(KestraSource list, Notes.Place place, ReferenceScope scope, Notes notes) {
		List<Object> tasks = new ArrayList<>();
		List<KestraSource.Entry> items = KestraValues.items(list);
		Map<String, List<String>> dependencies = new LinkedHashMap<>();
		Map<String, Set<String>> seen = new LinkedHashMap<>();
		items.forEach((item) -> {
			KestraSource.Mapping node = KestraValues.mapping(item.value());
			String id = (node.get("task") instanceof KestraSource.Mapping task) ? task.text("id") : null;
			if (id == null || !Set.of("task", "dependsOn").containsAll(node.entries().keySet())) {
				throw new Unsupported("a task of the dag is not a task with what it depends on", "write it by hand");
			}
			seen.put(id, scope.flow().seenAfter(node));
			KestraSource on = node.get("dependsOn");
			dependencies.put(id, (on != null)
					? KestraValues.items(on).stream().map((each) -> String.valueOf(each.value().plain())).toList()
					: List.of());
		});
		for (int i = 0; i < items.size(); i++) {
			KestraSource.Entry node = items.get(i);
			KestraSource.Mapping task = (KestraSource.Mapping) Objects
				.requireNonNull(KestraValues.mapping(node.value()).get("task"));
			String id = String.valueOf(task.text("id"));
			Set<String> before = new LinkedHashSet<>();
			before(id, dependencies).forEach((on) -> before.addAll(seen.getOrDefault(on, Set.of(on))));
			Object converted = task(new KestraSource.Entry(node.line(), node.comments(), task),
					place.element(node.line(), i).child(task.line(), "task"), scope.after(before), notes);
			if (Commented.bare(converted) instanceof Map<?, ?> map
					&& !dependencies.getOrDefault(id, List.of()).isEmpty()) {
				Map<Object, @Nullable Object> whole = new LinkedHashMap<>(map);
				whole.put("dependsOn", dependencies.get(id));
				tasks.add(Objects.requireNonNull(Commented.of(node.comments(), whole)));
			}
			else {
				tasks.add(converted);
			}
		}
		return tasks;
	}

	private static Set<String> before(String id, Map<String, List<String>> dependencies) {
		Set<String> before = new LinkedHashSet<>();
		Deque<String> next = new ArrayDeque<>(dependencies.getOrDefault(id, List.of()));
		while (!next.isEmpty()) {
			String on = next.remove();
			if (before.add(on)) {
				next.addAll(dependencies.getOrDefault(on, List.of()));
			}
		}
		return before;
	}

	private static Object task(KestraSource.Entry entry, Notes.Place place, ReferenceScope scope, Notes notes) {
		if (!(entry.value() instanceof KestraSource.Mapping mapping)) {
			throw new Unsupported("a task is not a map", "write it as {id: …, type: …}");
		}
		String type = Objects.requireNonNullElse(mapping.text("type"), "");
		RuleTable rules = scope.flow().rules();
		TypeRule rule = rules.task(type);
		String id = mapping.text("id");
		Draft draft = new Draft(mapping, place, scope.task(id, rule != null && !rule.isControl()), notes);
		draft.carry("id", (each, value) -> each.put("id", Ids.id(each, value)));
		if (rule == null) {
			draft.leave("type", "the type %s has no equivalent".formatted(type), rules.proposal(type));
			mapping.entries().keySet().forEach(draft::leaveSilently);
			return Objects.requireNonNull(Commented.of(entry.comments(), draft.finish(type)));
		}
		draft.take("type");
		draft.put("type", rule.becomes());
		COMMON.forEach((property) -> {
			// what the type has of this name counts
			if (rule.properties().stream().noneMatch((own) -> own.name().equals(property.name()))) {
				draft.carry(property.name(), property.carrier());
			}
		});
		rule.apply(draft);
		return Objects.requireNonNull(Commented.of(entry.comments(), draft.finish(type)));
	}

}
