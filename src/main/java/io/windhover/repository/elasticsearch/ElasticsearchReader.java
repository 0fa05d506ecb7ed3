package io.windhover.repository.elasticsearch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.Page;
import io.windhover.repository.TimeBuckets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Looks documents up, in the orders that {@code SqliteReader} has them.
 */
class ElasticsearchReader {

	/** What an index can hold as {@code date_nanos}; a question beyond is an error. */
	private static final Instant LAST = Instant.parse("2262-04-11T00:00:00Z");

	private static final String CREATED_AT = "createdAt";

	private static final Map<String, String> COUNTS = Map.of("ignore_unavailable", "true", "allow_no_indices", "true",
			"allow_partial_search_results", "false", "filter_path", "aggregations");

	private final ElasticsearchClient client;

	private final Indices indices;

	ElasticsearchReader(ElasticsearchClient client, Indices indices) {
		this.client = client;
		this.indices = indices;
	}

	Page<Execution> executions(ExecutionQuery query) {
		return search("executions", filters(query, query.from(), query.to()),
				List.of(Search.sort("createdAt", "desc", "date_nanos"), Search.sort("id", "desc", "keyword")),
				Execution.class)
			.page(query.page(), query.size());
	}

	/**
	 * How many executions were created when, which the server counts by its columns.
	 */
	ExecutionHistogram histogram(ExecutionQuery query, TimeBuckets buckets) {
		Map<String, Object> states = Map.of("terms", Map.of("field", "state", "size", State.values().length));
		Map<String, Object> dates = Map.of("date_histogram",
				Map.of("field", CREATED_AT, "fixed_interval", buckets.width().toSeconds() + "s", "min_doc_count", 1),
				"aggs", Map.of("states", states));
		JsonNode found = this.client.send("POST", "/" + this.indices.all("executions") + "/_search", COUNTS,
				Map.of("size", 0, "track_total_hits", false, "query",
						Map.of("bool", Map.of("filter", filters(query, buckets.from(), buckets.to()))), "aggs",
						Map.of("dates", dates)))
			.json();
		SortedMap<Instant, Map<State, Long>> counts = new TreeMap<>();
		for (JsonNode bucket : found.path("aggregations").path("dates").path("buckets")) {
			Map<State, Long> byState = new EnumMap<>(State.class);
			for (JsonNode state : bucket.path("states").path("buckets")) {
				byState.put(State.valueOf(state.path("key").asString()), state.path("doc_count").asLong());
			}
			counts.put(Instant.ofEpochMilli(bucket.path("key").asLong()), byState);
		}
		return new ExecutionHistogram(counts, false);
	}

	private static List<Map<String, Object>> filters(ExecutionQuery query, @Nullable Instant from,
			@Nullable Instant to) {
		List<Map<String, Object>> filters = new ArrayList<>();
		if (query.namespace() != null) {
			filters.add(Search.term("namespace", query.namespace()));
		}
		if (query.flowId() != null) {
			filters.add(Search.term("flowId", query.flowId()));
		}
		if (!query.states().isEmpty()) {
			filters.add(Map.of("terms", Map.of("state", query.states().stream().map(State::name).sorted().toList())));
		}
		query.labels().forEach((label) -> filters.add(Search.term("labelPairs", label)));
		if (query.cause() != null) {
			filters.add(Search.term("cause", query.cause()));
		}
		Map<String, Object> range = new LinkedHashMap<>();
		if (from != null) {
			range.put("gte", storable(from));
		}
		if (to != null) {
			range.put("lt", storable(to));
		}
		if (!range.isEmpty()) {
			filters.add(Map.of("range", Map.of(CREATED_AT, range)));
		}
		return filters;
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
