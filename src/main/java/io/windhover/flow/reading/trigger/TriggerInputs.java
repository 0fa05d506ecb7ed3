package io.windhover.flow.reading.trigger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.reading.task.TemplateCheck;
import io.windhover.flow.template.NamedReferences;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger gives to each execution, held against the flow's inputs when the flow is
 * read, because later nobody is there to be told.
 */
record TriggerInputs(YamlSection part, @Nullable List<Input> declared, Templates templates, ReadingProblems problems) {

	/** The inputs with defaults; empty when something is wrong with them. */
	Map<String, Object> resolve() {
		Path path = this.part.path().child("inputs");
		Object written = this.part.properties().getOrDefault("inputs", Map.of());
		if (this.declared == null || !(written instanceof Map<?, ?> map)) {
			return Map.of(); // what is wrong is a problem already
		}
		Map<String, Object> given = YamlSection.properties(map);
		given.forEach((name, value) -> {
			if (value instanceof String text && Templates.isTemplate(text)) {
				this.problems.value(path.child(name),
						"a trigger gives its inputs as they stand; put the template into the task that needs it");
			}
		});
		return resolve(path, this.declared, given);
	}

	/**
	 * The inputs as they are written, of a trigger that renders and resolves them each
	 * time. What is no template is held against the flow's inputs here.
	 */
	Map<String, Object> ofEachCall(TemplateCheck check) {
		Path path = this.part.path().child("inputs");
		Object written = this.part.properties().getOrDefault("inputs", Map.of());
		if (this.declared == null || !(written instanceof Map<?, ?> map)) {
			return Map.of(); // what is wrong is a problem already
		}
		Map<String, Object> given = YamlSection.properties(map);
		given.forEach((name, value) -> check.checkCall(path.child(name), value));
		Set<String> later = later(given);
		List<Input> known = this.declared.stream()
			.map((input) -> later.contains(input.id()) ? optional(input) : input)
			.toList();
		Map<String, Object> now = new LinkedHashMap<>(given);
		known.stream().map(Input::id).filter(later::contains).forEach(now::remove);
		resolve(path, known, now);
		return given;
	}

	/** The inputs whose value, or what their default is made of, comes with the call. */
	private Set<String> later(Map<String, Object> given) {
		Set<String> later = new HashSet<>();
		given.forEach((name, value) -> {
			if (Templates.isTemplated(value)) {
				later.add(name);
			}
		});
		if (this.declared != null) {
			for (Input input : this.declared) {
				Set<String> named = NamedReferences.INPUTS.in(input.defaultValue());
				if (!given.containsKey(input.id()) && named.stream().anyMatch(later::contains)) {
					later.add(input.id());
				}
			}
		}
		return later;
	}

	private static Input optional(Input input) {
		return new Input(input.id(), input.type(), false, null, input.description(), input.displayName(),
				input.rules());
	}

	private Map<String, Object> resolve(Path path, List<Input> inputs, Map<String, Object> given) {
		try {
			return Inputs.resolve(inputs, given, this.templates);
		}
		catch (InvalidInputsException ex) {
			ex.problems().forEach((each) -> this.problems.value(path.child(each.input()), each.message()));
			return Map.of();
		}
	}

}
