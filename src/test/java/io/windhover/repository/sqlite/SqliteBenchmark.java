package io.windhover.repository.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.windhover.bench.SideBySide;
import io.windhover.execution.json.Json;
import io.windhover.repository.Batch;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * The repository beside a bare prepared batch insert with the same schema, indices and
 * pragmas, which has the values of each row ready and looks at no row that is there.
 */
public final class SqliteBenchmark {

	private static final double SHARE = 0.5;

	private static final SqliteProperties PROPERTIES = new SqliteProperties(SqliteProperties.Synchronous.NORMAL, 1,
			Duration.ofSeconds(5));

	private SqliteBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory("windhover-bench");
		try (SqliteDatabase ours = new SqliteDatabase(directory.resolve("ours.db"), PROPERTIES);
				SqliteDatabase bare = new SqliteDatabase(directory.resolve("bare.db"), PROPERTIES)) {
			SqliteRepository repository = new SqliteRepository(ours);
			SideBySide.compare("SQLite, beside a bare prepared batch insert", SHARE, 8,
					(batches) -> () -> batches.forEach(repository::write), (batches) -> prepare(bare, batches));
			if (count(ours) == 0 || count(ours) != count(bare)) {
				throw new IllegalStateException("The two ways did not write the same documents");
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static SideBySide.Run prepare(SqliteDatabase database, List<Batch> batches) {
		List<List<Rows>> all = batches.stream()
			.map((batch) -> List.of(rows(Table.EXECUTIONS, batch.executions()), rows(Table.TASK_RUNS, batch.taskRuns()),
					rows(Table.LOGS, batch.logs()), rows(Table.METRICS, batch.metrics())))
			.toList();
		return () -> {
			try (Connection connection = database.writer().getConnection()) {
				connection.setAutoCommit(false);
				for (List<Rows> batch : all) {
					for (Rows rows : batch) {
						insert(connection, rows);
					}
					connection.commit();
				}
			}
		};
	}

	private static <D> Rows rows(Table<D> table, List<D> documents) {
		String insert = table.sql().substring(0, table.sql().indexOf(" ON CONFLICT"));
		return new Rows(insert, documents.stream().map((document) -> {
			List<@Nullable Object> values = new ArrayList<>(table.values().apply(document));
			values.add(Json.mapper().writeValueAsString(document));
			return values;
		}).toList());
	}

	private static void insert(Connection connection, Rows rows) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(rows.sql())) {
			for (List<@Nullable Object> row : rows.values()) {
				for (int i = 0; i < row.size(); i++) {
					statement.setObject(i + 1, row.get(i));
				}
				statement.addBatch();
			}
			statement.executeBatch();
		}
	}

	private static long count(SqliteDatabase database) {
		JdbcClient client = JdbcClient.create(database.readers());
		return List.of("executions", "task_runs", "logs", "metrics")
			.stream()
			.mapToLong((table) -> client.sql("SELECT count(*) FROM " + table).query(Long.class).single())
			.sum();
	}

	/**
	 * What is inserted into one table.
	 */
	private record Rows(String sql, List<List<@Nullable Object>> values) {
	}

}
