package io.windhover.flow.reading;

import java.util.List;
import java.util.Map;

import io.windhover.flow.Input;
import io.windhover.flow.Inputs;
import io.windhover.flow.InvalidInputsException;
import io.windhover.flow.binding.Path;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger gives to each execution, held against the flow's inputs when the flow is
 * read, because later nobody is there to be told.
 */
record TriggerInputs(Part part, @Nullable List<Input> declared, Templates templates, Problems problems) {

	/** The inputs with defaults; empty when something is wrong with them. */
	Map<String, Object> resolve() {
		Path path = this.part.path().child("inputs");
		Object written = this.part.properties().getOrDefault("inputs", Map.of());
		if (this.declared == null || !(written instanceof Map<?, ?> map)) {
			return Map.of(); // what is wrong is a problem already
		}
		Map<String, Object> given = Part.properties(map);
		given.forEach((name, value) -> {
			if (value instanceof String text && Templates.isTemplate(text)) {
				this.problems.value(path.child(name),
						"a trigger gives its inputs as they stand; put the template into the task that needs it");
			}
		});
		try {
			return Inputs.resolve(this.declared, given, this.templates);
		}
		catch (InvalidInputsException ex) {
			ex.problems().forEach((each) -> this.problems.value(path.child(each.input()), each.message()));
			return Map.of();
		}
	}

}
