package io.windhover.repository.sqlite;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import io.windhover.repository.RepositoryException;
import io.windhover.repository.RepositorySize;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How large the file is, and what of it is whose. SQLite could tell only by reading all
 * of it, so the tables and flows are estimated from rows here and there.
 */
class SqliteSizes {

	private static final Map<String, String> TABLES = Map.of("executions", "executions", "task-runs", "task_runs",
			"logs", "logs", "metrics", "metrics");

	private final SqliteDatabase database;

	SqliteSizes(SqliteDatabase database) {
		this.database = database;
	}

	RepositorySize size(int samples) {
		Path file = this.database.file().toAbsolutePath();
		JdbcClient client = JdbcClient.create(this.database.readers());
		List<Content> contents = new ArrayList<>();
		TABLES.forEach((kind, table) -> contents.add(content(client, kind, table, samples)));
		double all = contents.stream().mapToDouble(Content::bytes).sum();
		try {
			long bytes = Files.size(file) + sizeOf(file.resolveSibling(file.getFileName() + "-wal"));
			FileStore disk = Files.getFileStore(file);
			List<RepositorySize.Kind> kinds = contents.stream()
				.map((content) -> new RepositorySize.Kind(content.kind(),
						(all > 0) ? Math.round(bytes * content.bytes() / all) : 0, true, content.sample()))
				.toList();
			return new RepositorySize(bytes, kinds, file.toString(), disk.getTotalSpace(), disk.getUsableSpace());
		}
		catch (IOException ex) {
			throw new RepositoryException("Cannot read the size of %s: %s".formatted(file, ex.getMessage()), ex);
		}
	}

	private static long sizeOf(Path file) throws IOException {
		return Files.exists(file) ? Files.size(file) : 0;
	}

	/**
	 * Rows go from the old end, so that those between the first and the last are there.
	 * Asked for both ends at once, SQLite reads all that is between.
	 */
	private static Content content(JdbcClient client, String kind, String table, int samples) {
		Bounds bounds = client
			.sql("SELECT coalesce((SELECT min(rowid) FROM %1$s), 1), coalesce((SELECT max(rowid) FROM %1$s), 0)"
				.formatted(table))
			.query((row, number) -> new Bounds(row.getLong(1), row.getLong(2)))
			.single();
		List<RepositorySize.DocumentSize> sample = new ArrayList<>();
		for (int i = 0; i < samples && bounds.rows() > 0; i++) {
			long rowid = ThreadLocalRandom.current().nextLong(bounds.first(), bounds.last() + 1);
			row(client, table, rowid).ifPresent(sample::add);
		}
		double mean = sample.stream().mapToLong(RepositorySize.DocumentSize::bytes).average().orElse(0);
		return new Content(kind, mean * bounds.rows(), sample);
	}

	private static Optional<RepositorySize.DocumentSize> row(JdbcClient client, String table, long rowid) {
		return client
			.sql("SELECT document ->> 'namespace', document ->> 'flowId', length(CAST(document AS BLOB)) FROM " + table
					+ " WHERE rowid >= ? ORDER BY rowid LIMIT 1")
			.param(rowid)
			.query((row, number) -> new RepositorySize.DocumentSize(row.getString(1), row.getString(2), row.getLong(3)))
			.optional();
	}

	/**
	 * The ids of the rows, both ends included.
	 */
	private record Bounds(long first, long last) {

		long rows() {
			return this.last - this.first + 1;
		}

	}

	/**
	 * What a table has, apart from its indices.
	 */
	private record Content(String kind, double bytes, List<RepositorySize.DocumentSize> sample) {
	}

}
