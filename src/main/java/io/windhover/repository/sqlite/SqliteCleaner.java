package io.windhover.repository.sqlite;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Deletes what is old, a few rows at a time: between them the one connection that writes
 * is the indexer's.
 */
class SqliteCleaner {

	private static final Logger logger = LoggerFactory.getLogger(SqliteCleaner.class);

	private static final int BATCH = 500;

	/** The date of each table. */
	private static final Map<String, String> DATES = Map.of("logs", "logged_at", "metrics", "measured_at", "task_runs",
			"created_at", "executions", "created_at");

	/** What finds the rows of an execution by an index: ids of metrics begin with its. */
	private static final Map<String, String> OF_EXECUTION = Map.of("logs", "execution_id = ?1", "metrics",
			"id > ?1 || '.' AND id < ?1 || '/'", "task_runs", "execution_id = ?1", "executions", "id = ?1");

	private final SqliteDatabase database;

	SqliteCleaner(SqliteDatabase database) {
		this.database = database;
	}

	@Nullable LocalDate deleteBefore(LocalDate day) {
		long micros = Table.micros(day.atStartOfDay(ZoneOffset.UTC).toInstant());
		DATES.forEach((table, date) -> deleteBefore(table, date, micros));
		return DATES.entrySet()
			.stream()
			.flatMap((table) -> Stream.ofNullable(oldest(table.getKey(), table.getValue())))
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	void delete(String executionId) {
		OF_EXECUTION.forEach((table, rows) -> deleteAll(
				"DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s WHERE %2$s LIMIT ?2)".formatted(table, rows),
				executionId));
	}

	private void deleteBefore(String table, String date, long micros) {
		String sql = "DELETE FROM %1$s WHERE rowid IN (SELECT rowid FROM %1$s WHERE %2$s < ? ORDER BY %2$s LIMIT ?)"
			.formatted(table, date);
		long deleted = deleteAll(sql, micros);
		if (deleted > 0) {
			logger.info("{} {} are deleted, as they are older than what is kept", deleted, table);
		}
	}

	private long deleteAll(String sql, Object value) {
		long deleted = 0;
		int last;
		do {
			last = JdbcClient.create(this.database.writer()).sql(sql).param(value).param(BATCH).update();
			deleted += last;
		}
		while (last == BATCH && !Thread.currentThread().isInterrupted());
		return deleted;
	}

	private @Nullable LocalDate oldest(String table, String date) {
		Long micros = JdbcClient.create(this.database.readers())
			.sql("SELECT min(%s) FROM %s".formatted(date, table))
			.query(Long.class)
			.optional()
			.orElse(null);
		return (micros != null) ? LocalDate.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC)
				: null;
	}

}
