package io.windhover.flow;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the values of inputs; dates and durations stay text, in their one ISO form.
 */
final class InputConverter {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Digits of the longest number that may fit a long. */
	private static final int LONGEST = 19;

	private InputConverter() {
	}

	static Object convert(Input.Type type, Object value) {
		if (type == Input.Type.JSON) {
			return json(value);
		}
		if (value instanceof Map || value instanceof Collection) {
			throw new IllegalArgumentException("is a structure; give " + wanted(type));
		}
		try {
			return scalar(type, value.toString());
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException("'%s' is not of type %s; give %s".formatted(value,
					type.name().toLowerCase(Locale.ROOT), wanted(type)), ex);
		}
	}

	private static Object scalar(Input.Type type, String text) {
		return switch (type) {
			case STRING, JSON -> text;
			case INT -> integer(text);
			case FLOAT -> decimal(text);
			case BOOLEAN -> bool(text);
			case DATE -> LocalDate.parse(text).toString();
			case DATETIME -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.parse(text));
			case DURATION -> Duration.parse(text).toString();
		};
	}

	private static Object integer(String text) {
		BigDecimal number = new BigDecimal(text);
		if (number.precision() - number.scale() > LONGEST) {
			throw new ArithmeticException("too large"); // before 1e999999999 takes all
														// memory
		}
		long exact = number.longValueExact();
		return (exact == (int) exact) ? (Object) (int) exact : exact;
	}

	private static double decimal(String text) {
		double number = Double.parseDouble(text);
		if (!Double.isFinite(number)) {
			throw new ArithmeticException("JSON has no such number");
		}
		return number;
	}

	private static boolean bool(String text) {
		if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
			return Boolean.parseBoolean(text);
		}
		throw new NumberFormatException(text);
	}

	private static Object json(Object value) {
		if (!(value instanceof String text)) {
			return value;
		}
		try {
			return JSON.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("is text that is not JSON; give " + wanted(Input.Type.JSON), ex);
		}
	}

	static String wanted(Input.Type type) {
		return switch (type) {
			case STRING -> "text";
			case INT -> "a whole number";
			case FLOAT -> "a number";
			case BOOLEAN -> "true or false";
			case DATE -> "a date such as 2026-01-31";
			case DATETIME -> "a date and time with offset such as 2026-01-31T08:00:00Z";
			case DURATION -> "an ISO-8601 duration such as PT30S";
			case JSON -> "a JSON value";
		};
	}

}
