package io.windhover.flow.template.function;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Filter;
import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The filters of dates, which are text in an ISO form, or seconds since 1970.
 */
public final class DateFilters {

	private static final int LONGEST_PATTERN = 100;

	private DateFilters() {
	}

	static void addTo(Map<String, Filter> filters) {
		add(filters, "date", List.of("format", "existingFormat", "timeZone"), (input, arguments) -> {
			ZoneId zone = zone(arguments.optional("timeZone"));
			ZonedDateTime date = read(input, arguments.optional("existingFormat"), zone);
			return format(date.withZoneSameInstant(zone), arguments.optional("format"));
		});
		add(filters, "dateAdd", List.of("amount", "unit"),
				(input, arguments) -> add(input, amount(arguments.require("amount")), unit(arguments.text("unit"))));
		add(filters, "timestamp", List.of(), (input, arguments) -> read(input, null, ZoneOffset.UTC).toEpochSecond());
		add(filters, "timestampMilli", List.of(),
				(input, arguments) -> read(input, null, ZoneOffset.UTC).toInstant().toEpochMilli());
	}

	private static void add(Map<String, Filter> filters, String name, List<String> argumentNames,
			ValueFilter.Body body) {
		filters.put(name, ValueFilter.of(name, argumentNames, body));
	}

	/**
	 * Formats a date by a pattern; as ISO-8601 with its offset where the pattern is null.
	 * @throws IllegalArgumentException when the pattern is not valid
	 */
	public static String format(ZonedDateTime date, @Nullable String pattern) {
		if (pattern == null) {
			return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(date);
		}
		try {
			return formatter(pattern).format(date);
		}
		catch (DateTimeException ex) {
			throw wrong(pattern, ex);
		}
	}

	/**
	 * The time zone of a name; UTC for null.
	 * @throws IllegalArgumentException when there is no such zone
	 */
	public static ZoneId zone(@Nullable String name) {
		try {
			return (name != null) ? ZoneId.of(name) : ZoneOffset.UTC;
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"'%s' is not a time zone such as Europe/Paris or +02:00".formatted(Excerpt.of(name)), ex);
		}
	}

	/**
	 * Compiles a pattern of at most 100 characters, with English names.
	 * @throws IllegalArgumentException when it is longer or not valid
	 */
	public static DateTimeFormatter formatter(String pattern) {
		if (pattern.length() > LONGEST_PATTERN) {
			throw new IllegalArgumentException(
					"a pattern of a date has at most %d characters".formatted(LONGEST_PATTERN));
		}
		try {
			return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(pattern, ex);
		}
	}

	private static IllegalArgumentException wrong(String pattern, RuntimeException cause) {
		return new IllegalArgumentException("'%s' is not a pattern of dates such as yyyy-MM-dd HH:mm: %s"
			.formatted(Excerpt.of(pattern), cause.getMessage()), cause);
	}

	/** A date without a time stays one. */
	private static String add(Object input, long amount, ChronoUnit unit) {
		if (unit.isDateBased() && input instanceof String text && !text.contains("T")) {
			return LocalDate.parse(text).plus(amount, unit).toString();
		}
		return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(read(input, null, ZoneOffset.UTC).plus(amount, unit));
	}

	private static ZonedDateTime read(Object input, @Nullable String pattern, ZoneId zone) {
		if (input instanceof Number seconds) {
			return Instant.ofEpochSecond(seconds.longValue()).atZone(zone);
		}
		TemporalAccessor read = (pattern == null) ? iso(input.toString()) : formatter(pattern)
			.parseBest(input.toString(), ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
		if (read instanceof ZonedDateTime date) {
			return date;
		}
		return (read instanceof LocalDateTime date) ? date.atZone(zone) : LocalDate.from(read).atStartOfDay(zone);
	}

	private static TemporalAccessor iso(String text) {
		try {
			return text.contains("T")
					? DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from)
					: LocalDate.parse(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException(
					"'%s' is not a date such as 2026-01-31 or 2026-01-31T08:00:00Z; give its form as existingFormat"
						.formatted(Excerpt.of(text)),
					ex);
		}
	}

	private static long amount(Object value) {
		return (value instanceof Number number) ? number.longValue() : Long.parseLong(value.toString());
	}

	private static ChronoUnit unit(String name) {
		String upper = name.toUpperCase(Locale.ROOT);
		for (ChronoUnit unit : ChronoUnit.values()) {
			if (unit.name().equals(upper) || unit.name().equals(upper + "S")) {
				return unit;
			}
		}
		throw new IllegalArgumentException(
				"'%s' is not a unit of time: SECONDS, MINUTES, HOURS, DAYS, WEEKS, MONTHS or YEARS".formatted(name));
	}

}
