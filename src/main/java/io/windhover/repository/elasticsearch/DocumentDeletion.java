package io.windhover.repository.elasticsearch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.windhover.repository.RepositoryException;
import tools.jackson.databind.JsonNode;

/**
 * Deletes the documents of executions, wherever they are: a search finds them, and bulk
 * requests delete them, because not every server deletes by a query.
 */
class DocumentDeletion {

	private static final int CHUNK = 1_000;

	private static final Map<String, String> LENIENT = Map.of("ignore_unavailable", "true", "allow_no_indices", "true");

	private static final Map<String, String> SEARCH = Map.of("ignore_unavailable", "true", "allow_no_indices", "true",
			"allow_partial_search_results", "false", "filter_path", "hits.hits._index,hits.hits._id");

	private final ElasticsearchClient client;

	private final Indices indices;

	private final BulkWriter writer;

	DocumentDeletion(ElasticsearchClient client, Indices indices, BulkWriter writer) {
		this.client = client;
		this.indices = indices;
		this.writer = writer;
	}

	void delete(Collection<String> executionIds) {
		for (String kind : Indices.DATED) {
			String field = kind.equals("executions") ? "id" : "executionId";
			Map<String, Object> filter = Map.of("terms", Map.of(field, executionIds));
			String indices = this.indices.all(kind);
			refresh(indices);
			int deleted;
			do {
				deleted = deleteSome(indices, filter);
			}
			while (deleted == CHUNK);
		}
	}

	private int deleteSome(String indices, Map<String, Object> filter) {
		JsonNode hits = this.client
			.send("POST", "/" + indices + "/_search", SEARCH,
					Map.of("size", CHUNK, "_source", false, "query", Map.of("bool", Map.of("filter", List.of(filter)))))
			.json()
			.path("hits")
			.path("hits");
		List<BulkOperation> deletions = new ArrayList<>();
		hits.forEach((hit) -> {
			String id = hit.path("_id").asString();
			deletions.add(BulkOperation.deletion(id, BulkOperation.Header.plain(hit.path("_index").asString(), id)));
		});
		if (!deletions.isEmpty()) {
			BulkWriter.Outcome outcome = this.writer.write(deletions);
			if (!outcome.refusals().isEmpty()) {
				throw new RepositoryException("Elasticsearch did not delete a document: %s"
					.formatted(outcome.refusals().get(0).cause().getMessage()), outcome.refusals().get(0).cause());
			}
			refresh(indices);
		}
		return deletions.size();
	}

	/** What was written or deleted just now is seen by a search after a refresh only. */
	private void refresh(String indices) {
		this.client.send("POST", "/" + indices + "/_refresh", LENIENT, null).json();
	}

}
