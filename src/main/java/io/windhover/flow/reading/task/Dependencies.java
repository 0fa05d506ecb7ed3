package io.windhover.flow.reading.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.YamlSection;

/**
 * Which tasks of a dag depend on which.
 */
class Dependencies {

	private final ReadingProblems problems;

	private final Map<String, List<String>> byId = new LinkedHashMap<>();

	private final Map<String, YamlSection> sections = new LinkedHashMap<>();

	Dependencies(ReadingProblems problems) {
		this.problems = problems;
	}

	void add(YamlSection part, List<String> dependsOn) {
		String id = part.text("id");
		if (id != null) {
			this.byId.put(id, dependsOn);
			this.sections.put(id, part);
		}
	}

	/** Reports what does not exist, and each circle once. */
	void check() {
		this.sections.forEach((id, part) -> {
			for (String on : dependsOn(id)) {
				if (!this.byId.containsKey(on)) {
					this.problems.value(part.path().child("dependsOn"),
							"the dag has no task '%s'%s".formatted(on, Suggestion.of(on, this.byId.keySet())));
				}
			}
		});
		for (String id : this.byId.keySet()) {
			if (before(id).contains(id)) {
				YamlSection part = this.sections.get(id);
				if (part != null) {
					this.problems.value(part.path().child("dependsOn"),
							"task '%s' depends on itself, over %s".formatted(id, String.join(", ", dependsOn(id))));
				}
				return;
			}
		}
	}

	/** All that a task depends on, directly or not. */
	Set<String> before(String id) {
		Set<String> before = new LinkedHashSet<>();
		Deque<String> next = new ArrayDeque<>(dependsOn(id));
		while (!next.isEmpty()) {
			String on = next.remove();
			if (before.add(on)) {
				next.addAll(dependsOn(on));
			}
		}
		return before;
	}

	Map<String, List<String>> byId() {
		return this.byId;
	}

	private List<String> dependsOn(String id) {
		return this.byId.getOrDefault(id, List.of());
	}

}
