package io.windhover.flow.input;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Inputs that a flow does not take, with everything that is wrong with them.
 */
public class InvalidInputsException extends RuntimeException {

	private final transient List<Problem> problems;

	/**
	 * Takes all problems; the message has them on one line.
	 */
	public InvalidInputsException(List<Problem> problems) {
		super(problems.stream()
			.map((each) -> "inputs.%s: %s".formatted(each.input(), each.message()))
			.collect(Collectors.joining("; ")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * What is wrong with each input, in the order in which it was found.
	 */
	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * What is wrong with one input.
	 */
	public record Problem(String input, String message) {
	}

}
