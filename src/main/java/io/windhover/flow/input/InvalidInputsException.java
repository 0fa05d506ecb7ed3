package io.windhover.flow.input;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Inputs that a flow does not take, with everything that is wrong with them.
 */
public class InvalidInputsException extends RuntimeException {

	private final transient List<Problem> problems;

	public InvalidInputsException(List<Problem> problems) {
		super(problems.stream()
			.map((each) -> "inputs.%s: %s".formatted(each.input(), each.message()))
			.collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
	}

	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * What is wrong with one input.
	 */
	public record Problem(String input, String message) {
	}

}
