package io.windhover.flow.template.function;

import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import io.windhover.flow.template.FileLookup;
import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.template.budget.ThreadLocals;
import org.jspecify.annotations.Nullable;

/**
 * {@code read(address)}: the text of a file, where the rendering on this thread has any.
 */
public class ReadFunction implements Function {

	private static final ThreadLocal<@Nullable FileLookup> CURRENT = new ThreadLocal<>();

	/** Null where the rendering on this thread may not read files. */
	public static @Nullable FileLookup swap(@Nullable FileLookup lookup) {
		return ThreadLocals.swap(CURRENT, lookup);
	}

	@Override
	public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
		FileLookup lookup = CURRENT.get();
		if (lookup == null) {
			throw new IllegalArgumentException(
					"files are known to workers only; use read() in the properties of a task that a worker runs");
		}
		if (!(arguments.get("address") instanceof String address)) {
			throw new IllegalArgumentException("read() takes the address of a file, as in read(inputs.data)");
		}
		return RenderBudget.current().weighed(lookup.read(address));
	}

	@Override
	public List<String> getArgumentNames() {
		return List.of("address");
	}

}
