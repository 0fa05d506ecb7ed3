package io.windhover.flow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A step of a flow. Sealed, because the executor must know how each kind is run; the
 * types of the tasks that workers run are an open set, see {@link TaskDefinition}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = WorkerTask.class, name = "worker"))
public sealed interface Task permits WorkerTask {

	/**
	 * Unique in its flow.
	 */
	String id();

	/**
	 * The type as the flow names it, such as {@code shell}.
	 */
	String type();

}
