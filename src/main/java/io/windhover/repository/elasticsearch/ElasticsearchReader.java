package io.windhover.repository.elasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerState;
import io.windhover.repository.Page;
import org.jspecify.annotations.Nullable;

/**
 * Looks documents up, in the orders that {@code SqliteReader} has them.
 */
class ElasticsearchReader {

	/** What an index can hold as {@code date_nanos}; a question beyond is an error. */
	private static final Instant LAST = Instant.parse("2262-04-11T00:00:00Z");

	private final ElasticsearchClient client;

	private final Indices indices;

	ElasticsearchReader(ElasticsearchClient client, Indices indices) {
		this.client = client;
		this.indices = indices;
	}

	Page<Execution> executions(ExecutionQuery query) {
		List<Map<String, Object>> filters = new ArrayList<>();
		if (query.namespace() != null) {
			filters.add(Search.term("namespace", query.namespace()));
		}
		if (query.flowId() != null) {
			filters.add(Search.term("flowId", query.flowId()));
		}
		if (query.state() != null) {
			filters.add(Search.term("state", query.state().name()));
		}
		query.labels().forEach((label) -> filters.add(Search.term("labelPairs", label)));
		Map<String, Object> range = new LinkedHashMap<>();
		if (query.from() != null) {
			range.put("gte", storable(query.from()));
		}
		if (query.to() != null) {
			range.put("lt", storable(query.to()));
		}
		if (!range.isEmpty()) {
			filters.add(Map.of("range", Map.of("createdAt", range)));
		}
		return search("executions", filters,
				List.of(Search.sort("createdAt", "desc", "date_nanos"), Search.sort("id", "desc", "keyword")),
				Execution.class)
			.page(query.page(), query.size());
	}

	@Nullable Execution execution(String id) {
		return search("executions", List.of(Search.term("id", id)), List.of(Search.sort("version", "desc", "long")),
				Execution.class)
			.page(0, 1)
			.items()
			.stream()
			.findFirst()
			.orElse(null);
	}

	List<TaskRun> taskRuns(String executionId) {
		return search("task-runs", List.of(Search.term("executionId", executionId)),
				List.of(Search.sort("createdAt", "asc", "date_nanos"), Search.sort("id", "asc", "keyword")),
				TaskRun.class)
			.all();
	}

	Page<LogLine> logs(String executionId, int page, int size) {
		return search("logs", List.of(Search.term("executionId", executionId)),
				List.of(Search.sort("at", "asc", "date_nanos"), Search.sort("taskRunId", "asc", "keyword"),
						Search.sort("attempt", "asc", "integer"), Search.sort("sequence", "asc", "long")),
				LogLine.class)
			.page(page, size);
	}

	List<TriggerState> triggers() {
		return new Search<>(this.client, this.indices.triggers(), List.of(),
				List.of(Search.sort("id", "asc", "keyword")), TriggerState.class)
			.all();
	}

	private <D> Search<D> search(String kind, List<Map<String, Object>> filters, List<Map<String, Object>> sort,
			Class<D> type) {
		return new Search<>(this.client, this.indices.all(kind), filters, sort, type);
	}

	private static Instant storable(Instant instant) {
		if (instant.isBefore(Instant.EPOCH)) {
			return Instant.EPOCH;
		}
		return instant.isAfter(LAST) ? LAST : instant;
	}

}
