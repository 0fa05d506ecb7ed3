package io.windhover.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.binding.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * Holds what an execution is given against what its flow declares.
 */
public final class Inputs {

	private Inputs() {
	}

	/**
	 * The inputs of an execution: converted to their types, defaults filled in, all of
	 * them values that JSON can carry. An input that is neither given nor required and
	 * has no default is absent.
	 * @throws InvalidInputsException with all that is unknown, missing or of a wrong type
	 */
	public static Map<String, Object> resolve(List<Input> declared, Map<String, ? extends @Nullable Object> given) {
		return resolve("flow", declared, given);
	}

	/**
	 * The inputs of what is not an execution, resolved in the same way.
	 * @param owner what declares them, for the messages
	 */
	public static Map<String, Object> resolve(String owner, List<Input> declared,
			Map<String, ? extends @Nullable Object> given) {
		List<InvalidInputsException.Problem> problems = new ArrayList<>(unknown(owner, declared, given));
		Map<String, Object> resolved = new LinkedHashMap<>();
		for (Input input : declared) {
			Object value = given.get(input.id());
			Object used = (value != null) ? value : input.defaultValue();
			if (used != null) {
				convert(input, used, resolved, problems);
			}
			else if (input.required()) {
				problems.add(new InvalidInputsException.Problem(input.id(),
						"is required; give %s".formatted(InputConverter.wanted(input.type()))));
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidInputsException(problems);
		}
		return resolved;
	}

	/**
	 * A value as its type has it.
	 * @throws IllegalArgumentException saying what would be right
	 */
	public static Object convert(Input.Type type, Object value) {
		return InputConverter.convert(type, value);
	}

	private static void convert(Input input, Object value, Map<String, Object> resolved,
			List<InvalidInputsException.Problem> problems) {
		try {
			resolved.put(input.id(), InputConverter.convert(input.type(), value));
		}
		catch (IllegalArgumentException ex) {
			problems.add(new InvalidInputsException.Problem(input.id(), String.valueOf(ex.getMessage())));
		}
	}

	private static List<InvalidInputsException.Problem> unknown(String owner, List<Input> declared,
			Map<String, ? extends @Nullable Object> given) {
		List<String> known = declared.stream().map(Input::id).toList();
		return given.keySet().stream().filter((each) -> !known.contains(each)).map((each) -> {
			String suggestion = Suggestion.of(each, known);
			String all = known.isEmpty() ? "; it declares none" : "; it declares: " + String.join(", ", known);
			return new InvalidInputsException.Problem(each,
					"is not an input of the " + owner + (suggestion.isEmpty() ? all : suggestion));
		}).toList();
	}

}
