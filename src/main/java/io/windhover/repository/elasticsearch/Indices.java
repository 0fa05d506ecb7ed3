package io.windhover.repository.elasticsearch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The names of the indices: one for each kind and day (UTC), and one for the triggers.
 */
record Indices(String prefix) {

	/** Kinds that have an index for each day. */
	static final List<String> DATED = List.of("executions", "task-runs", "logs", "metrics");

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd")
		.withResolverStyle(ResolverStyle.STRICT);

	String triggers() {
		return this.prefix + "-triggers";
	}

	String of(String kind, Instant at) {
		return start(kind) + DAY.format(at.atOffset(ZoneOffset.UTC));
	}

	String all(String kind) {
		return start(kind) + "*";
	}

	/**
	 * The day of an index; null when its name is not one of ours.
	 */
	@Nullable LocalDate day(String kind, String index) {
		String start = start(kind);
		try {
			return index.startsWith(start) ? LocalDate.parse(index.substring(start.length()), DAY) : null;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	private String start(String kind) {
		return this.prefix + "-" + kind + "-";
	}

}
