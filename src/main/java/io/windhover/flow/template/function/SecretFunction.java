package io.windhover.flow.template.function;

import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.SecretLookup;
import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.template.budget.ThreadLocals;
import org.jspecify.annotations.Nullable;

/**
 * {@code secret(name)}: the value of a secret, where the rendering on this thread has
 * any.
 */
public class SecretFunction implements Function {

	private static final ThreadLocal<@Nullable SecretLookup> CURRENT = new ThreadLocal<>();

	/** Null where the rendering on this thread may not use secrets. */
	public static @Nullable SecretLookup swap(@Nullable SecretLookup lookup) {
		return ThreadLocals.swap(CURRENT, lookup);
	}

	@Override
	public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
		SecretLookup lookup = CURRENT.get();
		if (lookup == null) {
			throw new IllegalArgumentException(
					"secrets are known to workers only; use secret() in the properties of a task that a worker runs");
		}
		if (!(arguments.get("name") instanceof String name)) {
			throw new IllegalArgumentException("secret() takes the name of a secret, as in secret('DB_PASSWORD')");
		}
		return RenderBudget.current().weighed(lookup.secret(name));
	}

	@Override
	public List<String> getArgumentNames() {
		return List.of("name");
	}

}
