package io.windhover.flow.binding;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.value.Numbers;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of what the components of a record may be, as the reader takes them: a
 * number may be written as text, and the case of a constant does not count.
 *
 * @param templates whether a text may be a template of the value
 */
public record PropertySchema(boolean templates) {

	/** What has the text that an editor shows. */
	public static final String DESCRIPTION = "description";

	private static final String CASE_INSENSITIVE = "(?i)";

	private static final Map<String, Object> TEMPLATE = Map.of("type", "string", "pattern", "\\{\\{|\\{%");

	private static final String DURATION = "[-+]?[pP](?=[-+0-9tT])([-+]?[0-9]+[dD])?"
			+ "([tT](?=[-+0-9])([-+]?[0-9]+[hH])?([-+]?[0-9]+[mM])?([-+]?[0-9]+([.,][0-9]{0,9})?[sS])?)?$";

	/** All of its parts have a minus, or the whole has one. */
	private static final String NOT_NEGATIVE = "(?!\\+?[pP]([tT]?-[0-9.,]+[dDhHmMsS])+$)"
			+ "(?!-[pP]([tT]?\\+?[0-9.,]+[dDhHmMsS])+$)";

	private static final String NOT_ZERO = "(?![-+]?[pP]([tT]?[-+]?[0.,]+[dDhHmMsS])+$)";

	private static final String NOT_BELOW_A_SECOND = "(?!\\+?[pP][tT]\\+?0*([.,][0-9]*)?[sS]$)";

	/** Characters that no URI has. */
	private static final String URI_TEXT = "^[^\\s<>\"{}|\\\\^`]+$";

	/**
	 * The components by the names that people write.
	 */
	public Map<String, Object> properties(Class<?> record) {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (RecordComponent component : record.getRecordComponents()) {
			boolean required = isRequired(component);
			Object schema = schema(component.getAnnotatedType(), component.getAccessor());
			properties.put(name(component), described(component, required ? schema : orNull(schema)));
		}
		return properties;
	}

	private static Object described(RecordComponent component, Object schema) {
		JsonPropertyDescription description = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
		return described((description != null) ? description.value() : null, schema);
	}

	/**
	 * With what an editor shows beside it, unless that is null.
	 */
	public static Object described(@Nullable Object description, Object schema) {
		if (description == null) {
			return schema;
		}
		Map<String, Object> described = new LinkedHashMap<>(Map.of(DESCRIPTION, description));
		((Map<?, ?>) schema).forEach((key, value) -> described.put(String.valueOf(key), value));
		return described;
	}

	/**
	 * The names of those that may not be left out.
	 */
	public static List<String> required(Class<?> record) {
		return Stream.of(record.getRecordComponents())
			.filter(PropertySchema::isRequired)
			.map(PropertySchema::name)
			.toList();
	}

	/**
	 * An object with these properties and no others.
	 */
	public static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("type", "object");
		object.put("properties", properties);
		object.put("required", required);
		object.put("additionalProperties", false);
		return object;
	}

	/**
	 * What is left out may be written without a value.
	 */
	public static Object orNull(Object schema) {
		return schema.equals(Map.of()) ? schema : Map.of("anyOf", List.of(schema, Map.of("type", "null")));
	}

	/**
	 * One of some constants.
	 */
	public static Map<String, Object> oneOf(List<String> constants) {
		return Map.of("anyOf", List.of(Map.of("enum", constants), anyCase(String.join("|", constants))));
	}

	private static boolean isRequired(RecordComponent component) {
		AnnotatedElement element = component.getAccessor();
		return element.isAnnotationPresent(NotNull.class) || element.isAnnotationPresent(NotBlank.class)
				|| component.getAnnotatedType().isAnnotationPresent(NotNull.class);
	}

	private static String name(RecordComponent component) {
		JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
		return (renamed != null && !renamed.value().isEmpty()) ? renamed.value() : component.getName();
	}

	private Object schema(AnnotatedType type, AnnotatedElement constraints) {
		if (type.getType() == Object.class) {
			return Map.of();
		}
		Map<String, Object> schema = new LinkedHashMap<>();
		if (type instanceof AnnotatedParameterizedType generic) {
			collection(generic, constraints, schema);
		}
		else if (type.getType() instanceof Class<?> plain) {
			plain(plain, constraints, schema);
		}
		return this.templates ? Map.of("anyOf", List.of(schema, TEMPLATE)) : schema;
	}

	private void collection(AnnotatedParameterizedType type, AnnotatedElement constraints, Map<String, Object> schema) {
		AnnotatedType[] arguments = type.getAnnotatedActualTypeArguments();
		AnnotatedType last = arguments[arguments.length - 1];
		Object element = orNull(schema(last, last));
		boolean list = arguments.length == 1;
		schema.put("type", list ? "array" : "object");
		schema.put(list ? "items" : "additionalProperties", element);
		if (constraints.isAnnotationPresent(NotEmpty.class)) {
			schema.put(list ? "minItems" : "minProperties", 1);
		}
		Size size = constraints.getAnnotation(Size.class);
		if (size != null) {
			schema.put(list ? "minItems" : "minProperties", size.min());
			schema.put(list ? "maxItems" : "maxProperties", size.max());
		}
	}

	private void plain(Class<?> type, AnnotatedElement constraints, Map<String, Object> schema) {
		if (type.isRecord()) {
			schema.putAll(object(properties(type), required(type)));
		}
		else if (type.isEnum()) {
			schema.putAll(oneOf(constants(type)));
		}
		else if (type == Duration.class) {
			schema.put("type", "string");
			schema.put("pattern", duration(constraints.getAnnotation(DurationMin.class)));
		}
		else if (type == Boolean.class || type == boolean.class) {
			schema.put("anyOf", List.of(Map.of("type", "boolean"), anyCase("true|false")));
		}
		else if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
			number("integer", Map.of("type", "string", "pattern", "^\\s*[-+]?[0-9]+\\s*$"), constraints, schema);
		}
		else if (type == Double.class || type == double.class) {
			number("number", Map.of("type", "string", "pattern", "[0-9]"), constraints, schema);
		}
		else if (type == BigDecimal.class) {
			number("number", Map.of("type", "string", "pattern", "[0-9]", "maxLength", Numbers.LONGEST), constraints,
					schema);
		}
		else if (type == URI.class) {
			text(constraints, schema);
			schema.put("pattern", URI_TEXT);
		}
		else {
			text(constraints, schema);
		}
	}

	/** As much of the least length as can be told without a calculation. */
	private static String duration(@Nullable DurationMin min) {
		if (min == null) {
			return "^" + DURATION;
		}
		Duration least = Duration.ofDays(min.days())
			.plusHours(min.hours())
			.plusMinutes(min.minutes())
			.plusSeconds(min.seconds())
			.plusMillis(min.millis())
			.plusNanos(min.nanos());
		return "^" + NOT_NEGATIVE + ((least.isZero() && min.inclusive()) ? "" : NOT_ZERO)
				+ ((least.toSeconds() > 0) ? NOT_BELOW_A_SECOND : "") + DURATION;
	}

	private static void number(String kind, Map<String, Object> asText, AnnotatedElement constraints,
			Map<String, Object> schema) {
		Map<String, Object> number = new LinkedHashMap<>(Map.of("type", kind));
		Min min = constraints.getAnnotation(Min.class);
		Max max = constraints.getAnnotation(Max.class);
		DecimalMin decimal = constraints.getAnnotation(DecimalMin.class);
		if (min != null) {
			number.put("minimum", min.value());
		}
		if (max != null) {
			number.put("maximum", max.value());
		}
		if (decimal != null) {
			number.put("minimum", new BigDecimal(decimal.value()));
		}
		schema.put("anyOf", List.of(number, asText));
	}

	private static void text(AnnotatedElement constraints, Map<String, Object> schema) {
		schema.put("type", List.of("string", "number", "boolean"));
		Pattern pattern = constraints.getAnnotation(Pattern.class);
		if (pattern != null) {
			boolean anyCase = pattern.regexp().startsWith(CASE_INSENSITIVE);
			schema.put("pattern", anyCase ? inAnyCase(pattern.regexp().substring(CASE_INSENSITIVE.length()))
					: "^(%s)$".formatted(pattern.regexp()));
		}
		else if (constraints.isAnnotationPresent(NotBlank.class)) {
			schema.put("pattern", "\\S");
		}
	}

	private static List<String> constants(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			names.add(ConstantName.of((Enum<?>) constant));
		}
		return names;
	}

	private static Map<String, Object> anyCase(String alternatives) {
		return Map.of("type", "string", "pattern", inAnyCase(alternatives));
	}

	/** The regular expressions of JSON Schema have no flag for it. */
	private static String inAnyCase(String alternatives) {
		return alternatives.chars()
			.mapToObj((letter) -> Character.isLetter(letter)
					? "[%c%c]".formatted(Character.toLowerCase(letter), Character.toUpperCase(letter))
					: String.valueOf((char) letter))
			.collect(Collectors.joining("", "^(", ")$"));
	}

}
