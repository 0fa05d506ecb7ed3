package io.windhover.convert.task;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import org.jspecify.annotations.Nullable;

/**
 * How a failed task is tried again.
 */
final class Retries {

	private static final Set<String> KNOWN = Set.of("type", "interval", "maxInterval", "delayFactor", "maxAttempt",
			"maxAttempts", "behavior", "warningOnRetry");

	private Retries() {
	}

	static void carry(Draft draft, KestraSource value) {
		KestraSource.Mapping retry = KestraValues.mapping(value);
		retry.entries().keySet().stream().filter((name) -> !KNOWN.contains(name)).findFirst().ifPresent((name) -> {
			throw new Unsupported("a retry has no '%s'".formatted(name),
					"name the attempts in all as maxAttempts, and the time of each as timeout");
		});
		String type = Objects.requireNonNullElse(retry.text("type"), "");
		if (!type.equals("constant") && !type.equals("exponential")) {
			throw new Unsupported("a retry of type '%s' is not supported".formatted(type),
					"use constant or exponential");
		}
		refuse(retry, "behavior", "RETRY_FAILED_TASK");
		refuse(retry, "warningOnRetry", "false");
		Map<String, Object> converted = new LinkedHashMap<>();
		converted.put("type", type);
		converted.put("delay", KestraValues.duration(draft, required(retry, "interval")));
		KestraSource attempts = retry.get("maxAttempts");
		converted.put("maxAttempts",
				KestraValues.integer(draft, (attempts != null) ? attempts : required(retry, "maxAttempt")));
		if (type.equals("exponential")) {
			converted.put("maxDelay", KestraValues.duration(draft, required(retry, "maxInterval")));
			put(converted, "multiplier", retry.get("delayFactor"));
		}
		draft.put("retry", converted);
	}

	private static void put(Map<String, Object> converted, String name, @Nullable KestraSource value) {
		if (value != null) {
			if (!(value.plain() instanceof Number number)) {
				throw new Unsupported("'delayFactor' is not a number", "write the number as multiplier");
			}
			converted.put(name, number);
		}
	}

	private static void refuse(KestraSource.Mapping retry, String name, String otherThan) {
		if (retry.get(name) != null && !otherThan.equals(retry.text(name))) {
			throw new Unsupported("a retry has no '%s'".formatted(name), "leave it out where it does not matter");
		}
	}

	private static KestraSource required(KestraSource.Mapping retry, String name) {
		KestraSource value = retry.get(name);
		if (value == null) {
			throw new Unsupported("the retry has no '%s'".formatted(name),
					"give the delay, and the attempts in all as maxAttempts");
		}
		return value;
	}

}
