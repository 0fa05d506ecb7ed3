package io.windhover.convert.trigger;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.flow.ScheduleTrigger;
import org.jspecify.annotations.Nullable;

/**
 * Cron expressions, and the conditions that can be a part of them.
 */
final class Crons {

	private static final LocalDateTime ANY_DATE = LocalDateTime.of(2024, 1, 1, 0, 0);

	private static final List<String> DAYS = List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
			"SUNDAY");

	private static final Map<String, String> PLACES = Map.of("FIRST", "#1", "SECOND", "#2", "THIRD", "#3", "FOURTH",
			"#4", "LAST", "L");

	private static final Set<String> ANY = Set.of("*", "?");

	private Crons() {
	}

	static String of(Draft draft, KestraSource value) {
		String cron = KestraValues.fixed(draft, value).strip();
		String[] fields = cron.split("\\s+", -1);
		boolean seconds = "true".equals(draft.source().text("withSeconds"));
		if (!cron.startsWith("@") && fields.length != (seconds ? 6 : 5)) {
			throw new Unsupported("'%s' does not have the number of fields that withSeconds requires".formatted(cron),
					"write five fields, or six with the second first");
		}
		if (cron.matches("@.*") ? !cron.matches("@(yearly|annually|monthly|weekly|daily|midnight|hourly)")
				: fields[fields.length - 3].matches(".*[LW].*") || fields[fields.length - 1].matches(".*[L#].*")) {
			throw new Unsupported("'%s' is not a cron expression of Kestra".formatted(cron),
					"see schedule in flows.md");
		}
		if (!cron.startsWith("@") && !ANY.contains(fields[fields.length - 3])
				&& !ANY.contains(fields[fields.length - 1])) {
			throw new Unsupported("'%s' is due where one of its day fields matches, and here both must".formatted(cron),
					"write two triggers, one for each of the day fields");
		}
		return checked(cron);
	}

	private static String checked(String cron) {
		try {
			if (ScheduleTrigger.parse(cron).next(ANY_DATE) != null) {
				return cron;
			}
		}
		catch (IllegalArgumentException ex) {
			// the same for what is wrong and what never comes
		}
		throw new Unsupported("'%s' never comes, or is not a cron expression here".formatted(cron),
				"see schedule in flows.md");
	}

	/**
	 * Puts conditions on the date into the cron expression that is already there, or into
	 * the conditions of the schedule.
	 */
	static void conditions(Draft draft, KestraSource value) {
		if (!(draft.get("cron") instanceof String cron)) {
			throw new Unsupported("the cron expression is not carried over", "write the conditions with it");
		}
		if (draft.get("conditions") != null) {
			throw new Unsupported("the trigger has other conditions", "put all conditions into one list");
		}
		DateConditions conditions = new DateConditions();
		List<@Nullable Object> lost = new ArrayList<>();
		Unsupported first = null;
		for (KestraSource.Entry each : KestraValues.items(value)) {
			try {
				condition(KestraValues.mapping(each.value()), conditions);
			}
			catch (Unsupported ex) {
				lost.add(each.value().plain());
				first = (first != null) ? first : ex;
			}
		}
		if (first != null && lost.size() == KestraValues.items(value).size()) {
			throw first;
		}
		put(draft, cron, conditions);
		if (first != null) {
			// what is lost keeps the flow from being taken for the whole
			draft.leave((draft.source().get("conditions") == value) ? "conditions" : "scheduleConditions", lost,
					first.reason(), first.proposal());
		}
	}

	private static void condition(KestraSource.Mapping condition, DateConditions conditions) {
		if (isNoHoliday(condition)) {
			throw new Unsupported("the public holidays of a country are not known",
					"list the days in 'holidays' of conditions, such as holidays: [2026-12-25]");
		}
		if (!conditions.between(condition)) {
			conditions.on(days(condition));
		}
	}

	private static boolean isNoHoliday(KestraSource.Mapping condition) {
		return kind(condition).equals("Not") && condition.get("conditions") instanceof KestraSource.Sequence sequence
				&& sequence.items().size() == 1
				&& sequence.items().get(0).value() instanceof KestraSource.Mapping holiday
				&& kind(holiday).equals("PublicHoliday");
	}

	private static void put(Draft draft, String cron, DateConditions conditions) {
		String[] fields = cron.split("\\s+", -1);
		String inCron = conditions.ofCron(!cron.startsWith("@") && ANY.contains(fields[fields.length - 1]));
		Map<String, Object> others = conditions.others();
		if (inCron != null) {
			fields[fields.length - 1] = inCron;
		}
		String days = checked(String.join(" ", fields));
		if (!conditions.allow(days)) {
			throw new Unsupported("no date of the cron '%s' meets the conditions".formatted(days),
					"leave the trigger out");
		}
		draft.put("cron", days);
		if (!others.isEmpty()) {
			draft.put("conditions", others);
		}
	}

	/** What a condition is about; empty where its date is not the planned one. */
	static String kind(KestraSource.Mapping condition) {
		String type = Objects.requireNonNullElse(condition.text("type"), "");
		String date = condition.text("date");
		boolean planned = date == null || date.matches("\\{\\{\\s*(trigger|schedule)\\.date\\s*}}");
		return (planned && type.startsWith("io.kestra."))
				? type.substring(type.lastIndexOf('.') + 1).replaceFirst("Condition$", "") : "";
	}

	private static @Nullable String days(KestraSource.Mapping condition) {
		return switch (kind(condition)) {
			case "Weekend" -> "SAT,SUN";
			case "DayWeek" -> day(condition.text("dayOfWeek"));
			case "DayWeekInMonth" -> inMonth(day(condition.text("dayOfWeek")), condition.text("dayInMonth"));
			case "Not" -> not(condition.get("conditions"));
			default -> null;
		};
	}

	private static @Nullable String day(@Nullable String name) {
		return (name != null && DAYS.contains(name.toUpperCase(Locale.ROOT)))
				? name.toUpperCase(Locale.ROOT).substring(0, 3) : null;
	}

	private static @Nullable String inMonth(@Nullable String day, @Nullable String place) {
		String suffix = (place != null) ? PLACES.get(place.toUpperCase(Locale.ROOT)) : null;
		return (day != null && suffix != null) ? day + suffix : null;
	}

	private static @Nullable String not(@Nullable KestraSource conditions) {
		if (!(conditions instanceof KestraSource.Sequence sequence) || sequence.items().size() != 1) {
			return null;
		}
		String days = days(KestraValues.mapping(sequence.items().get(0).value()));
		if (days == null || days.contains("#") || days.contains("L")) {
			return null;
		}
		return String.join(",",
				DAYS.stream()
					.map((day) -> day.substring(0, 3))
					.filter((day) -> !List.of(days.split(",", -1)).contains(day))
					.toList());
	}

}
