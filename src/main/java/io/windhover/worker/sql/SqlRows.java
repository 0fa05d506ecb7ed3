package io.windhover.worker.sql;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.worker.task.TaskFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a result, one by one, up to a number and a size.
 */
class SqlRows {

	/** Of a value that is no text, and of what surrounds each in JSON. */
	private static final long BYTES_OF_VALUE = 8;

	private final int maxRows;

	private final long maxBytes;

	private final String property;

	private long bytes;

	/**
	 * Reads none yet.
	 * @param property that allows more bytes
	 */
	SqlRows(int maxRows, long maxBytes, String property) {
		this.maxRows = maxRows;
		this.maxBytes = maxBytes;
		this.property = property;
	}

	List<Map<String, @Nullable Object>> read(ResultSet results, boolean firstOnly)
			throws SQLException, TaskFailedException {
		List<Column> columns = columns(results.getMetaData());
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		while (!(firstOnly && !rows.isEmpty()) && results.next()) {
			checkRows(rows.size());
			rows.add(row(results, columns));
		}
		return rows;
	}

	/**
	 * Writes all rows to a file.
	 * @return how many there are
	 */
	int write(ResultSet results, RowWriter writer) throws SQLException, IOException, TaskFailedException {
		List<Column> columns = columns(results.getMetaData());
		writer.head(columns.stream().map(Column::label).toList());
		int rows = 0;
		while (results.next()) {
			checkRows(rows);
			writer.row(row(results, columns));
			rows++;
		}
		return rows;
	}

	private void checkRows(int read) throws TaskFailedException {
		if (read == this.maxRows) {
			throw new TaskFailedException(
					"the result has more than %d rows; limit the query, or raise maxRows".formatted(this.maxRows),
					Map.of());
		}
	}

	private Map<String, @Nullable Object> row(ResultSet results, List<Column> columns)
			throws SQLException, TaskFailedException {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		for (int i = 0; i < columns.size(); i++) {
			Column column = columns.get(i);
			Object value = SqlValues.plain(
					column.withOffset() ? results.getObject(i + 1, OffsetDateTime.class) : results.getObject(i + 1),
					this.maxBytes - this.bytes);
			this.bytes += column.label().length() + size(value);
			if (this.bytes > this.maxBytes) {
				throw new TaskFailedException("the rows are larger than %d bytes; select less, or raise %s"
					.formatted(this.maxBytes, this.property), Map.of());
			}
			row.put(column.label(), value);
		}
		return row;
	}

	private static long size(@Nullable Object value) {
		if (value instanceof List<?> list) {
			return list.stream().mapToLong(SqlRows::size).sum();
		}
		return BYTES_OF_VALUE + ((value instanceof String text) ? text.length() : 0);
	}

	private static List<Column> columns(ResultSetMetaData described) throws SQLException {
		Map<String, Column> columns = new LinkedHashMap<>();
		for (int i = 1; i <= described.getColumnCount(); i++) {
			// PostgreSQL gives those with an offset as the type of those without
			boolean withOffset = described.getColumnType(i) == Types.TIMESTAMP_WITH_TIMEZONE
					|| "timestamptz".equalsIgnoreCase(described.getColumnTypeName(i));
			Column column = new Column(described.getColumnLabel(i), withOffset);
			if (columns.put(column.label(), column) != null) {
				throw new IllegalArgumentException(
						"the result has two columns '%s'; name them with AS".formatted(column.label()));
			}
		}
		return List.copyOf(columns.values());
	}

	/**
	 * A column of the result.
	 *
	 * @param withOffset whether its times have one, which drivers give on request only
	 */
	private record Column(String label, boolean withOffset) {
	}

}
