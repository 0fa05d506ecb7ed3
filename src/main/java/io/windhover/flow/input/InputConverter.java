package io.windhover.flow.input;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.windhover.flow.value.BoundedPattern;
import io.windhover.flow.value.Excerpt;
import io.windhover.flow.value.Numbers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the values of an input and checks them; dates and durations stay text, in
 * their one ISO form.
 */
record InputConverter(Input.Type type, InputRules rules) {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	InputConverter(Input input) {
		this(input.type(), input.rules());
	}

	Object convert(Object value) {
		return switch (this.type) {
			case JSON -> json(value);
			case ARRAY -> array(value);
			case MULTI_ENUM -> choices(value);
			default -> single(value);
		};
	}

	private Object single(Object value) {
		if (value instanceof Map || value instanceof Collection) {
			throw new IllegalArgumentException("is a structure; give " + expected());
		}
		try {
			return (this.type == Input.Type.SECRET && !(value instanceof String)) ? secretName("")
					: scalar(value.toString());
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException | URISyntaxException ex) {
			throw new IllegalArgumentException("'%s' is not of type %s; give %s".formatted(Excerpt.of(value.toString()),
					this.type.text(), expected()), ex);
		}
	}

	private Object scalar(String text) throws URISyntaxException {
		return switch (this.type) {
			case STRING -> matching(text);
			case ENUM -> choice(text);
			case INT -> inRange(Numbers.whole(text));
			case FLOAT -> inRange(decimal(text));
			case BOOLEAN -> bool(text);
			case DATE -> LocalDate.parse(text).toString();
			case DATETIME -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(OffsetDateTime.parse(text));
			case TIME -> DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.parse(text));
			case DURATION -> Duration.parse(text).toString();
			case URI -> absolute(text);
			case SECRET -> secretName(text);
			case FILE -> address(text);
			case JSON, ARRAY, MULTI_ENUM -> throw new IllegalStateException(this.type + " is a structure");
		};
	}

	private String matching(String text) {
		String pattern = this.rules.pattern();
		if (pattern != null && !BoundedPattern.of(pattern).matches(text)) {
			throw new IllegalArgumentException(
					"'%s' does not match '%s'; give %s".formatted(Excerpt.of(text), pattern, expected()));
		}
		return text;
	}

	private String choice(String text) {
		if (!this.rules.values().contains(text)) {
			throw new IllegalArgumentException(
					"'%s' is not one of its values; give %s".formatted(Excerpt.of(text), expected()));
		}
		return text;
	}

	private Object choices(Object value) {
		List<String> chosen = new ArrayList<>();
		for (Object each : list(value)) {
			String text = choice(String.valueOf(each));
			if (!chosen.contains(text)) {
				chosen.add(text);
			}
		}
		return chosen;
	}

	private Object array(Object value) {
		Collection<?> items = list(value);
		if (this.rules.itemType() == Input.Type.JSON) {
			return items;
		}
		InputConverter converter = new InputConverter(this.rules.itemType(), InputRules.NONE);
		List<Object> converted = new ArrayList<>(items.size());
		for (Object each : items) {
			try {
				if (each == null) {
					throw new IllegalArgumentException("is null; give " + converter.expected());
				}
				converted.add(converter.convert(each));
			}
			catch (IllegalArgumentException ex) {
				throw new IllegalArgumentException("element %d: %s".formatted(converted.size(), ex.getMessage()), ex);
			}
		}
		return converted;
	}

	private Collection<?> list(Object value) {
		Object parsed = value;
		if (value instanceof String text && text.strip().startsWith("[")) {
			parsed = json(text);
		}
		if (!(parsed instanceof Collection<?> items)) {
			throw new IllegalArgumentException("is not a list; give " + expected());
		}
		return items;
	}

	private <N extends Number> N inRange(N number) {
		BigDecimal exact = new BigDecimal(number.toString());
		boolean low = this.rules.min() != null && exact.compareTo(this.rules.min()) < 0;
		boolean high = this.rules.max() != null && exact.compareTo(this.rules.max()) > 0;
		if (low || high) {
			throw new IllegalArgumentException(
					"%s is too %s; give %s".formatted(number, low ? "small" : "large", expected()));
		}
		return number;
	}

	private static Double decimal(String text) {
		return Numbers.finite(text);
	}

	private static boolean bool(String text) {
		if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
			return Boolean.parseBoolean(text);
		}
		throw new NumberFormatException(text);
	}

	private static String absolute(String text) throws URISyntaxException {
		if (!new URI(text).isAbsolute()) {
			throw new URISyntaxException(text, "it has no scheme");
		}
		return text;
	}

	/** The text is not repeated: it may be a secret by mistake. */
	private String secretName(String text) {
		if (!SecretName.isValid(text)) {
			throw new IllegalArgumentException("is not the name of a secret; give " + expected());
		}
		return text;
	}

	private String address(String text) {
		try {
			return FileAddress.parse(text).toString();
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'%s' is not the address of a file; give %s".formatted(Excerpt.of(text), expected()), ex);
		}
	}

	private Object json(Object value) {
		if (!(value instanceof String text)) {
			return value;
		}
		try {
			return JSON.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("is text that is not JSON; give " + expected(), ex);
		}
	}

	/** What would be right, for the messages. */
	String expected() {
		return switch (this.type) {
			case STRING -> (this.rules.pattern() != null) ? "text that matches " + this.rules.pattern() : "text";
			case INT -> "a whole number" + range();
			case FLOAT -> "a number" + range();
			case BOOLEAN -> "true or false";
			case DATE -> "a date such as 2026-01-31";
			case DATETIME -> "a date and time with offset such as 2026-01-31T08:00:00Z";
			case TIME -> "a time of day such as 08:30:00";
			case DURATION -> "an ISO-8601 duration such as PT30S";
			case JSON -> "a JSON value";
			case ARRAY -> "a list" + ((this.rules.itemType() != Input.Type.JSON)
					? " of values of type " + this.rules.itemType().text() : "");
			case ENUM -> "one of: " + String.join(", ", this.rules.values());
			case MULTI_ENUM -> "a list of some of: " + String.join(", ", this.rules.values());
			case URI -> "an address with its scheme such as https://example.org/data";
			case SECRET -> "the name of a secret, such as DB_PASSWORD, and not its value";
			case FILE -> "a file in a request of multipart/form-data, or the address of one, such as "
					+ FileAddress.PREFIX + "<id>/inputs/data/orders.csv";
		};
	}

	private String range() {
		@Nullable BigDecimal min = this.rules.min();
		@Nullable BigDecimal max = this.rules.max();
		if (min != null && max != null) {
			return " from %s to %s".formatted(min, max);
		}
		return (min != null) ? " of at least " + min : (max != null) ? " of at most " + max : "";
	}

}
