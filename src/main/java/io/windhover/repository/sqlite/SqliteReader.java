package io.windhover.repository.sqlite;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.Json;
import io.windhover.repository.Page;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks documents up by their columns.
 */
class SqliteReader {

	private static final String CREATED_AT = "created_at";

	/** That an execution has another label than the one that it is listed by. */
	static final String ALSO_LABELLED = """
			EXISTS (SELECT 1 FROM execution_labels AS other WHERE other.label = ?
			AND other.created_at = execution_labels.created_at AND other.execution_id = execution_labels.execution_id)""";

	/** That an execution has a label. */
	static final String LABELLED = """
			EXISTS (SELECT 1 FROM execution_labels WHERE label = ?
			AND execution_labels.created_at = executions.created_at AND execution_id = executions.id)""";

	/** Executions that may be read one by one. */
	private static final int FEW = 20_000;

	private final SqliteDatabase database;

	private final int few;

	SqliteReader(SqliteDatabase database) {
		this(database, FEW);
	}

	/**
	 * One that reads so many executions of a label one by one to count them.
	 */
	SqliteReader(SqliteDatabase database, int few) {
		this.database = database;
		this.few = few;
	}

	void ping() {
		client().sql("SELECT 1").query(Integer.class).single();
	}

	Map<TopicPartition, Long> offsets() {
		Map<TopicPartition, Long> offsets = new HashMap<>();
		client().sql("SELECT topic, partition, next_offset FROM offsets").query((row) -> {
			offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
		});
		return offsets;
	}

	Page<Execution> executions(ExecutionQuery query) {
		return list(rarestFirst(query));
	}

	/** By the label that fewest have, as far as that is cheap to know. */
	ExecutionQuery rarestFirst(ExecutionQuery query) {
		if (query.labels().size() < 2) {
			return query;
		}
		Map<String, Long> counts = new HashMap<>();
		query.labels()
			.forEach((label) -> counts.put(label,
					count("(SELECT 1 FROM execution_labels WHERE label = ? LIMIT ?)", List.of(label, this.few + 1))));
		return new ExecutionQuery(query.namespace(), query.flowId(), query.states(),
				query.labels().stream().sorted(Comparator.comparing(counts::get)).toList(), query.cause(), query.from(),
				query.to(), query.page(), query.size());
	}

	private Page<Execution> list(ExecutionQuery query) {
		if (query.labels().isEmpty() && query.cause() == null && query.states().size() > 1) {
			return executionsOfStates(query);
		}
		Conditions conditions = flows(query).states(query.states());
		// by the first label they are read in the order of the list, as by the other
		// columns
		boolean labelled = !query.labels().isEmpty();
		conditions.dates(labelled ? "execution_labels.created_at" : "executions.created_at", query.from(), query.to());
		if (labelled) {
			conditions.add("execution_labels.label = ?", query.labels().get(0));
			query.labels().stream().skip(1).forEach((label) -> conditions.add(ALSO_LABELLED, label));
			return new Page<>(documents(
					"execution_labels CROSS JOIN executions ON executions.id = execution_labels.execution_id"
							+ conditions.where()
							+ " ORDER BY execution_labels.created_at DESC, execution_labels.execution_id DESC",
					conditions.values(), query.page(), query.size(), Execution.class), labelled(query));
		}
		return page(table(query) + conditions.where(), "created_at DESC, id DESC", conditions.values(), query.page(),
				query.size(), Execution.class);
	}

	/**
	 * How many have the labels. A label alone is counted in its own table; to read each
	 * of its executions takes fifty times as long, so that of one that many have, all
	 * executions that pass the other conditions are looked up in that table.
	 */
	private long labelled(ExecutionQuery query) {
		Conditions labels = new Conditions().add("label = ?", query.labels().get(0))
			.dates(CREATED_AT, query.from(), query.to());
		query.labels().stream().skip(1).forEach((label) -> labels.add(ALSO_LABELLED, label));
		long many = count("execution_labels" + labels.where(), labels.values());
		Conditions others = flows(query).states(query.states());
		if (many == 0 || others.values().isEmpty()) {
			return many;
		}
		if (many > this.few) {
			others.dates(CREATED_AT, query.from(), query.to());
			query.labels().forEach((label) -> others.add(LABELLED, label));
			return count(table(query) + others.where(), others.values());
		}
		others.dates("execution_labels.created_at", query.from(), query.to())
			.add("execution_labels.label = ?", query.labels().get(0));
		query.labels().stream().skip(1).forEach((label) -> others.add(ALSO_LABELLED, label));
		return count("execution_labels CROSS JOIN executions ON executions.id = execution_labels.execution_id"
				+ others.where(), others.values());
	}

	/**
	 * With the index that has least to read, where it would not be found: few fail for
	 * one cause, and have flows of one id.
	 */
	static String table(ExecutionQuery query) {
		if (query.cause() != null) {
			return "executions INDEXED BY executions_by_cause";
		}
		return (query.flowId() != null && query.namespace() == null) ? "executions INDEXED BY executions_by_flow_id"
				: "executions";
	}

	/**
	 * Of several states: merged from one list for each, all of which have an index, up to
	 * the end of the page.
	 */
	private Page<Execution> executionsOfStates(ExecutionQuery query) {
		Conditions counted = flows(query).states(query.states()).dates(CREATED_AT, query.from(), query.to());
		long total = count(table(query) + counted.where(), counted.values());
		List<String> selects = new ArrayList<>();
		List<Object> values = new ArrayList<>();
		for (State state : new TreeSet<>(query.states())) {
			Conditions conditions = flows(query).states(Set.of(state)).dates(CREATED_AT, query.from(), query.to());
			selects.add("SELECT document, created_at, id FROM " + table(query) + conditions.where());
			values.addAll(conditions.values());
		}
		values.add(query.size());
		values.add((long) query.page() * query.size());
		return new Page<>(documents("(%s ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?)"
			.formatted(String.join(" UNION ALL ", selects)), values, Execution.class), total);
	}

	/** Beside the states, the dates and the labels. */
	static Conditions flows(ExecutionQuery query) {
		return new Conditions().add("namespace = ?", query.namespace())
			.add("flow_id = ?", query.flowId())
			.add("cause = ?", query.cause());
	}

	@Nullable Execution execution(String id) {
		return documents("executions WHERE id = ?", List.of(id), Execution.class).stream().findFirst().orElse(null);
	}

	List<TaskRun> taskRuns(String executionId) {
		return documents("task_runs WHERE execution_id = ? ORDER BY created_at, id", List.of(executionId),
				TaskRun.class);
	}

	Page<LogLine> logs(String executionId, int page, int size) {
		return page("logs WHERE execution_id = ?", "logged_at, task_run_id, attempt, sequence", List.of(executionId),
				page, size, LogLine.class);
	}

	List<TriggerState> triggers() {
		return documents("triggers ORDER BY id", List.of(), TriggerState.class);
	}

	private <D> Page<D> page(String from, String order, List<Object> values, int page, int size, Class<D> type) {
		return new Page<>(documents(from + " ORDER BY " + order, values, page, size, type), count(from, values));
	}

	private <D> List<D> documents(String from, List<Object> values, int page, int size, Class<D> type) {
		List<Object> all = new ArrayList<>(values);
		all.add(size);
		all.add((long) page * size);
		return documents(from + " LIMIT ? OFFSET ?", all, type);
	}

	private long count(String from, List<Object> values) {
		return client().sql("SELECT count(*) FROM " + from).params(values).query(Long.class).single();
	}

	private <D> List<D> documents(String from, List<Object> values, Class<D> type) {
		return client().sql("SELECT document FROM " + from)
			.params(values)
			.query((row, number) -> Json.mapper().readValue(row.getString(1), type))
			.list();
	}

	private JdbcClient client() {
		return JdbcClient.create(this.database.readers());
	}

}
