package io.windhover.flow.template;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

/**
 * {@code now()}: the moment of rendering as an ISO-8601 instant, text like every other
 * date that templates see.
 */
record NowFunction(Clock clock) implements Function {

	@Override
	public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
	}

	@Override
	public List<String> getArgumentNames() {
		return List.of();
	}

}
