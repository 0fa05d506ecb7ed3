package io.windhover.worker.sql;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a statement and the database that runs it.
 */
record SqlConfiguration(
		@JsonPropertyDescription("JDBC address of the database") @NotNull @Pattern(regexp = "jdbc:.+",
				message = "must begin with 'jdbc:', such as jdbc:postgresql://db.example/shop") String url,
		@JsonPropertyDescription("Where the database asks for a login") @Nullable String username,
		@JsonPropertyDescription("Password of the login") @Nullable String password,
		@JsonPropertyDescription("One statement; :name or ? marks the place of a parameter") @NotBlank @Size(
				max = SqlConfiguration.MAX_QUERY, message = SqlConfiguration.LONG_QUERY) String query,
		@JsonPropertyDescription("Values of the parameters: by name, or a list where they are written as ?") @Nullable Object parameters,
		@JsonPropertyDescription("Parameters for each of many runs of the statement, in one transaction") @Nullable @Size(
				max = 100_000, message = "must have at most 100000 rows") List<Object> batch,
		@JsonPropertyDescription("Statements that run before it, in the same transaction") @Nullable @Size(max = 100,
				message = "must have at most 100 statements") List<@NotBlank @Size(max = SqlConfiguration.MAX_QUERY,
						message = SqlConfiguration.LONG_QUERY) String> before,
		@JsonPropertyDescription("What becomes of the result: all rows (default) or the first row as outputs, a file in CSV or JSON lines, or none") @Nullable Fetch fetch,
		@JsonPropertyDescription("Rows above which the task fails; 1000 by default, and no limit of a file") @Nullable @Min(1) @Max(100_000) Integer maxRows,
		@JsonPropertyDescription("Size of the rows, in bytes, above which the task fails; 1 MiB by default, of a file that of windhover.files.max-file-size") @Nullable @Min(1) @Max(16
				* 1024 * 1024) Integer maxBytes,
		@JsonPropertyDescription("Whether the statement runs outside of a transaction, as some must; false by default") @Nullable Boolean autoCommit) {

	static final int MAX_QUERY = 256 * 1024;

	static final String LONG_QUERY = "must have at most 262144 characters";

	private static final int MAX_ROWS = 1000;

	private static final int MAX_BYTES = 1024 * 1024;

	@AssertTrue(message = "parameters must be a map of values by name, or a list of values")
	boolean isParametersOfAKind() {
		return this.parameters == null || this.parameters instanceof Map || this.parameters instanceof List;
	}

	@AssertTrue(message = "autoCommit must not be true with batch or before, which are one transaction")
	boolean isOneTransaction() {
		return !isAutoCommit() || (this.batch == null && this.before == null);
	}

	@AssertTrue(
			message = "autoCommit must not be true with fetch csv or jsonl, whose rows are read bit by bit within a transaction")
	boolean isFileInTransaction() {
		return !isAutoCommit() || !fetchOrDefault().isFile();
	}

	boolean isAutoCommit() {
		return Boolean.TRUE.equals(this.autoCommit);
	}

	List<String> statementsBefore() {
		return (this.before != null) ? this.before : List.of();
	}

	Fetch fetchOrDefault() {
		return Objects.requireNonNullElse(this.fetch, Fetch.ROWS);
	}

	/** As many as there are go into a file. */
	int maxRowsOrDefault() {
		return Objects.requireNonNullElse(this.maxRows, fetchOrDefault().isFile() ? Integer.MAX_VALUE - 1 : MAX_ROWS);
	}

	int maxBytesOrDefault() {
		return Objects.requireNonNullElse(this.maxBytes, MAX_BYTES);
	}

	enum Fetch {

		ROWS,

		/** The first. */
		ROW,

		/** A file with a line of the columns' names and one for each row. */
		CSV,

		/** A file with a JSON object for each row. */
		JSONL,

		NONE;

		boolean isFile() {
			return this == CSV || this == JSONL;
		}

	}

}
