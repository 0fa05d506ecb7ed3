package io.windhover.repository.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.TimeBuckets;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts executions by the date of their creation. Up to so many in the range all are
 * counted, along an index; of more, rows are drawn by their numbers, evenly over the
 * table, and each stands for those around it.
 */
class SqliteHistogram {

	private static final int MOST = 100_000;

	private static final int SAMPLES = 20_000;

	private static final long SEED = 1;

	private static final String GROUPED = "SELECT %s / ?, state, count(*) FROM %s GROUP BY 1, 2";

	private final SqliteDatabase database;

	private final SqliteReader reader;

	private final int most;

	private final int samples;

	SqliteHistogram(SqliteDatabase database) {
		this(database, MOST, SAMPLES);
	}

	/**
	 * One that counts at most so many, or draws so many.
	 */
	SqliteHistogram(SqliteDatabase database, int most, int samples) {
		this.database = database;
		this.reader = new SqliteReader(database, most);
		this.most = most;
		this.samples = samples;
	}

	ExecutionHistogram count(ExecutionQuery query, TimeBuckets buckets) {
		ExecutionQuery ordered = this.reader.rarestFirst(query);
		return isMore(ordered, buckets) ? sampled(ordered, buckets) : counted(ordered, buckets);
	}

	/** Whether there are too many, by those of the conditions that an index finds. */
	private boolean isMore(ExecutionQuery query, TimeBuckets buckets) {
		Conditions conditions = new Conditions();
		if (!query.labels().isEmpty()) {
			conditions.add("label = ?", query.labels().get(0));
		}
		else if (query.cause() != null) {
			conditions.add("cause = ?", query.cause());
		}
		else {
			conditions.add("namespace = ?", query.namespace())
				.add("flow_id = ?", query.flowId())
				.states((query.namespace() == null || query.flowId() != null) ? states(query) : Set.of());
		}
		conditions.dates("created_at", buckets.from(), buckets.to());
		List<Object> values = new ArrayList<>(conditions.values());
		values.add(this.most + 1);
		return client()
			.sql("SELECT count(*) FROM (SELECT 1 FROM %s%s LIMIT ?)".formatted(
					query.labels().isEmpty() ? SqliteReader.table(query) : "execution_labels", conditions.where()))
			.params(values)
			.query(Long.class)
			.single() > this.most;
	}

	private ExecutionHistogram counted(ExecutionQuery query, TimeBuckets buckets) {
		if (query.labels().isEmpty()) {
			Conditions conditions = SqliteReader.flows(query)
				.states(states(query))
				.dates("created_at", buckets.from(), buckets.to());
			return histogram("created_at", SqliteReader.table(query) + conditions.where(), conditions.values(), buckets,
					null);
		}
		Conditions conditions = SqliteReader.flows(query)
			.states(query.states())
			.dates("execution_labels.created_at", buckets.from(), buckets.to())
			.add("execution_labels.label = ?", query.labels().get(0));
		query.labels().stream().skip(1).forEach((label) -> conditions.add(SqliteReader.ALSO_LABELLED, label));
		return histogram("execution_labels.created_at",
				"execution_labels CROSS JOIN executions ON executions.id = execution_labels.execution_id"
						+ conditions.where(),
				conditions.values(), buckets, null);
	}

	/** Numbers of rows that are gone stand for rows that are gone. */
	private ExecutionHistogram sampled(ExecutionQuery query, TimeBuckets buckets) {
		long first = end("min");
		double step = Math.max(1, (end("max") - first + 1.0) / this.samples);
		Random random = new Random(SEED);
		StringBuilder rows = new StringBuilder("[");
		for (int i = 0; i < this.samples; i++) {
			rows.append((i > 0) ? "," : "").append(first + (long) ((i + random.nextDouble()) * step));
		}
		Conditions conditions = SqliteReader.flows(query)
			.states(query.states())
			.dates("created_at", buckets.from(), buckets.to());
		query.labels().forEach((label) -> conditions.add(SqliteReader.LABELLED, label));
		List<Object> values = new ArrayList<>();
		values.add(rows.append(']').toString());
		values.addAll(conditions.values());
		return histogram("created_at",
				"json_each(?) AS drawn CROSS JOIN executions ON executions.rowid = drawn.value" + conditions.where(),
				values, buckets, step);
	}

	private long end(String function) {
		return client().sql("SELECT coalesce(%s(rowid), 0) FROM executions".formatted(function))
			.query(Long.class)
			.single();
	}

	/** Any state is each of them, so that an index has all that is counted. */
	private static Set<State> states(ExecutionQuery query) {
		boolean indexed = query.namespace() == null || query.flowId() != null;
		return (query.states().isEmpty() && indexed) ? Set.of(State.values()) : query.states();
	}

	/**
	 * @param each executions for which one that is found stands; null where all are found
	 */
	private ExecutionHistogram histogram(String date, String from, List<Object> values, TimeBuckets buckets,
			@Nullable Double each) {
		long width = buckets.width().toSeconds();
		List<Object> all = new ArrayList<>();
		all.add(width * 1_000_000);
		all.addAll(values);
		SortedMap<Instant, Map<State, Long>> counts = new TreeMap<>();
		client().sql(GROUPED.formatted(date, from)).params(all).query((row) -> {
			long count = row.getLong(3);
			counts.computeIfAbsent(Instant.ofEpochSecond(row.getLong(1) * width), (start) -> new EnumMap<>(State.class))
				.put(State.valueOf(row.getString(2)), (each != null) ? Math.round(count * each) : count);
		});
		return new ExecutionHistogram(counts, each != null);
	}

	private JdbcClient client() {
		return JdbcClient.create(this.database.readers());
	}

}
