package io.windhover.flow.reading.section;

import java.util.Set;
import java.util.TreeSet;

/**
 * The variables that templates see, by where they are evaluated.
 */
public final class RootVariables {

	static final Set<String> OF_DEFAULTS = Set.of("inputs");

	public static final Set<String> OF_CALLS = Set.of("flow", "trigger");

	private static final Set<String> OF_EXECUTIONS = Set.of("execution", "flow", "inputs", "labels", "metrics",
			"outputs", "trigger", "vars");

	public static final Set<String> OF_LOOPS = Set.of("index", "item", "parents");

	public static final Set<String> OF_HANDLERS = Set.of("error");

	private static final String TASK_RUN = "taskRun";

	private RootVariables() {
	}

	/**
	 * In what an executor evaluates.
	 * @param around those that are there because of what is around it
	 */
	public static Set<String> ofExecutors(Set<String> around) {
		Set<String> variables = new TreeSet<>(OF_EXECUTIONS);
		variables.addAll(around);
		return variables;
	}

	/**
	 * In what a worker renders.
	 * @param around those that are there because of what is around it
	 */
	public static Set<String> ofWorkers(Set<String> around) {
		Set<String> variables = ofExecutors(around);
		variables.add(TASK_RUN);
		return variables;
	}

	/**
	 * Where a variable is seen that is not seen here.
	 * @param otherwise what is said of one that is seen nowhere
	 */
	public static String elsewhere(String variable, String otherwise) {
		if (OF_LOOPS.contains(variable)) {
			return ", but in the tasks of a for-each or loop-until";
		}
		if (OF_HANDLERS.contains(variable)) {
			return ", but in errors and finally";
		}
		return variable.equals(TASK_RUN) ? ", but in the properties of a task that a worker runs" : otherwise;
	}

}
