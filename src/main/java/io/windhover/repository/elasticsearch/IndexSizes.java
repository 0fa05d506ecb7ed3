package io.windhover.repository.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.windhover.repository.RepositorySize;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How large the indices are, all copies included, with some of their documents drawn at
 * random. Each document has a number of its own in its shard ({@code _seq_no}), and
 * numbers are drawn from all that were given out: those that still have a document are as
 * likely as one another, and no other document is looked at.
 */
class IndexSizes {

	private static final Map<String, String> LENIENT = Map.of("ignore_unavailable", "true", "allow_no_indices", "true");

	/** Only of the newest version of each document, and none of what was deleted. */
	private static final Map<String, String> NUMBERS = Map.of("ignore_unavailable", "true", "allow_no_indices", "true",
			"level", "shards", "filter_path",
			"indices.*.shards.*.docs.count,indices.*.shards.*.routing.primary,indices.*.shards.*.seq_no.max_seq_no");

	/** Less than the clauses that a query may have. */
	private static final int MOST_DRAWN = 1000;

	/** More are found than wanted, which then are as good as any. */
	private static final double MARGIN = 1.25;

	private static final int MOST_HITS = 10_000;

	private final ElasticsearchClient client;

	private final Indices indices;

	private final Random random;

	IndexSizes(ElasticsearchClient client, Indices indices, Random random) {
		this.client = client;
		this.indices = indices;
		this.random = random;
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
		Map<String, Set<Long>> drawn = drawn(numbers(pattern), samples);
		if (drawn.isEmpty()) {
			return List.of();
		}
		JsonNode hits = this.client
			.send("POST", "/" + pattern + "/_search", LENIENT,
					Map.of("size", MOST_HITS, "track_total_hits", false, "query", Map.of("bool", Map.of("should",
							drawn.entrySet().stream().map((each) -> with(each.getKey(), each.getValue())).toList()))))
			.json()
			.path("hits")
			.path("hits");
		List<RepositorySize.DocumentSize> sample = new ArrayList<>();
		hits.forEach((hit) -> {
			JsonNode document = hit.path("_source");
			sample.add(new RepositorySize.DocumentSize(document.path("namespace").asString(""),
					document.path("flowId").asString(""), document.toString().getBytes(StandardCharsets.UTF_8).length));
		});
		// the first ones are those of the first shards
		Collections.shuffle(sample, this.random);
		return List.copyOf(sample.subList(0, Math.min(samples, sample.size())));
	}

	private static Map<String, Object> with(String index, Set<Long> numbers) {
		return Map.of("bool", Map.of("filter",
				List.of(Map.of("term", Map.of("_index", index)), Map.of("terms", Map.of("_seq_no", numbers)))));
	}

	/** How many numbers each index has given out, and how many documents have one. */
	private Numbers numbers(String pattern) {
		Map<String, Long> numbers = new TreeMap<>();
		long documents = 0;
		JsonNode indices = this.client.send("GET", "/" + pattern + "/_stats/docs", NUMBERS, null)
			.json()
			.path("indices");
		for (String index : indices.propertyNames()) {
			for (JsonNode copies : indices.path(index).path("shards")) {
				for (JsonNode copy : copies) {
					if (copy.path("routing").path("primary").asBoolean(false)) {
						numbers.merge(index, copy.path("seq_no").path("max_seq_no").asLong(-1) + 1, Long::max);
						documents += copy.path("docs").path("count").asLong(0);
					}
				}
			}
		}
		return new Numbers(numbers, documents);
	}

	/** A number may be that of a document in each shard of its index. */
	private Map<String, Set<Long>> drawn(Numbers numbers, int samples) {
		Map<String, Set<Long>> drawn = new TreeMap<>();
		long all = numbers.all();
		if (all == 0 || numbers.documents() == 0) {
			return drawn;
		}
		double needed = MARGIN * samples * all / numbers.documents();
		for (long i = Math.min(MOST_DRAWN, (long) Math.ceil(needed)); i > 0; i--) {
			long number = this.random.nextLong(all);
			for (Map.Entry<String, Long> index : numbers.byIndex().entrySet()) {
				if (number < index.getValue()) {
					drawn.computeIfAbsent(index.getKey(), (key) -> new TreeSet<>()).add(number);
					break;
				}
				number -= index.getValue();
			}
		}
		return drawn;
	}

	/** Null where this user may not ask for it, as on a cluster that others share. */
	private @Nullable Disk fullest() {
		ElasticsearchResponse response = this.client.send("GET", "/_nodes/stats/fs");
		if (!response.isOk()) {
			return null;
		}
		Disk fullest = null;
		for (JsonNode node : response.json().path("nodes")) {
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
	 * What there is to draw from.
	 *
	 * @param byIndex how many numbers the shard has given out that has given out the most
	 * @param documents of all indices
	 */
	private record Numbers(Map<String, Long> byIndex, long documents) {

		long all() {
			return this.byIndex.values().stream().mapToLong(Long::longValue).sum();
		}

	}

	/**
	 * Of a data node.
	 */
	private record Disk(String node, long total, long usable) {
	}

}
