package io.windhover.worker.sql;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;

import io.windhover.execution.json.Json;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.worker.task.MaskingContext;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import jakarta.validation.Validation;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

@Timeout(60)
class SqlTaskTests {

	private static final ConfigurationBinder BINDER = new ConfigurationBinder(
			Validation.buildDefaultValidatorFactory().getValidator());

	private static final String ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n";

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	private Path directory;

	private final RecordingContext context = new RecordingContext();

	@BeforeEach
	void createTable() throws Exception {
		run(Map.of("query", "create table fruit (name text primary key, price real, picture blob)"));
		run(Map.of("query", "insert into fruit values ('apple', 1.5, x'0102'), ('pear', null, null)"));
	}

	@Test
	void rowsAreOutputs() throws Exception {
		Map<String, Object> outputs = run(Map.of("query", "select *, 7 as n from fruit order by name"));
		assertThat(outputs).containsOnlyKeys("rows", "size").containsEntry("size", 2);
		assertThat(rows(outputs)).containsExactly(row("name", "apple", "price", 1.5, "picture", "AQI=", "n", 7),
				row("name", "pear", "price", null, "picture", null, "n", 7));
		assertThat(this.context.metrics).contains("rows[kind, read]=2.0", "rows[kind, changed]=2.0");
		assertThat(this.context.facts).containsEntry("database", "jdbc:sqlite:" + file());
	}

	@Test
	void firstRowOrNoneIsAnOutputWhereThatIsAsked() throws Exception {
		String query = "select name from fruit order by name";
		assertThat(run(Map.of("query", query, "fetch", "row")))
			.isEqualTo(Map.of("row", Map.of("name", "apple"), "size", 1));
		assertThat(run(Map.of("query", query + " limit 0", "fetch", "ROW"))).isEqualTo(Map.of("size", 0));
		assertThat(run(Map.of("query", query, "fetch", "none"))).isEmpty();
	}

	@Test
	void rowsBecomeAFile() throws Exception {
		run(Map.of("query", "insert into fruit values ('a \"good\", fig', -2, null)"));
		String query = "select name, price, '' as empty from fruit order by name";
		Map<String, Object> csv = run(Map.of("query", query, "fetch", "csv"));
		assertThat(csv).containsOnlyKeys("file", "size").containsEntry("size", 3);
		assertThat(this.context.files.text(csv.get("file")))
			.isEqualTo("name,price,empty\r\n\"a \"\"good\"\", fig\",-2.0,\"\"\r\napple,1.5,\"\"\r\npear,,\"\"\r\n");
		assertThat(csv.get("file")).asString().endsWith("/rows.csv");
		Map<String, Object> lines = run(Map.of("query", query + " limit 2", "fetch", "jsonl"));
		assertThat(this.context.files.text(lines.get("file"))).isEqualTo("""
				{"name":"a \\"good\\", fig","price":-2.0,"empty":""}
				{"name":"apple","price":1.5,"empty":""}
				""");
		assertThat(this.context.metrics).contains("rows[kind, read]=3.0", "rows[kind, read]=2.0");
	}

	@Test
	void fileHasNoBoundOfRowsButThatOfFiles() throws Exception {
		String many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select %s from n";
		assertThat(run(Map.of("query", many.formatted(70, "1"), "fetch", "csv", "maxRows", 70))).containsEntry("size",
				70);
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("query", many.formatted(71, "1"), "fetch", "csv", "maxRows", 70)))
			.withMessage("the result has more than 70 rows; limit the query, or raise maxRows");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("query", many.formatted(2_000, "i"), "fetch", "jsonl")))
			.withMessage("the rows are larger than 1000 bytes; select less, or raise windhover.files.max-file-size");
	}

	@Test
	void parametersAreValuesAndNeverSql() throws Exception {
		String evil = "x'; drop table fruit; --";
		assertThat(run(Map.of("query", "insert into fruit (name, price) values (:name, :price)", "parameters",
				row("name", evil, "price", null))))
			.isEqualTo(Map.of("updated", 1));
		assertThat(
				rows(run(Map.of("query", "select name, price from fruit where name = ?", "parameters", List.of(evil)))))
			.containsExactly(row("name", evil, "price", null));
		assertThat(rows(run(Map.of("query", "select :list as list, :whole + 1 as whole, :yes as yes", "parameters",
				Map.of("list", List.of(1, "a"), "whole", 41, "yes", true)))))
			.containsExactly(row("list", "[1,\"a\"]", "whole", 42, "yes", 1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					select :day      | -             | query has the parameter ':day'; give parameters as a map with its value, or write \\: for a colon
					select :day      | {"dya": 1}    | parameters.dya is not in the statement
					select :a, :b    | {"a": 1}      | query has the parameter ':b', for which parameters has no value
					select :a        | [1]           | query has the parameter ':a'; give parameters as a map with its value, or write \\: for a colon
					select ?, ?      | [1]           | query has 2 parameters written as ?, and parameters has 1 values; write ?? for an operator
					select ?         | {"a": 1}      | parameters.a is not in the statement
					select :a, ?     | {"a": 1}      | query has a parameter written as ?, but parameters is a map; write :name, or ?? for an operator
					select 1         | 1             | parameters must be a map of values by name, or a list of values
					select 1; select 2 | -           | query has several statements; put those that come first under 'before'
					selec 1          | -             | query: [SQLITE_ERROR] SQL error or missing database (near "selec": syntax error)
					select 1 a, 2 a  | -             | the result has two columns 'a'; name them with AS
					""")
	void wrongStatementIsToldWithItsFix(String query, String parameters, String message) {
		Map<String, Object> properties = new HashMap<>(Map.of("query", query));
		if (!parameters.equals("-")) {
			properties.put("parameters", Json.mapper().readValue(parameters, Object.class));
		}
		assertThatException().isThrownBy(() -> run(properties)).withMessage(message);
	}

	@Test
	void rowsOfAFileAreReadBitByBitAndAllOfThem() throws SQLException {
		Statement all = begun(Map.of("fetch", "csv"));
		verify(all).setMaxRows(0);
		verify(all).setFetchSize(100);
		verify(begun(Map.of("fetch", "jsonl", "maxRows", 7))).setMaxRows(8);
		verify(begun(Map.of("fetch", "csv", "url", "jdbc:mysql://db/shop"))).setFetchSize(Integer.MIN_VALUE);
		verify(begun(Map.of("fetch", "csv", "url", "jdbc:mysql://db/shop?permitMysqlScheme"))).setFetchSize(100);
		assertThatException().isThrownBy(() -> begun(Map.of("fetch", "csv", "autoCommit", true)))
			.withMessageContaining("autoCommit must not be true with fetch csv or jsonl");
	}

	private Statement begun(Map<String, Object> properties) throws SQLException {
		Map<String, Object> all = new HashMap<>(Map.of("url", "jdbc:sqlite::memory:", "query", "select 1"));
		all.putAll(properties);
		SqlPlan plan = SqlPlan.of(BINDER.bind(new SqlTask(), all));
		Statement statement = mock(Statement.class);
		new SqlRun(plan, this.context).begin(statement, plan.text(), plan.configuration().fetchOrDefault());
		return statement;
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			url        | postgres://x | url: 'url' must begin with 'jdbc:', such as jdbc:postgresql://db.example/shop
			fetch      | rwo          | fetch: 'rwo' is none of: rows, row, csv, jsonl, none; did you mean 'row'?
			maxRows    | 0            | maxRows: 'maxRows' must be greater than or equal to 1, but is 0
			autoCommit | true         | autoCommit must not be true with batch or before, which are one transaction
			""")
	void wrongConfigurationIsToldWithItsFix(String name, String value, String message) {
		Map<String, Object> properties = new HashMap<>(
				Map.of("url", "jdbc:sqlite::memory:", "query", "select 1", "before", List.of("select 1")));
		properties.put(name, value);
		assertThatException().isThrownBy(() -> BINDER.bind(new SqlTask(), properties)).withMessageContaining(message);
	}

	@Test
	void tooMuchFailsWithTheProperty() {
		String many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) select i, '%s' t from n";
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("query", many.formatted(2_000_000, "a"))))
			.withMessage("the result has more than 1000 rows; limit the query, or raise maxRows");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(Map.of("query", many.formatted(10, "a".repeat(1000)), "maxBytes", 5000)))
			.withMessage("the rows are larger than 5000 bytes; select less, or raise maxBytes");
	}

	@Test
	void batchAndWhatRunsBeforeAreOneTransaction() throws Exception {
		Map<String, Object> load = Map.of("before", List.of("delete from fruit where price < :most"), "query",
				"insert into fruit (name, price) values (:name, :most)", "parameters", Map.of("most", 2));
		List<Object> rows = List.of(Map.of("name", "kiwi", "unused", 1), Map.of("name", "plum"));
		assertThat(run(with(load, "batch", rows))).isEqualTo(Map.of("updated", 2));
		assertThat(names()).containsExactly("kiwi", "pear", "plum");
		assertThatException()
			.isThrownBy(() -> run(with(load, "batch", List.of(Map.of("name", "fig"), Map.of("name", "pear")))))
			.withMessageStartingWith("query: ")
			.withMessageContaining("UNIQUE constraint failed: fruit.name");
		assertThatException().isThrownBy(() -> run(with(load, "batch", List.of(Map.of("nam", "fig")))))
			.withMessage("query has the parameter ':name', for which batch[0] has no value");
		assertThat(names()).containsExactly("kiwi", "pear", "plum");
		assertThat(run(with(load, "batch", List.of()))).isEqualTo(Map.of("updated", 0));
	}

	@Test
	void batchOfListsHasAsManyRowsAsItTakes() throws Exception {
		List<Object> rows = Collections.nCopies(2500, List.of("a", 1));
		assertThat(run(Map.of("query", "insert into fruit (name, price) values (? || random(), ?)", "batch", rows)))
			.isEqualTo(Map.of("updated", 2500));
	}

	@Test
	void statementThatNoTransactionHoldsRunsByItself() throws Exception {
		assertThatException().isThrownBy(() -> run(Map.of("query", "vacuum")))
			.withMessageContaining("cannot VACUUM from within a transaction");
		assertThat(run(Map.of("query", "vacuum", "autoCommit", true))).isEqualTo(Map.of("updated", 0));
	}

	@Test
	void killCancelsTheStatementAndClosesTheConnection() throws Exception {
		assertStops(Map.of("query", "insert into fruit (name) " + ENDLESS));
		assertStops(Map.of("query", "insert into fruit (name) values (?)", "batch", List.of(List.of("late")), "before",
				List.of(ENDLESS)));
		// nothing holds the file
		run(Map.of("query", "drop table fruit"));
	}

	private void assertStops(Map<String, Object> properties) throws Exception {
		FutureTask<Object> work = new FutureTask<>(() -> run(properties));
		Thread thread = new Thread(work, "task-killed");
		thread.start();
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.entrySet()
				.stream()
				.anyMatch((each) -> each.getKey().getName().equals("task-killed-sql") && Arrays.stream(each.getValue())
					.anyMatch((frame) -> frame.getClassName().startsWith("org.sqlite.core.NativeDB"))));
		thread.interrupt();
		assertThatException().isThrownBy(work::get).withCauseInstanceOf(InterruptedException.class);
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("task-killed-sql");
	}

	@Test
	void missingDriverAndBrokenConnectionAreToldWithoutCredentials() {
		assertThatException()
			.isThrownBy(
					() -> run(Map.of("url", "jdbc:nosql:me/s3cret@db.example/x?password=s3cret", "query", "select 1")))
			.withMessage(
					"no JDBC driver takes jdbc:nosql:…@db.example/x; check its spelling, or add the driver to the class path of the workers");
		assertThatException()
			.isThrownBy(() -> run(Map.of("url", "jdbc:h2:tcp://127.0.0.1:1/x;IFEXISTS=TRUE", "username", "sa",
					"password", "s3cret", "query", "select 1")))
			.withMessageStartingWith("cannot connect to jdbc:h2:tcp://127.0.0.1:1/x: ")
			.withMessageNotContaining("s3cret")
			.withMessageEndingWith("(SQLState 90067)");
	}

	@Test
	void valuesAreThoseOfJson() throws Exception {
		Map<String, Object> outputs = run(
				Map.of("url", "jdbc:h2:mem:", "username", "sa", "password", "", "fetch", "row", "query", """
						select cast(null as int) "none", true "yes", cast(9007199254740993 as bigint) "long",
						cast(12.50 as decimal(10, 2)) "price", cast(3.00 as decimal(10, 2)) "whole",
						cast(12345678901234567.89 as decimal(20, 2)) "exact", cast('NaN' as double precision) "nan",
						date '2026-01-31' "day", time '08:30:00' "time", timestamp '2026-01-31 08:00:00' "local",
						timestamp with time zone '2026-01-31 08:00:00+02:00' "instant", X'0102' "bytes",
						cast('text' as clob) "clob", cast(X'0304' as blob) "blob", array[1, 2] "list",
						cast('1b4e28ba-2fa1-11d2-883f-0016d3cca427' as uuid) "id", interval '1' day "interval"
						"""));
		assertThat(outputs.get("row")).isEqualTo(row("none", null, "yes", true, "long", 9007199254740993L, "price",
				new BigDecimal("12.50"), "whole", 3L, "exact", "12345678901234567.89", "nan", "NaN", "day",
				"2026-01-31", "time", "08:30:00", "local", "2026-01-31T08:00:00", "instant",
				"2026-01-31T08:00:00+02:00", "bytes", "AQI=", "clob", "text", "blob", "AwQ=", "list", List.of(1, 2),
				"id", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "interval", "INTERVAL '1' DAY"));
		assertThatException()
			.isThrownBy(() -> run(
					Map.of("url", "jdbc:h2:mem:", "maxBytes", 100, "query", "select cast(repeat('a', 200) as clob) a")))
			.withMessage("a value of 200 bytes does not fit into maxBytes; select less, or raise maxBytes");
	}

	private List<Object> names() throws Exception {
		return rows(run(Map.of("query", "select name from fruit order by name"))).stream()
			.<Object>map((row) -> row.get("name"))
			.toList();
	}

	@Test
	void addressIsMaskedBeforeItIsCut() {
		String secret = "Kx7;mQ2?vT9";
		MaskingContext masking = new MaskingContext(secret);
		SqlTask task = new SqlTask();
		for (String before : List.of("", "x".repeat(180))) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> task.run(
						BINDER.bind(task, Map.of("url", "jdbc:nosql:" + before + secret + secret, "query", "select 1")),
						masking))
				.withMessageStartingWith("no JDBC driver takes jdbc:nosql:%s***".formatted(before))
				.withMessageNotContainingAny("Kx7", "mQ2", "vT9");
			assertThat(masking.facts.toString()).contains("jdbc:nosql:").doesNotContain("Kx7", "mQ2", "vT9");
		}
	}

	private Path file() {
		return this.directory.resolve("fruit.db");
	}

	private Map<String, Object> run(Map<String, Object> properties) throws Exception {
		Map<String, Object> all = new HashMap<>(Map.of("url", "jdbc:sqlite:" + file()));
		all.putAll(properties);
		SqlTask task = new SqlTask();
		return task.run(BINDER.bind(task, all), this.context);
	}

	private static Map<String, Object> with(Map<String, Object> properties, String name, Object value) {
		Map<String, Object> more = new HashMap<>(properties);
		more.put(name, value);
		return more;
	}

	private static Map<String, @Nullable Object> row(@Nullable Object... pairs) {
		Map<String, @Nullable Object> row = new HashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			row.put(String.valueOf(pairs[i]), pairs[i + 1]);
		}
		return row;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> rows(Map<String, Object> outputs) {
		return (List<Map<String, Object>>) Objects.requireNonNull(outputs.get("rows"));
	}

}
