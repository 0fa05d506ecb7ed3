package io.windhover.flow;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text that is not a flow, with everything that is wrong with it.
 */
public class InvalidFlowException extends RuntimeException {

	private final transient List<FlowProblem> problems;

	/**
	 * Takes the problems in the order of the text; the message has a line for each.
	 */
	public InvalidFlowException(List<FlowProblem> problems) {
		super(problems.stream().map(FlowProblem::toString).collect(Collectors.joining("\n")));
		this.problems = List.copyOf(problems);
	}

	/**
	 * In the order of the text.
	 */
	public List<FlowProblem> problems() {
		return this.problems;
	}

}
