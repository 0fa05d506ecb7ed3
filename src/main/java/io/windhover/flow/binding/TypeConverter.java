package io.windhover.flow.binding;

import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts plain values to Java types, as strictly as people can bear: "5" is a number,
 * but 2.5 is not a whole one.
 */
class TypeConverter {

	private final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
		.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
		.withCoercionConfigDefaults((config) -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
		.build();

	JavaType type(Type type) {
		return this.mapper.constructType(type);
	}

	/**
	 * What is wrong with a value of a property; null when it fits.
	 * @param path of the value, below which the problem may lie
	 */
	@Nullable BindingProblem check(Object value, JavaType type, Path path) {
		Class<?> raw = type.getRawClass();
		if (isRefused(value, raw)) {
			return new BindingProblem(path, false, Expectation.of(raw, value));
		}
		try {
			this.mapper.convertValue(value, type);
			return null;
		}
		catch (JacksonException ex) {
			return problem(ex, value, raw, path);
		}
		catch (DateTimeException | IllegalArgumentException ex) {
			return new BindingProblem(path, false, Expectation.of(raw, value));
		}
	}

	/**
	 * The whole record, of values that were checked one by one.
	 */
	<T> T convert(Map<String, Object> values, Class<T> type) {
		return this.mapper.convertValue(values, type);
	}

	/** What Jackson would take, but not in the sense of who wrote it. */
	private static boolean isRefused(Object value, Class<?> type) {
		if (type == Duration.class) {
			return !isDuration(value);
		}
		if (type == String.class) {
			return value instanceof Map || value instanceof List;
		}
		return (type == boolean.class || type == Boolean.class) && value instanceof Number;
	}

	private static boolean isDuration(Object value) {
		if (value instanceof Duration) {
			return true;
		}
		try {
			return value instanceof String text && Duration.parse(text) != null;
		}
		catch (DateTimeException ex) {
			return false;
		}
	}

	private static BindingProblem problem(JacksonException ex, Object value, Class<?> raw, Path path) {
		Path deeper = path;
		Object found = value;
		for (JacksonException.Reference step : ex.getPath()) {
			Object key = (step.getPropertyName() != null) ? step.getPropertyName() : (Object) step.getIndex();
			deeper = deeper.child(key);
			found = child(found, key);
		}
		Class<?> wanted = (ex instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null)
				? mismatch.getTargetType() : raw;
		return new BindingProblem(deeper, false, Expectation.of(deeper.equals(path) ? raw : wanted, found));
	}

	private static @Nullable Object child(@Nullable Object value, Object key) {
		if (value instanceof Map<?, ?> map) {
			return map.get(key);
		}
		return (value instanceof List<?> list && key instanceof Integer index && index >= 0 && index < list.size())
				? list.get(index) : null;
	}

}
