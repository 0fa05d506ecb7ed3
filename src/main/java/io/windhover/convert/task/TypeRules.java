package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.convert.expression.TypeRule;
import org.jspecify.annotations.Nullable;

/**
 * The table of the task types of Kestra.
 */
public final class TypeRules {

	private static final List<TypeRule> ALL = all();

	private static final Map<String, TypeRule> BY_NAME = byName();

	/**
	 * Types that have no equivalent, by the beginning of their name, and what to do. The
	 * first that fits counts.
	 */
	private static final List<Missing> MISSING = List.of(
			new Missing("io.kestra.plugin.jdbc.",
					"write it by hand as a task of the type sql, or several, one for each statement"),
			new Missing("io.kestra.plugin.kafka.", "write it by hand as a task of the type kafka-produce"),
			new Missing("io.kestra.plugin.core.flow.WaitFor",
					"write it as a loop-until; the limits that it has by default differ between versions of Kestra"),
			new Missing("io.kestra.core.tasks.flows.WaitFor",
					"write it as a loop-until; the limits that it has by default differ between versions of Kestra"),
			new Missing("io.kestra.core.tasks.flows.Template", "write the tasks of the template into the flow"),
			new Missing("io.kestra.plugin.core.flow.Template", "write the tasks of the template into the flow"),
			new Missing("io.kestra.plugin.core.flow.ForEachItem",
					"split the file in a shell task that prints a list, and loop over it with for-each"),
			new Missing("io.kestra.plugin.core.kv.",
					"keep the value in a system of its own, and read it by http or shell"),
			new Missing("io.kestra.plugin.core.state.",
					"keep the value in a system of its own, and read it by http or shell"),
			new Missing("io.kestra.core.tasks.states.",
					"keep the value in a system of its own, and read it by http or shell"),
			new Missing("io.kestra.plugin.notifications.", "write it as a notify or mail task"),
			new Missing("io.kestra.plugin.", "write it as a shell, python or http task, or as a task type of your own"),
			new Missing("", "write it as a task of a type that flows.md lists"));

	private TypeRules() {
	}

	private static List<TypeRule> all() {
		List<TypeRule> all = new ArrayList<>(ControlRules.all());
		all.addAll(SubflowRules.all());
		all.addAll(WorkerRules.all());
		all.addAll(ScriptRules.all());
		return List.copyOf(all);
	}

	private static Map<String, TypeRule> byName() {
		Map<String, TypeRule> byName = new HashMap<>();
		ALL.forEach((rule) -> rule.names().forEach((name) -> byName.put(name, rule)));
		return byName;
	}

	/** All, as the docs list them. */
	public static List<TypeRule> list() {
		return ALL;
	}

	/** That of a type of Kestra; null where it has no equivalent. */
	public static @Nullable TypeRule of(@Nullable String name) {
		return (name != null) ? BY_NAME.get(name) : null;
	}

	/** What to do in place of a type that has no equivalent. */
	public static String proposal(String name) {
		return MISSING.stream().filter((each) -> name.startsWith(each.prefix())).findFirst().orElseThrow().proposal();
	}

	/** The proposals, as the docs list them. */
	public static Map<String, String> missing() {
		Map<String, String> missing = new LinkedHashMap<>();
		MISSING.forEach((each) -> missing.put(each.prefix(), each.proposal()));
		return missing;
	}

	private record Missing(String prefix, String proposal) {
	}

}
