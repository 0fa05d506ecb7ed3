package io.windhover.repository.sqlite;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The embedded repository, a file in the data directory.
 *
 * @param synchronous When a commit is on the disk. With NORMAL nothing is lost when the
 * process is killed, with FULL nothing is lost when the power fails either, which is many
 * times slower.
 * @param readers Connections for reading.
 * @param busyTimeout How long a statement waits for a lock that another process holds.
 */
@Validated
@ConfigurationProperties("windhover.repository.sqlite")
public record SqliteProperties(@DefaultValue("NORMAL") Synchronous synchronous,
		@DefaultValue("4") @Min(1) @Max(64) int readers, @DefaultValue("5s") Duration busyTimeout) {

	/**
	 * The values of SQLite's pragma of this name that keep what was acknowledged.
	 */
	public enum Synchronous {

		NORMAL, FULL

	}

}
