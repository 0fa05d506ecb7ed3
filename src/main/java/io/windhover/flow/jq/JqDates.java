package io.windhover.flow.jq;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The functions of dates, which know no time zone but UTC and no names but English ones:
 * what a program gives must not depend on the machine that it runs on. A date that is
 * taken apart is year, month (from 0), day, hours, minutes, seconds, day of the week
 * (Sunday is 0) and of the year (from 0).
 */
final class JqDates {

	/** Those that a date has at least; days of week and year follow from them. */
	private static final int FIELDS = 6;

	private static final int WEEK = 7;

	private static final int HUNDRED = 100;

	private static final int TWELVE = 12;

	private static final DateTimeFormatter CLOCK_12 = DateTimeFormatter.ofPattern("hh:mm:ss a", Locale.US);

	private JqDates() {
	}

	static void addTo(Functions functions) {
		functions.value("gmtime/0", (run, input, values) -> apart(date("gmtime", input), fraction(input)));
		functions.value("mktime/0", (run, input, values) -> {
			if (!(input instanceof List<?>)) {
				throw new JqError("mktime requires array of 6 numbers");
			}
			return JqValues.whole(date("mktime", input).toEpochSecond(ZoneOffset.UTC));
		});
		functions.value("strftime/1", (run, input, values) -> {
			if (!(values.get(0) instanceof String format)) {
				throw new JqError("strftime/1 requires a string format");
			}
			return written(run, date("strftime/1", input), format);
		});
		functions.value("strptime/1", (run, input, values) -> {
			if (!(input instanceof String text) || !(values.get(0) instanceof String format)) {
				throw new JqError("strptime/1 requires string inputs and arguments");
			}
			return apart(new DateReader(run, text).read(format), 0);
		});
	}

	/** Of seconds since 1970, or of a date that is taken apart. */
	private static LocalDateTime date(String function, @Nullable Object value) {
		try {
			if (value instanceof Number number) {
				return LocalDateTime.ofInstant(Instant.ofEpochSecond((long) Math.floor(number.doubleValue())),
						ZoneOffset.UTC);
			}
			if (value instanceof List<?> list && list.size() >= FIELDS) {
				long[] fields = list.stream()
					.limit(FIELDS)
					.mapToLong((each) -> (long) Math.floor(JqValues.asDouble(JqValues.normal(each))))
					.toArray();
				return LocalDate.of(Math.toIntExact(fields[0]), 1, 1)
					.plusMonths(fields[1])
					.plusDays(fields[2] - 1)
					.atStartOfDay()
					.plusHours(fields[3])
					.plusMinutes(fields[4])
					.plusSeconds(fields[5]);
			}
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw new JqError("%s: %s is no date".formatted(function, JqValues.named(value)));
		}
		catch (JqError ex) {
			// as where there are no fields
		}
		throw new JqError(function + " requires parsed datetime inputs");
	}

	private static double fraction(@Nullable Object value) {
		double seconds = JqValues.asDouble(value);
		return seconds - Math.floor(seconds);
	}

	private static List<Object> apart(LocalDateTime date, double fraction) {
		return new ArrayList<>(List.of(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth(), date.getHour(),
				date.getMinute(), JqValues.number(date.getSecond() + fraction), date.getDayOfWeek().getValue() % WEEK,
				date.getDayOfYear() - 1));
	}

	/**
	 * As the C library writes it, with {@code -}, {@code _} and {@code 0} for what fills
	 * a number up.
	 */
	private static String written(JqRun run, LocalDateTime date, String format) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < format.length(); i++) {
			run.step();
			char each = format.charAt(i);
			if (each != '%' || i + 1 == format.length()) {
				text.append(each);
				continue;
			}
			char filler = format.charAt(++i);
			boolean filled = "-_0".indexOf(filler) >= 0 && i + 1 < format.length();
			String part = part(date, filled ? format.charAt(++i) : filler);
			text.append(filled ? refilled(part, filler) : part);
			run.length(text.length());
		}
		return run.made(text.toString());
	}

	private static String refilled(String part, char filler) {
		String bare = part.replaceFirst("^[ 0]+(?=\\d)", "");
		return (filler == '-' || !Character.isDigit(bare.charAt(0))) ? bare
				: ((filler == '_') ? " " : "0").repeat(part.length() - bare.length()) + bare;
	}

	private static String part(LocalDateTime date, char conversion) {
		return switch (conversion) {
			case 'a' -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.US);
			case 'A' -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US);
			case 'b', 'h' -> date.getMonth().getDisplayName(TextStyle.SHORT, Locale.US);
			case 'B' -> date.getMonth().getDisplayName(TextStyle.FULL, Locale.US);
			case 'c' -> part(date, 'a') + ' ' + part(date, 'b') + ' ' + part(date, 'e') + ' ' + part(date, 'T') + ' '
					+ part(date, 'Y');
			case 'C' -> two(Math.floorDiv(date.getYear(), HUNDRED));
			case 'd' -> two(date.getDayOfMonth());
			case 'D', 'x' -> part(date, 'm') + '/' + part(date, 'd') + '/' + part(date, 'y');
			case 'e' -> "%2d".formatted(date.getDayOfMonth());
			case 'F' -> part(date, 'Y') + '-' + part(date, 'm') + '-' + part(date, 'd');
			case 'g' -> two(Math.floorMod(date.get(IsoFields.WEEK_BASED_YEAR), HUNDRED));
			case 'G' -> Integer.toString(date.get(IsoFields.WEEK_BASED_YEAR));
			case 'H' -> two(date.getHour());
			case 'I' -> two(date.get(ChronoField.CLOCK_HOUR_OF_AMPM));
			case 'j' -> "%03d".formatted(date.getDayOfYear());
			case 'k' -> "%2d".formatted(date.getHour());
			case 'l' -> "%2d".formatted(date.get(ChronoField.CLOCK_HOUR_OF_AMPM));
			case 'm' -> two(date.getMonthValue());
			case 'M' -> two(date.getMinute());
			case 'n' -> "\n";
			case 'p' -> (date.getHour() < TWELVE) ? "AM" : "PM";
			case 'P' -> (date.getHour() < TWELVE) ? "am" : "pm";
			case 'r' -> CLOCK_12.format(date);
			case 'R' -> part(date, 'H') + ':' + part(date, 'M');
			case 's' -> Long.toString(date.toEpochSecond(ZoneOffset.UTC));
			case 'S' -> two(date.getSecond());
			case 't' -> "\t";
			case 'T', 'X' -> part(date, 'R') + ':' + part(date, 'S');
			case 'u' -> Integer.toString(date.getDayOfWeek().getValue());
			case 'U' -> two(week(date, DayOfWeek.SUNDAY));
			case 'V' -> two(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
			case 'w' -> Integer.toString(date.getDayOfWeek().getValue() % WEEK);
			case 'W' -> two(week(date, DayOfWeek.MONDAY));
			case 'y' -> two(Math.floorMod(date.getYear(), HUNDRED));
			case 'Y' -> Integer.toString(date.getYear());
			case 'z' -> "+0000";
			case 'Z' -> "UTC";
			case '%' -> "%";
			default -> throw new JqError("strftime/1 has no conversion %%%s".formatted(conversion));
		};
	}

	/** The first that is whole is the first. */
	private static int week(LocalDateTime date, DayOfWeek first) {
		return date.get(WeekFields.of(first, WEEK).weekOfYear());
	}

	private static String two(int number) {
		return "%02d".formatted(number);
	}

	/**
	 * Takes a text apart as the C library does: a blank stands for any number of blanks,
	 * and before a number there may be some.
	 */
	private static final class DateReader {

		private static final int PIVOT = 69;

		private final JqRun run;

		private final String text;

		private int at;

		private int year = 1900;

		private int month;

		/** As in C, where no date is given. */
		private int day;

		private int dayOfYear = -1;

		private int hour;

		private int minute;

		private int second;

		private int half = -1;

		private @Nullable LocalDateTime whole;

		DateReader(JqRun run, String text) {
			this.run = run;
			this.text = text;
		}

		LocalDateTime read(String format) {
			if (!isRead(format) || this.at < this.text.length()) {
				throw new JqError("date \"%s\" does not match format \"%s\"".formatted(Excerpt.of(this.text),
						Excerpt.of(format)));
			}
			if (this.whole != null) {
				return this.whole;
			}
			int hours = (this.half < 0) ? this.hour : this.hour % TWELVE + this.half * TWELVE;
			LocalDate start = LocalDate.of(this.year, 1, 1);
			LocalDate date = (this.dayOfYear >= 0) ? start.plusDays(this.dayOfYear)
					: start.plusMonths(this.month).plusDays(this.day - 1);
			return date.atStartOfDay().plusHours(hours).plusMinutes(this.minute).plusSeconds(this.second);
		}

		private boolean isRead(String format) {
			for (int i = 0; i < format.length(); i++) {
				this.run.step();
				char each = format.charAt(i);
				if (Character.isWhitespace(each)) {
					skipBlanks();
				}
				else if (each == '%' && i + 1 < format.length()) {
					if (!isRead(format.charAt(++i))) {
						return false;
					}
				}
				else if (!isNext(each)) {
					return false;
				}
			}
			return true;
		}

		private boolean isRead(char conversion) {
			return switch (conversion) {
				case 'Y' -> (this.year = number(4, 0, 9999)) >= 0;
				case 'm' -> (this.month = number(2, 1, 12) - 1) >= 0;
				case 'd', 'e' -> (this.day = number(2, 1, 31)) >= 0;
				case 'H', 'k' -> (this.hour = number(2, 0, 23)) >= 0;
				case 'I', 'l' -> (this.hour = number(2, 1, 12)) >= 0;
				case 'M' -> (this.minute = number(2, 0, 59)) >= 0;
				case 'S' -> (this.second = number(2, 0, 61)) >= 0;
				case 'j' -> (this.dayOfYear = number(3, 1, 366) - 1) >= 0;
				case 'y' -> isShortYear(number(2, 0, 99));
				case 'b', 'B', 'h' -> isMonth();
				case 'a', 'A' -> isDayOfWeek();
				case 'p', 'P' -> isHalf();
				case 's' -> isWhole();
				case 'z' -> isOffset();
				case 'Z' -> isZone();
				case 'D', 'x' -> isRead("%m/%d/%y");
				case 'F' -> isRead("%Y-%m-%d");
				case 'R' -> isRead("%H:%M");
				case 'T', 'X' -> isRead("%H:%M:%S");
				case 'r' -> isRead("%I:%M:%S %p");
				case 'c' -> isRead("%a %b %e %H:%M:%S %Y");
				case 'n', 't' -> skipBlanks();
				case '%' -> isNext('%');
				default -> throw new JqError("strptime/1 has no conversion %%%s".formatted(conversion));
			};
		}

		private boolean isNext(char wanted) {
			boolean there = this.at < this.text.length() && this.text.charAt(this.at) == wanted;
			this.at += there ? 1 : 0;
			return there;
		}

		private boolean skipBlanks() {
			while (this.at < this.text.length() && Character.isWhitespace(this.text.charAt(this.at))) {
				this.at++;
			}
			return true;
		}

		/** Below 0 where there is none. */
		private int number(int digits, int least, int most) {
			skipBlanks();
			int end = this.at;
			while (end < this.text.length() && end - this.at < digits && isDigit(this.text.charAt(end))) {
				end++;
			}
			int number = (end > this.at) ? Integer.parseInt(this.text.substring(this.at, end)) : -1;
			this.at = end;
			return (number >= least && number <= most) ? number : -1;
		}

		private static boolean isDigit(char character) {
			return character >= '0' && character <= '9';
		}

		private boolean isShortYear(int number) {
			this.year = number + ((number < PIVOT) ? 2000 : 1900);
			return number >= 0;
		}

		private boolean isMonth() {
			for (Month each : Month.values()) {
				if (isName(each.getDisplayName(TextStyle.FULL, Locale.US))
						|| isName(each.getDisplayName(TextStyle.SHORT, Locale.US))) {
					this.month = each.getValue() - 1;
					return true;
				}
			}
			return false;
		}

		/** Which one it is follows from the date. */
		private boolean isDayOfWeek() {
			for (DayOfWeek each : DayOfWeek.values()) {
				if (isName(each.getDisplayName(TextStyle.FULL, Locale.US))
						|| isName(each.getDisplayName(TextStyle.SHORT, Locale.US))) {
					return true;
				}
			}
			return false;
		}

		private boolean isHalf() {
			this.half = isName("AM") ? 0 : isName("PM") ? 1 : -1;
			return this.half >= 0;
		}

		private boolean isName(String name) {
			boolean there = this.text.regionMatches(true, this.at, name, 0, name.length());
			this.at += there ? name.length() : 0;
			return there;
		}

		private boolean isWhole() {
			int end = this.at;
			while (end < this.text.length() && end - this.at < 12 && isDigit(this.text.charAt(end))) {
				end++;
			}
			if (end == this.at) {
				return false;
			}
			this.whole = LocalDateTime.ofEpochSecond(Long.parseLong(this.text.substring(this.at, end)), 0,
					ZoneOffset.UTC);
			this.at = end;
			return true;
		}

		/** It is read and, as in jq, changes nothing. */
		private boolean isOffset() {
			skipBlanks();
			if (isNext('Z')) {
				return true;
			}
			if (!isNext('+') && !isNext('-')) {
				return false;
			}
			boolean hasHours = number(2, 0, 24) >= 0;
			isNext(':');
			return hasHours && number(2, 0, 59) >= 0;
		}

		private boolean isZone() {
			int from = this.at;
			while (this.at < this.text.length() && !Character.isWhitespace(this.text.charAt(this.at))) {
				this.at++;
			}
			return this.at > from;
		}

	}

}
