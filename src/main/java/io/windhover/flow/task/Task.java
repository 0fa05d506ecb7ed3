package io.windhover.flow.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A step of a flow. Sealed, because the executor must know how each kind is run; the
 * types of the tasks that workers run are an open set, see {@code TaskDefinition}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({ @JsonSubTypes.Type(value = WorkerTask.class, name = "worker"),
		@JsonSubTypes.Type(value = ControlTask.Sequential.class, name = "sequential"),
		@JsonSubTypes.Type(value = ControlTask.Parallel.class, name = "parallel"),
		@JsonSubTypes.Type(value = ControlTask.If.class, name = "if"),
		@JsonSubTypes.Type(value = ControlTask.Switch.class, name = "switch"),
		@JsonSubTypes.Type(value = ControlTask.ForEach.class, name = "for-each"),
		@JsonSubTypes.Type(value = ControlTask.Dag.class, name = "dag"),
		@JsonSubTypes.Type(value = ControlTask.LoopUntil.class, name = "loop-until"),
		@JsonSubTypes.Type(value = ControlTask.Pause.class, name = "pause"),
		@JsonSubTypes.Type(value = ControlTask.Subflow.class, name = "subflow") })
public sealed interface Task permits WorkerTask, ControlTask {

	/**
	 * Unique in its scope.
	 */
	String id();

	/**
	 * The type as the flow names it, such as {@code shell}.
	 */
	String type();

	TaskOptions options();

}
