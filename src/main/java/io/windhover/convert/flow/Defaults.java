package io.windhover.convert.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.task.TypeRules;
import org.jspecify.annotations.Nullable;

/**
 * Puts the defaults that a flow has for types into its tasks and triggers: several types
 * of Kestra become one here, so they cannot stay defaults.
 */
final class Defaults {

	private static final List<String> NAMES = List.of("pluginDefaults", "taskDefaults");

	private static final Set<String> LISTS = Set.of("tasks", "errors", "finally", "then", "else", "defaults",
			"triggers");

	private final List<Default> all;

	private Defaults(List<Default> all) {
		this.all = all;
	}

	static Applied apply(KestraSource.Mapping flow) {
		Map<String, Unsupported> failures = new LinkedHashMap<>();
		List<String> taken = new ArrayList<>();
		KestraSource.Mapping applied = flow;
		for (String name : NAMES) {
			KestraSource value = flow.get(name);
			if (value != null) {
				try {
					applied = new Defaults(read(value)).holder(applied);
					taken.add(name);
				}
				catch (Unsupported ex) {
					failures.put(name, ex);
				}
			}
		}
		return new Applied(applied, taken, failures);
	}

	private static List<Default> read(KestraSource value) {
		return KestraValues.items(value).stream().map((item) -> {
			KestraSource.Mapping written = KestraValues.mapping(item.value());
			String type = written.text("type");
			KestraSource values = written.get("values");
			if (type == null || values == null
					|| !Set.of("type", "values", "forced").containsAll(written.entries().keySet())) {
				throw new Unsupported("a default is not a type and its values", "write the values into the tasks");
			}
			return new Default(type, KestraValues.mapping(values), "true".equals(written.text("forced")));
		}).toList();
	}

	private KestraSource.Mapping holder(KestraSource.Mapping holder) {
		Map<String, KestraSource.Entry> entries = new LinkedHashMap<>();
		holder.entries().forEach((name, entry) -> entries.put(name, entry(name, entry)));
		return new KestraSource.Mapping(holder.line(), entries);
	}

	private KestraSource.Entry entry(String name, KestraSource.Entry entry) {
		if (LISTS.contains(name) && entry.value() instanceof KestraSource.Sequence list) {
			return with(entry, list(list));
		}
		if (name.equals("cases") && entry.value() instanceof KestraSource.Mapping cases) {
			Map<String, KestraSource.Entry> lists = new LinkedHashMap<>();
			cases.entries()
				.forEach((key, each) -> lists.put(key,
						(each.value() instanceof KestraSource.Sequence list) ? with(each, list(list)) : each));
			return with(entry, new KestraSource.Mapping(cases.line(), lists));
		}
		return entry;
	}

	private KestraSource.Sequence list(KestraSource.Sequence list) {
		return new KestraSource.Sequence(list.line(), list.items().stream().map((item) -> {
			if (!(item.value() instanceof KestraSource.Mapping task)) {
				return item;
			}
			if (task.get("task") instanceof KestraSource.Mapping inner) {
				Map<String, KestraSource.Entry> node = new LinkedHashMap<>(task.entries());
				node.computeIfPresent("task", (name, entry) -> with(entry, task(inner)));
				return with(item, new KestraSource.Mapping(task.line(), node));
			}
			return with(item, task(task));
		}).toList());
	}

	private KestraSource.Mapping task(KestraSource.Mapping task) {
		KestraSource.Mapping merged = task;
		String type = task.text("type");
		List<Default> matching = this.all.stream().filter((each) -> each.isOf(type)).toList();
		if (matching.size() > 1) {
			throw new Unsupported("several defaults are for the type %s".formatted(type),
					"write the values into the tasks");
		}
		for (Default each : matching) {
			merged = each.forced() ? merge(task.line(), merged, each.values())
					: merge(task.line(), each.values(), merged);
		}
		return holder(merged);
	}

	/** The order is that of the one that counts. */
	private static KestraSource.Mapping merge(int line, KestraSource.Mapping under, KestraSource.Mapping over) {
		Map<String, KestraSource.Entry> entries = new LinkedHashMap<>(over.entries());
		under.entries().forEach((name, entry) -> entries.merge(name, entry, (counts, other) -> {
			if (counts.value() instanceof KestraSource.Mapping upper
					&& other.value() instanceof KestraSource.Mapping lower) {
				return with(counts, merge(upper.line(), lower, upper));
			}
			return counts;
		}));
		return new KestraSource.Mapping(line, entries);
	}

	private static KestraSource.Entry with(KestraSource.Entry entry, KestraSource value) {
		return new KestraSource.Entry(entry.line(), entry.comments(), value);
	}

	private record Default(String type, KestraSource.Mapping values, boolean forced) {

		boolean isOf(@Nullable String taskType) {
			if (taskType == null) {
				return false;
			}
			TypeRule rule = TypeRules.of(taskType);
			if (!taskType.equals(this.type) && rule != null && rule.equals(TypeRules.of(this.type))
					&& rule.names().contains(this.type) && sameType(taskType, this.type)) {
				throw new Unsupported("the default is for %s, and a task is of %s".formatted(this.type, taskType),
						"use one name of the type, or write the values into the tasks");
			}
			return taskType.equals(this.type) || taskType.startsWith(this.type + ".");
		}

		private static boolean sameType(String one, String another) {
			return one.substring(one.lastIndexOf('.')).equals(another.substring(another.lastIndexOf('.')));
		}

	}

	/**
	 * A flow with its defaults in its tasks.
	 *
	 * @param taken the properties that are in the tasks now
	 * @param failures why others are not
	 */
	record Applied(KestraSource.Mapping flow, List<String> taken, Map<String, Unsupported> failures) {
	}

}
