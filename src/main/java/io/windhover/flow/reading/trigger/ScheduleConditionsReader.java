package io.windhover.flow.reading.trigger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.binding.Path;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas;
import io.windhover.flow.reading.section.SectionSchemas.ScheduleConditionsShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads the conditions of a schedule.
 */
final class ScheduleConditionsReader {

	private static final Pattern DAY = Pattern.compile("[^T]+");

	private static final Pattern LOCAL = Pattern.compile("[^T]+T[^Z+-]+");

	private final Path path;

	private final ZoneId timezone;

	private final ReadingProblems problems;

	private ScheduleConditionsReader(Path path, ZoneId timezone, ReadingProblems problems) {
		this.path = path;
		this.timezone = timezone;
		this.problems = problems;
	}

	static ScheduleConditions read(Path path, ScheduleConditionsShape shape, ZoneId timezone,
			ReadingProblems problems) {
		return new ScheduleConditionsReader(path, timezone, problems).read(shape);
	}

	private ScheduleConditions read(ScheduleConditionsShape shape) {
		Instant from = instant("from", shape.from(), 0);
		Instant to = instant("to", shape.to(), 1);
		if (from != null && to != null && to.isBefore(from)) {
			this.problems.value(this.path.child("to"), "is before 'from'; give a later date");
		}
		List<LocalDate> holidays = new ArrayList<>();
		List<String> written = (shape.holidays() != null) ? shape.holidays() : List.of();
		for (int i = 0; i < written.size(); i++) {
			try {
				holidays.add(LocalDate.parse(written.get(i)));
			}
			catch (DateTimeException ex) {
				this.problems.value(this.path.child("holidays").child(i),
						"'%s' is not a date such as 2026-12-25".formatted(written.get(i)));
			}
		}
		return new ScheduleConditions(from, to, (shape.days() != null) ? shape.days() : List.of(), holidays);
	}

	/**
	 * An instant.
	 * @param days added to a date without a time, of which the last nanosecond is taken
	 * then
	 */
	private @Nullable Instant instant(String name, @Nullable String text, int days) {
		if (text == null || !text.matches(SectionSchemas.DATE)) {
			return null; // what has another form is a problem already
		}
		try {
			if (DAY.matcher(text).matches()) {
				return LocalDate.parse(text).plusDays(days).atStartOfDay(this.timezone).toInstant().minusNanos(days);
			}
			return LOCAL.matcher(text).matches() ? LocalDateTime.parse(text).atZone(this.timezone).toInstant()
					: OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeException ex) {
			this.problems.value(this.path.child(name),
					"'%s' is not a date such as 2026-12-31, 2026-12-31T18:00 or 2026-12-31T18:00:00+01:00"
						.formatted(text));
			return null;
		}
	}

}
