package io.windhover.repository.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.FailureCause;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryContract;
import io.windhover.repository.RepositoryException;
import io.windhover.repository.TimeBuckets;
import org.apache.kafka.common.TopicPartition;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class SqliteRepositoryTests extends RepositoryContract {

	private static final SqliteProperties PROPERTIES = new SqliteProperties(SqliteProperties.Synchronous.NORMAL, 2,
			Duration.ofSeconds(1));

	@TempDir
	Path directory;

	private SqliteDatabase database;

	private Repository repository;

	@BeforeEach
	void open() {
		this.database = new SqliteDatabase(this.directory.resolve("data/windhover.db"), PROPERTIES);
		this.repository = new SqliteRepository(this.database);
	}

	@AfterEach
	void close() {
		this.database.close();
	}

	@Override
	protected Repository repository() {
		return this.repository;
	}

	@Test
	void ofMoreThanAreCountedTheHistogramIsFromASample() {
		write(IntStream.range(0, 3_000)
			.mapToObj((number) -> Documents.execution(number, "hello",
					(number % 10 == 0) ? State.FAILED : State.SUCCESS, 1))
			.toList(), List.of());
		TimeBuckets buckets = TimeBuckets.of(Documents.START, Documents.START.plus(Duration.ofHours(40)), 10);
		ExecutionQuery query = new ExecutionQuery("demo", null, Set.of(), List.of("team=blue"), null, null, 0, 1);
		ExecutionHistogram all = this.repository.histogram(query, buckets);
		ExecutionHistogram sampled = new SqliteHistogram(this.database, 2_399, 1_000).count(query, buckets);
		assertThat(new SqliteHistogram(this.database, 2_400, 1_000).count(query, buckets)).isEqualTo(all);
		assertThat(all.sampled()).isFalse();
		assertThat(sampled.sampled()).isTrue();
		assertThat(sampled.counts()).hasSameSizeAs(all.counts());
		assertThat(total(sampled, State.SUCCESS)).isCloseTo(2_160L, withinPercentage(10));
		assertThat(total(sampled, State.FAILED)).isCloseTo(240L, withinPercentage(40));
	}

	@Test
	void histogramOfTwoLabelsIsCountedByTheOneThatFewestHave() {
		write(IntStream.range(0, 300)
			.mapToObj((number) -> with(Documents.execution(number, "hello", State.SUCCESS, 1),
					(number == 7) ? Map.of("team", "blue", "customer", "c7") : Map.of("team", "blue"), Map.of()))
			.toList(), List.of());
		TimeBuckets buckets = TimeBuckets.of(Documents.START, Documents.START.plus(Duration.ofHours(40)), 10);
		ExecutionQuery query = new ExecutionQuery("demo", null, Set.of(), List.of("team=blue", "customer=c7"), null,
				null, 0, 1);
		ExecutionHistogram found = new SqliteHistogram(this.database, 100, 50).count(query, buckets);
		assertThat(found.sampled()).isFalse();
		assertThat(total(found, State.SUCCESS)).isOne();
	}

	@Test
	void metricsOfADeletedExecutionAreFoundByAnIndex() {
		this.repository.write(new Batch(List.of(), List.of(), List.of(), List.of(), List.of(),
				List.of(Documents.metric("e1"), Documents.metric("e11"))));
		this.repository.delete(List.of("e1"));
		JdbcClient client = JdbcClient.create(this.database.readers());
		assertThat(client.sql("SELECT execution_id FROM metrics").query(String.class).list()).containsExactly("e11");
		assertThat(
				client.sql("EXPLAIN QUERY PLAN SELECT rowid FROM metrics WHERE id > 'e1' || '.' AND id < 'e1' || '/'")
					.query((row, number) -> row.getString("detail"))
					.list())
			.allSatisfy((step) -> assertThat(step).startsWith("SEARCH"));
	}

	@Test
	void labelsThatManyHaveAreCountedInTheOrderOfTheirExecutions() {
		write(IntStream.range(0, 30)
			.mapToObj((number) -> Documents.execution(number, (number % 3 == 0) ? "other" : "hello",
					(number % 2 == 0) ? State.FAILED : State.SUCCESS, 1))
			.toList(), List.of());
		ExecutionQuery query = new ExecutionQuery("demo", "hello", Set.of(State.FAILED), List.of("team=blue"),
				Documents.START.plusSeconds(60), Documents.START.plusSeconds(20 * 60), 0, 3);
		for (int few : new int[] { 0, 10, 1_000 }) {
			Page<Execution> found = new SqliteReader(this.database, few).executions(query);
			assertThat(found.total()).as("few: %d", few).isEqualTo(6);
			assertThat(found.items()).extracting(Execution::id).containsExactly("e16", "e14", "e10");
		}
	}

	private static long total(ExecutionHistogram histogram, State state) {
		return histogram.counts().values().stream().mapToLong((each) -> each.getOrDefault(state, 0L)).sum();
	}

	@Test
	void noFileIsMadeBeforeTheFirstQuestion() {
		assertThat(this.directory.resolve("data")).doesNotExist();
		this.repository.open();
		assertThat(this.directory.resolve("data/windhover.db")).exists();
	}

	@Test
	void aFileThatCannotBeOpenedFailsEachQuestionUntilItCan() throws IOException {
		Files.writeString(this.directory.resolve("data"), "a file where the directory should be");
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(this.repository::open)
			.withMessageContaining("windhover.db");
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> this.repository.execution("e1"));
		Files.delete(this.directory.resolve("data"));
		this.repository.open();
		assertThat(this.repository.execution("e1")).isNull();
	}

	@Test
	void aLockedFileFailsTheBatchAsAWholeAndTakesItLater() throws Exception {
		this.repository.open();
		try (var other = this.database.readers().getConnection(); var statement = other.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			assertThatExceptionOfType(RepositoryException.class)
				.isThrownBy(() -> write(List.of(Documents.execution(1, "hello", State.RUNNING, 1)), List.of()));
			statement.execute("ROLLBACK");
		}
		assertThat(this.repository.execution("e1")).isNull();
		assertThat(write(List.of(Documents.execution(1, "hello", State.RUNNING, 1)), List.of())).isEmpty();
		assertThat(this.repository.execution("e1")).isNotNull();
	}

	@Test
	void documentsOutliveTheProcess() {
		write(List.of(Documents.execution(1, "hello", State.RUNNING, 1)), List.of());
		this.database.close();
		assertThatExceptionOfType(RepositoryException.class).isThrownBy(this.repository::open);
		open();
		assertThat(this.repository.execution("e1")).isNotNull();
	}

	@Test
	void offsetsAreKeptWithTheDocumentsUntilTheFileIsReplaced() throws IOException {
		TopicPartition partition = new TopicPartition("executions", 1);
		this.repository.open();
		this.repository.write(new Batch(List.of(Documents.execution(1, "hello", State.RUNNING, 1)), List.of(),
				List.of(), List.of(), List.of(), List.of(), Map.of(partition, 7L), Json.mapper()::writeValueAsBytes));
		assertThat(this.repository.offsets()).containsExactly(Map.entry(partition, 7L));
		assertThat(this.repository.isReplaced()).isFalse();
		Files.delete(this.directory.resolve("data/windhover.db"));
		assertThat(this.repository.isReplaced()).isTrue();
		assertThat(this.repository.offsets()).isEmpty();
		assertThat(this.repository.execution("e1")).isNull();
		assertThat(this.repository.isReplaced()).isFalse();
	}

	@Test
	void manyOldRowsGoInSmallSteps() {
		List<LogLine> lines = LongStream.range(0, 1_200).mapToObj((sequence) -> Documents.log("e1", sequence)).toList();
		this.repository.write(new Batch(List.of(), List.of(), List.of(), List.of(), lines, List.of()));
		assertThat(this.repository.deleteBefore(LocalDate.parse("2026-02-01"))).isNull();
		assertThat(this.repository.logs("e1", 0, 1).total()).isZero();
	}

	@Test
	void listingsReadAnIndexAndSortNothing() {
		this.repository.open();
		for (String where : List.of("", "WHERE namespace = 'a'", "WHERE namespace = 'a' AND flow_id = 'b'",
				"WHERE flow_id = 'b'", "WHERE state = 'FAILED'",
				"WHERE namespace = 'a' AND flow_id = 'b' AND state = 'FAILED'",
				"WHERE namespace = 'a' AND created_at >= 1 AND created_at < 2")) {
			List<String> plan = JdbcClient.create(this.database.readers())
				.sql("EXPLAIN QUERY PLAN SELECT document FROM executions " + where
						+ " ORDER BY created_at DESC, id DESC LIMIT 10")
				.query((row, number) -> row.getString("detail"))
				.list();
			assertThat(plan).as(where).singleElement().asString().contains("USING INDEX");
		}
	}

	@Test
	void whatFailedBeforeTheColumnOfCausesIsFoundByIt() throws IOException {
		Files.createDirectories(this.directory.resolve("data"));
		DriverManagerDataSource file = new DriverManagerDataSource(
				"jdbc:sqlite:" + this.directory.resolve("data/windhover.db"));
		Flyway.configure().dataSource(file).locations("classpath:db/sqlite").target("4").load().migrate();
		Execution failed = Documents.failed(1, "hello", "http", "No answer after 5 s");
		for (Execution each : List.of(failed, Documents.execution(2, "hello", State.SUCCESS, 1))) {
			JdbcClient.create(file)
				.sql("INSERT INTO executions (id, namespace, flow_id, state, created_at, version, document)"
						+ " VALUES (?, 'demo', 'hello', ?, 1, 1, ?)")
				.params(each.id(), each.state().name(), Json.mapper().writeValueAsString(each))
				.update();
		}
		assertThat(this.repository
			.executions(
					new ExecutionQuery(null, null, Set.of(), List.of(), FailureCause.idOf(failed), null, null, 0, 9))
			.items()).containsExactly(failed);
	}

	@Test
	void everyConnectionHasTheSettings() {
		JdbcClient client = JdbcClient.create(this.database.writer());
		assertThat(client.sql("PRAGMA journal_mode").query(String.class).single()).isEqualTo("wal");
		assertThat(client.sql("PRAGMA busy_timeout").query(Integer.class).single()).isEqualTo(1000);
		assertThat(client.sql("PRAGMA synchronous").query(Integer.class).single()).isOne();
	}

}
