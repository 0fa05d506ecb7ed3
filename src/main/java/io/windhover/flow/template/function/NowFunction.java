package io.windhover.flow.template.function;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Function;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;

/**
 * {@code now(format, timeZone)}: the time of rendering as text like every other date that
 * templates see, by default an ISO-8601 instant.
 */
public record NowFunction(Clock clock) implements Function {

	@Override
	public Object execute(Map<String, Object> arguments, PebbleTemplate self, EvaluationContext context, int line) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Object format = arguments.get("format");
		Object zone = arguments.get("timeZone");
		if (format == null && zone == null) {
			return now.toString();
		}
		ZoneId zoneId = DateFilters.zone((zone != null) ? zone.toString() : null);
		return DateFilters.format(now.atZone(zoneId), (format != null) ? format.toString() : null);
	}

	@Override
	public List<String> getArgumentNames() {
		return List.of("format", "timeZone");
	}

}
