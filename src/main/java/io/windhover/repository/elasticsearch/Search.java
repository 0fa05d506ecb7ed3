package io.windhover.repository.elasticsearch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import io.windhover.repository.Page;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One search, page by page. Up to the window of a server (10,000 entries) it jumps to a
 * page; behind that it walks there, 10,000 entries at a step and without reading them.
 *
 * @param indices a name or a pattern; one that does not exist is empty
 * @param filters all of which must match
 * @param sort the fields in their order, ending with one that makes it definite
 */
record Search<D>(ElasticsearchClient client, String indices, List<Map<String, Object>> filters,
		List<Map<String, Object>> sort, Class<D> type) {

	/** What a server lets be skipped, {@code index.max_result_window}. */
	static final int WINDOW = 10_000;

	private static final int CHUNK = 1_000;

	private static final Map<String, String> PARAMETERS = Map.of("ignore_unavailable", "true", "allow_no_indices",
			"true", "allow_partial_search_results", "false", "filter_path",
			"hits.total.value,hits.hits.sort,hits.hits._source");

	static Map<String, Object> term(String field, Object value) {
		return Map.of("term", Map.of(field, value));
	}

	static Map<String, Object> sort(String field, String order, String type) {
		return Map.of(field, Map.of("order", order, "unmapped_type", type));
	}

	Page<D> page(int page, int size) {
		long offset = (long) page * size;
		if (offset + size <= WINDOW) {
			JsonNode hits = hits((int) offset, size, null, true);
			return new Page<>(documents(hits), total(hits));
		}
		JsonNode first = hits(0, 1, null, false);
		long total = total(first);
		if (offset >= total) {
			return new Page<>(List.of(), total);
		}
		JsonNode before = entryBefore(offset);
		return new Page<>((before != null) ? documents(hits(0, size, before, true)) : List.of(), total);
	}

	List<D> all() {
		List<D> all = new ArrayList<>();
		JsonNode after = null;
		JsonNode found;
		do {
			JsonNode hits = hits(0, CHUNK, after, true);
			found = hits.path("hits");
			all.addAll(documents(hits));
			after = last(found);
		}
		while (found.size() == CHUNK);
		return all;
	}

	/**
	 * Where the entry stands behind which a page begins; null when there are fewer.
	 */
	private @Nullable JsonNode entryBefore(long offset) {
		int jump = (int) Math.min(offset, WINDOW);
		JsonNode found = hits(jump - 1, 1, null, false).path("hits");
		JsonNode after = last(found);
		for (long left = offset - jump; left > 0 && after != null; left -= WINDOW) {
			int step = (int) Math.min(left, WINDOW);
			found = hits(0, step, after, false).path("hits");
			after = (found.size() == step) ? last(found) : null;
		}
		return after;
	}

	private JsonNode hits(int from, int size, @Nullable JsonNode after, boolean documents) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("from", from);
		body.put("size", size);
		body.put("track_total_hits", after == null);
		body.put("_source", documents);
		body.put("query", Map.of("bool", Map.of("filter", this.filters)));
		body.put("sort", this.sort);
		if (after != null) {
			body.put("search_after", after);
		}
		return this.client.send("POST", "/" + this.indices + "/_search", PARAMETERS, body).json().path("hits");
	}

	private List<D> documents(JsonNode hits) {
		List<D> documents = new ArrayList<>();
		hits.path("hits").forEach((hit) -> documents.add(Json.mapper().treeToValue(hit.path("_source"), this.type)));
		return documents;
	}

	private static long total(JsonNode hits) {
		return hits.path("total").path("value").asLong(0);
	}

	private static @Nullable JsonNode last(JsonNode hits) {
		return hits.isEmpty() ? null : hits.get(hits.size() - 1).get("sort");
	}

}
