package io.windhover.repository.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How large the indices are, all copies included, with some of their documents drawn at
 * random.
 */
class IndexSizes {

	private static final Map<String, String> LENIENT = Map.of("ignore_unavailable", "true", "allow_no_indices", "true");

	private static final Map<String, Object> ANY = Map.of("function_score",
			Map.of("query", Map.of("match_all", Map.of()), "random_score", Map.of()));

	private final ElasticsearchClient client;

	private final Indices indices;

	IndexSizes(ElasticsearchClient client, Indices indices) {
		this.client = client;
		this.indices = indices;
	}

	RepositorySize size(int samples) {
		List<RepositorySize.Kind> kinds = new ArrayList<>();
		for (String kind : Indices.DATED) {
			String pattern = this.indices.all(kind);
			kinds.add(new RepositorySize.Kind(kind, bytes(pattern), false, sample(pattern, samples)));
		}
		kinds.add(new RepositorySize.Kind("triggers", bytes(this.indices.triggers()), false, List.of()));
		Disk disk = fullest();
		return new RepositorySize(kinds.stream().mapToLong(RepositorySize.Kind::bytes).sum(), kinds,
				(disk != null) ? disk.node() : "the nodes of the repository", (disk != null) ? disk.total() : null,
				(disk != null) ? disk.usable() : null);
	}

	private long bytes(String pattern) {
		return this.client.send("GET", "/" + pattern + "/_stats/store", LENIENT, null)
			.json()
			.path("_all")
			.path("total")
			.path("store")
			.path("size_in_bytes")
			.asLong(0);
	}

	private List<RepositorySize.DocumentSize> sample(String pattern, int samples) {
		JsonNode hits = this.client
			.send("POST", "/" + pattern + "/_search", LENIENT,
					Map.of("size", samples, "track_total_hits", false, "query", ANY))
			.json()
			.path("hits")
			.path("hits");
		List<RepositorySize.DocumentSize> sample = new ArrayList<>();
		hits.forEach((hit) -> {
			JsonNode document = hit.path("_source");
			sample.add(new RepositorySize.DocumentSize(document.path("namespace").asString(""),
					document.path("flowId").asString(""), document.toString().getBytes(StandardCharsets.UTF_8).length));
		});
		return sample;
	}

	/** Null where this user may not ask for it, as on a cluster that others share. */
	private @Nullable Disk fullest() {
		Answer answer = this.client.send("GET", "/_nodes/stats/fs");
		if (!answer.isOk()) {
			return null;
		}
		Disk fullest = null;
		for (JsonNode node : answer.json().path("nodes")) {
			JsonNode sum = node.path("fs").path("total");
			Disk disk = new Disk(node.path("name").asString(""), sum.path("total_in_bytes").asLong(0),
					sum.path("available_in_bytes").asLong(0));
			if (disk.total() > 0 && (fullest == null || disk.usable() < fullest.usable())) {
				fullest = disk;
			}
		}
		return fullest;
	}

	/**
	 * Of a data node.
	 */
	private record Disk(String node, long total, long usable) {
	}

}
