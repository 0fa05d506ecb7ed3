package io.windhover.flow.template.budget;

import java.util.Set;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what a method is to search, and leaves the call to others.
 */
public class GuardedMethods implements AttributeResolver {

	private static final Set<String> SEARCHES = Set.of("contains", "containsAll", "indexOf", "lastIndexOf");

	@Override
	public @Nullable ResolvedAttribute resolve(Object instance, Object attribute, Object @Nullable [] arguments,
			@Nullable ArgumentsNode node, EvaluationContextImpl context, String file, int line) {
		RenderBudget budget = RenderBudget.current();
		budget.step();
		if (arguments != null && arguments.length > 0 && SEARCHES.contains(String.valueOf(attribute))) {
			budget.product(instance, arguments[0]);
		}
		return null;
	}

}
