package io.windhover.repository.sqlite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Json;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerState;
import io.windhover.repository.Page;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks documents up by their columns.
 */
class SqliteReader {

	private static final String ALSO_LABELLED = """
			EXISTS (SELECT 1 FROM execution_labels AS other WHERE other.label = ?
			AND other.created_at = execution_labels.created_at AND other.execution_id = execution_labels.execution_id)""";

	private final SqliteDatabase database;

	SqliteReader(SqliteDatabase database) {
		this.database = database;
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
		Conditions conditions = new Conditions();
		conditions.add("namespace = ?", query.namespace());
		conditions.add("flow_id = ?", query.flowId());
		conditions.add("state = ?", (query.state() != null) ? query.state().name() : null);
		// by the first label they are read in the order of the list, as by the other
		// columns
		boolean labelled = !query.labels().isEmpty();
		String dates = labelled ? "execution_labels" : "executions";
		conditions.add(dates + ".created_at >= ?", (query.from() != null) ? Table.micros(query.from()) : null);
		conditions.add(dates + ".created_at < ?", (query.to() != null) ? Table.micros(query.to()) : null);
		if (labelled) {
			conditions.add("execution_labels.label = ?", query.labels().get(0));
			query.labels().stream().skip(1).forEach((label) -> conditions.add(ALSO_LABELLED, label));
			return page(
					"execution_labels CROSS JOIN executions ON executions.id = execution_labels.execution_id"
							+ conditions.where(),
					"execution_labels.created_at DESC, execution_labels.execution_id DESC", conditions.values,
					query.page(), query.size(), Execution.class);
		}
		return page("executions" + conditions.where(), "created_at DESC, id DESC", conditions.values, query.page(),
				query.size(), Execution.class);
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
		long total = client().sql("SELECT count(*) FROM " + from).params(values).query(Long.class).single();
		List<Object> all = new ArrayList<>(values);
		all.add(size);
		all.add((long) page * size);
		return new Page<>(documents(from + " ORDER BY " + order + " LIMIT ? OFFSET ?", all, type), total);
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

	/**
	 * What is asked for, joined by AND.
	 */
	private static final class Conditions {

		private final List<String> clauses = new ArrayList<>();

		private final List<Object> values = new ArrayList<>();

		void add(String clause, @Nullable Object value) {
			if (value != null) {
				this.clauses.add(clause);
				this.values.add(value);
			}
		}

		String where() {
			return this.clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", this.clauses);
		}

	}

}
