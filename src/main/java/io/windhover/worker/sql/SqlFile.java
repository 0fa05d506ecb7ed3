package io.windhover.worker.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

import io.windhover.worker.sql.SqlConfiguration.Fetch;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import org.springframework.util.FileSystemUtils;

/**
 * Keeps the rows of a result as a file.
 */
record SqlFile(Fetch format, TaskContext context) {

	/** The outputs of all rows. */
	Map<String, Object> outputs(ResultSet results, SqlRows rows) throws SQLException, IOException, TaskFailedException {
		Path directory = this.context.createDirectory();
		try {
			String name = "rows." + this.format.name().toLowerCase(Locale.ROOT);
			Path file = directory.resolve(name);
			int size;
			try (Writer writer = Files.newBufferedWriter(file)) {
				size = rows.write(results, new RowWriter(writer, this.format == Fetch.CSV));
			}
			this.context.count(SqlRun.ROWS, size, "kind", "read");
			try (InputStream content = Files.newInputStream(file)) {
				return Map.of("size", size, "file", this.context.files().keep(name, content));
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

}
