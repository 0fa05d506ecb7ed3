package io.windhover.flow.input;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.template.NamedReferences;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the values given when an execution is created or resumed against the declared
 * inputs.
 */
public final class Inputs {

	private static final Duration BUDGET_OF_DEFAULT = Duration.ofMillis(50);

	private final String owner;

	private final List<Input> declared;

	private final Templates templates;

	private final Map<String, Object> resolved = new LinkedHashMap<>();

	private final List<InvalidInputsException.Problem> problems = new ArrayList<>();

	private Inputs(String owner, List<Input> declared, Templates templates) {
		this.owner = owner;
		this.declared = declared;
		this.templates = templates;
	}

	/**
	 * The inputs of an execution: converted to their types, defaults filled in, all of
	 * them values that JSON can carry. An input that is neither given nor required and
	 * has no default is absent.
	 * @throws InvalidInputsException with all that is unknown, missing or of a wrong type
	 */
	public static Map<String, Object> resolve(List<Input> declared, Map<String, ? extends @Nullable Object> given,
			Templates templates) {
		return resolve("flow", declared, given, templates);
	}

	/**
	 * The inputs of what is not an execution, resolved in the same way.
	 * @param owner what declares them, for the messages
	 */
	public static Map<String, Object> resolve(String owner, List<Input> declared,
			Map<String, ? extends @Nullable Object> given, Templates templates) {
		Inputs inputs = new Inputs(owner, declared, templates);
		inputs.refuseUnknown(given);
		declared.forEach((input) -> inputs.resolve(input, given.get(input.id())));
		if (!inputs.problems.isEmpty()) {
			throw new InvalidInputsException(inputs.problems);
		}
		return inputs.resolved;
	}

	/**
	 * A value as its input has it.
	 * @throws IllegalArgumentException saying what would be right
	 */
	public static Object convert(Input input, Object value) {
		return new InputConverter(input).convert(value);
	}

	private void resolve(Input input, @Nullable Object given) {
		try {
			Object used = (given != null) ? given : defaultValue(input);
			if (used != null) {
				this.resolved.put(input.id(), convert(input, used));
			}
			else if (input.required() && input.defaultValue() == null) {
				problem(input.id(), "is required; give " + new InputConverter(input).expected());
			}
		}
		catch (IllegalArgumentException ex) {
			problem(input.id(), String.valueOf(ex.getMessage()));
		}
		catch (TemplateException ex) {
			problem(input.id(), "its default fails: %s; give a value".formatted(ex.getMessage()));
		}
	}

	/** Null also where the default names an input that is wrong itself. */
	private @Nullable Object defaultValue(Input input) {
		Object value = input.defaultValue();
		if (value == null || NamedReferences.INPUTS.in(value).stream().anyMatch(this::isWrong)) {
			return null;
		}
		return this.templates.render(Map.of("default", value), Map.of("inputs", this.resolved), BUDGET_OF_DEFAULT)
			.get("default");
	}

	private boolean isWrong(String id) {
		return this.problems.stream().anyMatch((each) -> each.input().equals(id));
	}

	private void refuseUnknown(Map<String, ? extends @Nullable Object> given) {
		List<String> known = this.declared.stream().map(Input::id).toList();
		given.keySet().stream().filter((each) -> !known.contains(each)).forEach((each) -> {
			String suggestion = Suggestion.of(each, known);
			String all = known.isEmpty() ? "; it declares none" : "; it declares: " + String.join(", ", known);
			problem(each, "is not an input of the " + this.owner + (suggestion.isEmpty() ? all : suggestion));
		});
	}

	private void problem(String input, String message) {
		this.problems.add(new InvalidInputsException.Problem(input, message));
	}

}
