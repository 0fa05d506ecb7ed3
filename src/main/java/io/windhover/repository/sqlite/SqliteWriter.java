package io.windhover.repository.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.repository.Batch;
import io.windhover.repository.Refusal;
import io.windhover.repository.RepositoryException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Writes a batch in one transaction. A document that SQLite refuses is left out of it: a
 * failed statement undoes only itself.
 */
class SqliteWriter {

	private final SqliteDatabase database;

	SqliteWriter(SqliteDatabase database) {
		this.database = database;
	}

	List<Refusal> write(Batch batch) {
		Connection connection = DataSourceUtils.getConnection(this.database.writer());
		try {
			connection.setAutoCommit(false);
			List<Refusal> refusals = write(connection, batch);
			connection.commit();
			return refusals;
		}
		catch (SQLException ex) {
			throw rolledBack(connection, ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.database.writer());
		}
	}

	private List<Refusal> write(Connection connection, Batch batch) throws SQLException {
		List<Refusal> refusals = new ArrayList<>();
		write(connection, Table.EXECUTIONS, batch.executions(), batch, refusals);
		write(connection, Table.TASK_RUNS, batch.taskRuns(), batch, refusals);
		deleteTriggers(connection, batch.deletedTriggers());
		write(connection, Table.TRIGGERS, batch.triggers(), batch, refusals);
		write(connection, Table.LOGS, batch.logs(), batch, refusals);
		write(connection, Table.METRICS, batch.metrics(), batch, refusals);
		writeOffsets(connection, batch.offsets());
		return refusals;
	}

	private static void writeOffsets(Connection connection, Map<TopicPartition, Long> offsets) throws SQLException {
		try (PreparedStatement statement = connection
			.prepareStatement("INSERT OR REPLACE INTO offsets (topic, partition, next_offset) VALUES (?, ?, ?)")) {
			for (Map.Entry<TopicPartition, Long> next : offsets.entrySet()) {
				statement.setString(1, next.getKey().topic());
				statement.setInt(2, next.getKey().partition());
				statement.setLong(3, next.getValue());
				statement.executeUpdate();
			}
		}
	}

	private static <D> void write(Connection connection, Table<D> table, List<D> documents, Batch batch,
			List<Refusal> refusals) throws SQLException {
		if (documents.isEmpty()) {
			return;
		}
		try (PreparedStatement statement = connection.prepareStatement(table.sql())) {
			for (D document : documents) {
				try {
					bind(statement, table, document, batch.json().apply(document));
					statement.executeUpdate();
				}
				catch (SQLException ex) {
					if (!isOfTheDocument(ex)) {
						throw ex;
					}
					refusals.add(new Refusal(document, new IllegalArgumentException(ex.getMessage(), ex)));
				}
				catch (RuntimeException ex) {
					refusals.add(new Refusal(document, ex));
				}
			}
		}
	}

	private static <D> void bind(PreparedStatement statement, Table<D> table, D document, byte[] json)
			throws SQLException {
		int index = 1;
		for (Object value : table.values().apply(document)) {
			statement.setObject(index++, value);
		}
		statement.setString(index, new String(json, StandardCharsets.UTF_8));
	}

	private static void deleteTriggers(Connection connection, List<String> keys) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("DELETE FROM triggers WHERE id = ?")) {
			for (String key : keys) {
				statement.setString(1, key);
				statement.executeUpdate();
			}
		}
	}

	private static boolean isOfTheDocument(SQLException ex) {
		if (!(ex instanceof SQLiteException sqlite)) {
			return false;
		}
		// the lowest byte is the primary code, what stands above it tells more
		int code = sqlite.getResultCode().code & 0xFF;
		return code == SQLiteErrorCode.SQLITE_CONSTRAINT.code || code == SQLiteErrorCode.SQLITE_TOOBIG.code
				|| code == SQLiteErrorCode.SQLITE_MISMATCH.code;
	}

	private static RepositoryException rolledBack(Connection connection, SQLException cause) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
		return new RepositoryException("SQLite did not take a batch: " + cause.getMessage(), cause);
	}

}
