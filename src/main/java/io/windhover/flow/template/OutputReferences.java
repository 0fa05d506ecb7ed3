package io.windhover.flow.template;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which outputs and metrics the templates of a configuration name, so that a job carries
 * no others.
 *
 * @param all whether they may name any outputs, because a name is computed
 * @param tasks ids of the tasks whose outputs are named
 * @param allMetrics whether they may name any metrics, because a name is computed
 * @param metrics ids of the tasks whose metrics are named
 */
public record OutputReferences(boolean all, Set<String> tasks, boolean allMetrics, Set<String> metrics) {

	private static final NamedReferences OUTPUTS = new NamedReferences("outputs");

	private static final NamedReferences METRICS = new NamedReferences("metrics");

	/**
	 * Looks through every string of a configuration, however deep.
	 */
	public static OutputReferences in(Map<String, Object> configuration) {
		Set<String> tasks = new TreeSet<>();
		Set<String> metrics = new TreeSet<>();
		return new OutputReferences(OUTPUTS.collect(configuration, tasks), tasks,
				METRICS.collect(configuration, metrics), metrics);
	}

	/**
	 * Whether they name the outputs of a task.
	 */
	public boolean names(String task) {
		return this.all || this.tasks.contains(task);
	}

	/**
	 * Whether they name the metrics of a task.
	 */
	public boolean namesMetrics(String task) {
		return this.allMetrics || this.metrics.contains(task);
	}

}
