package io.windhover.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One revision of a flow.
 *
 * @param revision counts from 1; 0 until the flow is stored
 * @param source the YAML that it was read from; null where only the engine travels with
 * it
 * @param updatedAt when this revision was stored
 */
public record Flow(String namespace, String id, int revision, @Nullable String description, Map<String, String> labels,
		List<Input> inputs, List<Task> tasks, List<Trigger> triggers, @Nullable String source,
		@Nullable Instant updatedAt) {

	public FlowKey key() {
		return new FlowKey(this.namespace, this.id);
	}

	/**
	 * The same flow as it is stored under a revision.
	 */
	public Flow stored(int revision, Instant updatedAt) {
		return new Flow(this.namespace, this.id, revision, this.description, this.labels, this.inputs, this.tasks,
				this.triggers, this.source, updatedAt);
	}

	/**
	 * The same flow without its YAML, as commands carry it.
	 */
	public Flow withoutSource() {
		return new Flow(this.namespace, this.id, this.revision, this.description, this.labels, this.inputs, this.tasks,
				this.triggers, null, this.updatedAt);
	}

}
