package io.windhover.execution.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.template.OutputReferences;

/**
 * Which of many templates name the outputs or the metrics of a task.
 */
record NamedPlaces(Places outputs, Places metrics) {

	static NamedPlaces in(List<Object> templates) {
		NamedPlaces found = new NamedPlaces(new Places(), new Places());
		for (int i = 0; i < templates.size(); i++) {
			OutputReferences named = OutputReferences.in(Map.of("template", templates.get(i)));
			found.outputs.add(i, named.all(), named.tasks());
			found.metrics.add(i, named.allMetrics(), named.metrics());
		}
		return found;
	}

	/** The first and the last of them, by the id of the task. */
	static final class Places {

		/** Of those that may name any task. */
		private static final String ANY = "";

		private final Map<String, PlanCompiler.TemplateRange> byId = new HashMap<>();

		private void add(int place, boolean any, Set<String> ids) {
			ids.forEach((id) -> add(id, place));
			if (any) {
				add(ANY, place);
			}
		}

		private void add(String id, int place) {
			this.byId.merge(id, new PlanCompiler.TemplateRange(place, place + 1),
					(first, last) -> new PlanCompiler.TemplateRange(first.from(), last.to()));
		}

		/** Whether a template names a task that is none of some. */
		boolean isOutside(String id, PlanCompiler.TemplateRange some) {
			return isOutsideOf(id, some) || isOutsideOf(ANY, some);
		}

		private boolean isOutsideOf(String id, PlanCompiler.TemplateRange some) {
			PlanCompiler.TemplateRange places = this.byId.get(id);
			return places != null && (places.from() < some.from() || places.to() > some.to());
		}

	}

}
