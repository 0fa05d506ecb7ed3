package io.windhover.plugin;

import java.util.Map;

import io.windhover.flow.definition.TriggerDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A type of polling trigger of a plugin. Its name has a dot, as {@code acme.inbox}.
 * Implementations are public, have a public constructor without parameters, and are used
 * by several threads at once.
 *
 * @param <C> its configuration, a record whose components are the properties of the
 * trigger
 */
public interface TriggerPlugin<C> extends TriggerDefinition<C> {

	/**
	 * Looks whether to fire, on a thread that may block but is one of few.
	 * @param configuration with rendered templates, which see {@code flow} and
	 * {@code trigger}
	 * @return what templates of the execution see as {@code trigger}; null not to fire
	 * @throws Exception when it cannot say: nothing fires then, and the next interval
	 * tries again
	 */
	@Nullable Map<String, Object> evaluate(C configuration, TriggerEvaluation evaluation) throws Exception;

}
