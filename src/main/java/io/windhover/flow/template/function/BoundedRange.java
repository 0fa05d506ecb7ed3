package io.windhover.flow.template.function;

import java.util.Map;

import io.pebbletemplates.pebble.extension.core.RangeFunction;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

/**
 * Pebble's {@code range(start, end)}, which makes a list in memory, up to a length.
 */
public class BoundedRange extends RangeFunction {

	private static final long MOST = 100_000;

	@Override
	public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
		if (arguments.get("start") instanceof Number start && arguments.get("end") instanceof Number end
				&& Math.abs(end.doubleValue() - start.doubleValue()) > MOST) {
			throw new IllegalArgumentException("range makes at most %,d numbers".formatted(MOST));
		}
		return super.execute(arguments, self, context, line);
	}

}
