package io.windhover.repository.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TriggerFire;
import io.windhover.repository.Batch;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills a file with executions as a month of work leaves them, by the classes with which
 * the indexer writes. Indices are made at the end, which takes a fraction of the time.
 */
public final class SqliteFill {

	private static final int BATCH = 5_000;

	private static final SqliteProperties PROPERTIES = new SqliteProperties(SqliteProperties.Synchronous.NORMAL, 1,
			Duration.ofSeconds(5));

	private static final Duration SPAN = Duration.ofDays(30);

	private static final List<String> TEAMS = List.of("sales", "finance", "logistics", "research", "support");

	private static final List<String> ERRORS = List.of("Task 'load' failed: no answer from 10.0.3.%d:8443 within 30 s",
			"Task 'load' failed: 503 from https://partner.example/orders/%d",
			"Task 'check' failed: %d rows where at most 100 were expected",
			"Task 'copy' failed: exit code 137 after %d s", "Task 'notify' failed: mailbox %d is full");

	private SqliteFill() {
	}

	/**
	 * Writes executions, the last of which was created a minute ago, in the order of
	 * their creation.
	 */
	public static void fill(Path file, int executions, int flows) {
		Random random = new Random(1);
		Instant first = Instant.now().minus(SPAN);
		Duration step = SPAN.minusMinutes(1).dividedBy(executions);
		try (SqliteDatabase database = new SqliteDatabase(file, PROPERTIES)) {
			JdbcClient client = JdbcClient.create(database.writer());
			Map<String, String> indices = new LinkedHashMap<>();
			client
				.sql("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
						+ " AND tbl_name IN ('executions', 'execution_labels')")
				.query((row) -> {
					indices.put(row.getString(1), row.getString(2));
				});
			indices.keySet().forEach((name) -> client.sql("DROP INDEX " + name).update());
			SqliteRepository repository = new SqliteRepository(database);
			for (int begin = 0; begin < executions; begin += BATCH) {
				List<Execution> batch = new ArrayList<>();
				for (int i = begin; i < Math.min(executions, begin + BATCH); i++) {
					batch.add(execution(random, random.nextInt(flows), first.plus(step.multipliedBy(i))));
				}
				repository.write(new Batch(batch, List.of(), List.of(), List.of(), List.of(), List.of()));
			}
			indices.values().forEach((sql) -> client.sql(sql).update());
		}
	}

	/** The namespace of a flow, of which each has fifty. */
	public static String namespace(int flow) {
		return "company.team-%02d".formatted(flow / 50);
	}

	public static String flowId(int flow) {
		return "flow-%04d".formatted(flow);
	}

	private static Execution execution(Random random, int flow, Instant at) {
		String id = "%08x%014x".formatted(random.nextInt(), random.nextLong() >>> 8);
		int draw = random.nextInt(100);
		State state = (draw < 93) ? State.SUCCESS
				: (draw < 98) ? State.FAILED : (draw < 99) ? State.WARNING : State.KILLED;
		Instant started = at.plusMillis(5 + random.nextInt(200));
		Instant ended = started.plusMillis(20 + random.nextInt(60_000));
		@Nullable String error = (state == State.FAILED) ? ERRORS.get(flow % ERRORS.size()).formatted(1 + random.nextInt(200))
				: null;
		TriggerFire trigger = (draw % 2 == 0) ? new TriggerFire("nightly", "schedule", at, Map.of(), null) : null;
		Execution execution = new Execution(id, namespace(flow), flowId(flow), 1, state,
				List.of(new StateChange(State.CREATED, at), new StateChange(State.RUNNING, started),
						new StateChange(state, ended)),
				Map.of("team", TEAMS.get(flow % TEAMS.size()), "customer", "c" + random.nextInt(1_000)),
				Map.of("day", "2026-01-31", "limit", 100), null, trigger, at, started, ended, error, null, false, 3);
		return (error != null) ? execution.withFailedTaskType("http") : execution;
	}

}
