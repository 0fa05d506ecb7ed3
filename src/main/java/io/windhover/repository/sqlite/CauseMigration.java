package io.windhover.repository.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.windhover.execution.FailureCause;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * Gives the executions that failed before the column was there their causes, which SQL
 * alone cannot compute.
 */
class CauseMigration implements JavaMigration {

	private static final String NAME = "windhover_cause";

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("6");
	}

	@Override
	public String getDescription() {
		return "causes of earlier failures";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

	@Override
	public void migrate(Context context) throws SQLException {
		Connection connection = context.getConnection().unwrap(SQLiteConnection.class);
		Function.create(connection, NAME, new Cause());
		try (Statement statement = connection.createStatement()) {
			statement.executeUpdate("UPDATE executions SET cause = " + NAME
					+ "(document ->> 'failedTaskType', document ->> 'error') WHERE state = 'FAILED'");
		}
		finally {
			Function.destroy(connection, NAME);
		}
	}

	/**
	 * The id of a cause, as a function of the type of the task and the error.
	 */
	private static final class Cause extends Function {

		@Override
		protected void xFunc() throws SQLException {
			result(FailureCause.of(value_text(0), value_text(1)).id());
		}

	}

}
