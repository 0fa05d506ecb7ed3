package io.windhover.flow.template;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which outputs the templates of a configuration name, so that a job carries no others.
 *
 * @param all whether they may name any, because a name is computed
 * @param tasks ids of the tasks whose outputs are named
 */
public record OutputReferences(boolean all, Set<String> tasks) {

	private static final NamedReferences REFERENCES = new NamedReferences("outputs");

	/**
	 * Looks through every string of a configuration, however deep.
	 */
	public static OutputReferences in(Map<String, Object> configuration) {
		Set<String> tasks = new TreeSet<>();
		return new OutputReferences(REFERENCES.collect(configuration, tasks), tasks);
	}

}
