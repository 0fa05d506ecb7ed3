package io.windhover.repository.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.windhover.repository.RepositoryException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The file: opened and brought to the newest schema when it is first asked for, so that a
 * file that cannot be opened keeps no process from starting.
 */
class SqliteDatabase implements AutoCloseable {

	private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

	private final Path file;

	private final SqliteProperties properties;

	private @Nullable Pools pools;

	/** Of the file that is open. */
	private @Nullable Object fileKey;

	private boolean closed;

	SqliteDatabase(Path file, SqliteProperties properties) {
		this.file = file;
		this.properties = properties;
	}

	/**
	 * One connection: SQLite takes one writer at a time.
	 */
	HikariDataSource writer() {
		return pools().writer();
	}

	HikariDataSource readers() {
		return pools().readers();
	}

	/**
	 * Where it is, whether it is there or not.
	 */
	Path file() {
		return this.file;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		closePools();
	}

	/**
	 * Whether the file that is open is no longer the one of its name; if so it is closed,
	 * and the next question opens the other.
	 */
	synchronized boolean isReplaced() {
		if (this.pools == null || Objects.equals(this.fileKey, currentKey())) {
			return false;
		}
		closePools();
		return true;
	}

	private void closePools() {
		if (this.pools != null) {
			this.pools.readers().close();
			this.pools.writer().close();
			this.pools = null;
		}
	}

	private synchronized Pools pools() {
		if (this.closed) {
			throw new RepositoryException("The repository is closed, because this process stops", null);
		}
		if (this.pools == null) {
			this.pools = openPools();
			this.fileKey = currentKey();
		}
		return this.pools;
	}

	private @Nullable Object currentKey() {
		try {
			return Files.readAttributes(this.file, BasicFileAttributes.class).fileKey();
		}
		catch (NoSuchFileException ex) {
			return "absent";
		}
		catch (IOException ex) {
			throw new RepositoryException("Cannot read the attributes of " + this.file.toAbsolutePath(), ex);
		}
	}

	private Pools openPools() {
		HikariDataSource writer = pool("windhover-sqlite-writer", 1);
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
			Flyway.configure()
				.dataSource(writer)
				.locations("classpath:db/sqlite")
				.javaMigrations(new CauseMigration())
				.load()
				.migrate();
			return new Pools(writer, pool("windhover-sqlite-reader", this.properties.readers()));
		}
		catch (IOException | FlywayException ex) {
			writer.close();
			throw new RepositoryException("Cannot open %s: %s".formatted(this.file.toAbsolutePath(), ex.getMessage()),
					ex);
		}
	}

	private HikariDataSource pool(String name, int size) {
		SQLiteConfig settings = new SQLiteConfig();
		settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
		settings.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(this.properties.synchronous().name()));
		settings.setBusyTimeout((int) this.properties.busyTimeout().toMillis());
		SQLiteDataSource source = new SQLiteDataSource(settings);
		source.setUrl("jdbc:sqlite:" + this.file.toAbsolutePath());
		HikariConfig config = new HikariConfig();
		config.setPoolName(name);
		config.setDataSource(source);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(1);
		config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
		// the first use tells that the file cannot be opened, not the making of the pool
		config.setInitializationFailTimeout(-1);
		return new HikariDataSource(config);
	}

	private record Pools(HikariDataSource writer, HikariDataSource readers) {
	}

}
