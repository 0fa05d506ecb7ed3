package io.windhover.plugin;

import java.util.Map;

import io.windhover.flow.definition.TaskDefinition;

/**
 * A task type of a plugin. Its name has a dot, as {@code acme.word-count}, which those of
 * Windhover have not. Implementations are public, have a public constructor without
 * parameters, and are used by several threads at once.
 *
 * @param <C> its configuration, a record whose components are the properties of the task
 */
public interface TaskPlugin<C> extends TaskDefinition<C> {

	/**
	 * Runs one attempt, on a thread that is interrupted when the attempt is to stop.
	 * @param configuration with rendered templates
	 * @return the outputs, of values that JSON can hold
	 * @throws Exception to fail; its message is shown to people
	 */
	Map<String, Object> run(C configuration, TaskAttempt attempt) throws Exception;

}
