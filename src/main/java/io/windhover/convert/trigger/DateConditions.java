package io.windhover.convert.trigger;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the date of a schedule, all of which must hold.
 */
final class DateConditions {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

	private static final int LAST_YEAR = 9999;

	private static final Set<String> KNOWN = Set.of("type", "date", "after", "before");

	/** Each as in a cron expression. */
	private final List<String> days = new ArrayList<>();

	private @Nullable OffsetDateTime from;

	private @Nullable OffsetDateTime to;

	/**
	 * Takes a condition on the time: both its ends are excluded, while ours are not, and
	 * dates are whole seconds.
	 * @return false where it is another condition
	 */
	boolean between(KestraSource.Mapping condition) {
		if (!Crons.kind(condition).equals("DateTimeBetween")) {
			return false;
		}
		OffsetDateTime after = time(condition, "after");
		OffsetDateTime before = time(condition, "before");
		if ((after == null && before == null) || !KNOWN.containsAll(condition.entries().keySet())) {
			throw new Unsupported("the condition DateTimeBetween is not one of 'after' and 'before'",
					"write them with the offset, or use 'from' and 'to' of conditions");
		}
		if (after != null) {
			OffsetDateTime first = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
			this.from = (this.from == null || first.isAfter(this.from)) ? first : this.from;
		}
		if (before != null) {
			OffsetDateTime last = before.minusNanos(1).truncatedTo(ChronoUnit.SECONDS);
			this.to = (this.to == null || last.isBefore(this.to)) ? last : this.to;
		}
		return true;
	}

	private static @Nullable OffsetDateTime time(KestraSource.Mapping condition, String name) {
		KestraSource value = condition.get(name);
		if (value == null) {
			return null;
		}
		String text = (value instanceof KestraSource.Scalar scalar) ? scalar.text() : "";
		try {
			return OffsetDateTime.parse(text);
		}
		catch (DateTimeException ex) {
			throw new Unsupported("'%s' is not a time with an offset".formatted(text),
					"write it as 2026-01-31T07:00:00+01:00");
		}
	}

	/** Takes a condition on the day, as a cron expression has it; null for any other. */
	void on(@Nullable String cron) {
		if (cron == null) {
			throw new Unsupported("the condition has no equivalent",
					"write 'conditions' of the schedule (days, holidays, from, to), or look at the date in a task with runIf");
		}
		this.days.add(cron);
	}

	/**
	 * What becomes a part of the cron expression, and of nothing else.
	 * @param free whether it has no days of the week
	 */
	@Nullable String ofCron(boolean free) {
		List<String> places = this.days.stream().filter((each) -> each.contains("#") || each.endsWith("L")).toList();
		if (places.isEmpty()) {
			return (free && this.days.size() == 1) ? this.days.remove(0) : null;
		}
		if (!free || places.size() > 1) {
			throw new Unsupported("the condition cannot be a part of the cron expression",
					"write the days into cron, or look at the date in a task with runIf");
		}
		this.days.remove(places.get(0));
		return places.get(0);
	}

	/** What becomes conditions of the schedule. */
	Map<String, Object> others() {
		Map<String, Object> others = new LinkedHashMap<>();
		if (this.from != null) {
			others.put("from", text(this.from));
		}
		if (this.to != null) {
			others.put("to", text(this.to));
		}
		if (!this.days.isEmpty()) {
			others.put("days", allowed().stream().map((day) -> day.name().toLowerCase(Locale.ROOT)).toList());
		}
		return others;
	}

	/** Whether a cron expression has dates that become dates of the schedule. */
	boolean allow(String cron) {
		List<DayOfWeek> allowed = allowed();
		return !allowed.isEmpty() && new ScheduleTrigger("s", cron, ZoneOffset.UTC,
				new ScheduleConditions(instant(this.from), instant(this.to), allowed, List.of()),
				ScheduleTrigger.RecoverMissed.NONE, Map.of())
			.hasDates();
	}

	private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
		return (time != null) ? time.toInstant() : null;
	}

	private List<DayOfWeek> allowed() {
		return Stream.of(DayOfWeek.values())
			.filter((day) -> this.days.stream()
				.allMatch((each) -> List.of(each.split(",", -1)).contains(day.name().substring(0, 3))))
			.toList();
	}

	private static String text(OffsetDateTime time) {
		String text = TIME.format(time);
		if (time.getYear() > LAST_YEAR || time.getYear() < 0 || time.getOffset().getTotalSeconds() % 60 != 0) {
			throw new Unsupported("'%s' is not a time that a schedule can have".formatted(text),
					"write a year of four digits and an offset of hours and minutes");
		}
		return text;
	}

}
