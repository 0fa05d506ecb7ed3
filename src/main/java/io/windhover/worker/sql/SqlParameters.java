package io.windhover.worker.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.StatementCreatorUtils;

/**
 * The values for the places of one statement, in their order.
 */
record SqlParameters(List<@Nullable Object> values) {

	/**
	 * Finds the value of each place.
	 * @param given a map by name, a list or nothing
	 * @param where the given ones come from, for messages
	 * @throws IllegalArgumentException when they do not fit
	 */
	static SqlParameters of(SqlText text, @Nullable Object given, String where) {
		if (given instanceof Map<?, ?> map) {
			return named(text, map, where);
		}
		if (text.isNamed()) {
			throw new IllegalArgumentException(
					"%s has the parameter ':%s'; give %s as a map with its value, or write \\: for a colon"
						.formatted(text.field(), text.places().get(0), where));
		}
		List<?> list = (given instanceof List<?> values) ? values : List.of();
		if (list.size() != text.places().size()) {
			throw new IllegalArgumentException(
					"%s has %d parameters written as ?, and %s has %d values; write ?? for an operator"
						.formatted(text.field(), text.places().size(), where, list.size()));
		}
		return new SqlParameters(new ArrayList<>(list));
	}

	private static SqlParameters named(SqlText text, Map<?, ?> map, String where) {
		List<@Nullable Object> values = new ArrayList<>();
		for (String place : text.places()) {
			if (place.equals(SqlText.MARK)) {
				throw new IllegalArgumentException(
						"%s has a parameter written as ?, but %s is a map; write :name, or ?? for an operator"
							.formatted(text.field(), where));
			}
			if (!map.containsKey(place)) {
				throw new IllegalArgumentException(
						"%s has the parameter ':%s', for which %s has no value".formatted(text.field(), place, where));
			}
			values.add(map.get(place));
		}
		return new SqlParameters(values);
	}

	/** A row of a batch, with what is the same for all rows. */
	static Object merged(@Nullable Object shared, @Nullable Object row, String where) {
		if (row instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> merged = new LinkedHashMap<>();
			if (shared instanceof Map<?, ?> values) {
				merged.putAll(values);
			}
			merged.putAll(map);
			return merged;
		}
		if (row instanceof List<?> list) {
			return list;
		}
		throw new IllegalArgumentException(where + " must be a map of values by name, or a list of values");
	}

	/** Complains of a name that no statement has, which is most often misspelt. */
	static void checkUsed(@Nullable Object given, Collection<SqlText> texts) {
		if (given instanceof Map<?, ?> map) {
			map.keySet().forEach((name) -> {
				if (texts.stream().noneMatch((text) -> text.places().contains(String.valueOf(name)))) {
					throw new IllegalArgumentException("parameters.%s is not in the statement".formatted(name));
				}
			});
		}
	}

	void set(PreparedStatement statement) throws SQLException {
		for (int i = 0; i < this.values.size(); i++) {
			StatementCreatorUtils.setParameterValue(statement, i + 1, SqlTypeValue.TYPE_UNKNOWN,
					jdbc(this.values.get(i)));
		}
	}

	private static @Nullable Object jdbc(@Nullable Object value) {
		if (value instanceof Map || value instanceof List) {
			return Json.mapper().writeValueAsString(value);
		}
		return (value instanceof BigInteger whole) ? new BigDecimal(whole) : value;
	}

}
