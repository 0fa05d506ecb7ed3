package io.windhover.flow.template.pebble;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.pebbletemplates.pebble.extension.Extension;
import io.windhover.flow.binding.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * The filters, functions and tests that there are for templates.
 */
record KnownNames(Set<String> filters, Set<String> functions, Set<String> tests) {

	static KnownNames of(Collection<? extends Extension> extensions) {
		KnownNames known = new KnownNames(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
		for (Extension each : extensions) {
			add(each.getFilters(), known.filters);
			add(each.getFunctions(), known.functions);
			add(each.getTests(), known.tests);
		}
		return known;
	}

	private static void add(@Nullable Map<String, ?> some, Set<String> names) {
		if (some != null) {
			names.addAll(some.keySet());
		}
	}

	/**
	 * Refuses a template that uses another.
	 * @throws IllegalArgumentException naming the first one, and what is near
	 */
	void check(TemplateNames used) {
		check("filter", used.filters(), this.filters);
		check("function", used.functions(), this.functions);
		check("test", used.tests(), this.tests);
	}

	private static void check(String kind, Set<String> used, Set<String> known) {
		used.stream().filter((each) -> !known.contains(each)).findFirst().ifPresent((each) -> {
			throw new IllegalArgumentException(
					"there is no %s '%s'%s".formatted(kind, each, Suggestion.of(each, known)));
		});
	}

}
