package io.windhover.repository.elasticsearch;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Deletes the indices of past days. One that another indexer has deleted meanwhile is
 * gone all the same, and one that cannot be deleted does not keep the others.
 */
class DatedIndices {

	private static final Logger logger = LoggerFactory.getLogger(DatedIndices.class);

	private final ElasticsearchClient client;

	private final Indices indices;

	DatedIndices(ElasticsearchClient client, Indices indices) {
		this.client = client;
		this.indices = indices;
	}

	@Nullable LocalDate deleteBefore(LocalDate day) {
		SortedMap<LocalDate, Set<String>> days = days();
		List<ElasticsearchResponse> failed = days.headMap(day)
			.values()
			.stream()
			.flatMap(Set::stream)
			.map(this::delete)
			.filter((response) -> !response.isOk() && response.status() != 404)
			.toList();
		if (!failed.isEmpty()) {
			throw failed.get(0).failure();
		}
		SortedMap<LocalDate, Set<String>> kept = days.tailMap(day);
		return kept.isEmpty() ? null : kept.firstKey();
	}

	private SortedMap<LocalDate, Set<String>> days() {
		SortedMap<LocalDate, Set<String>> days = new TreeMap<>();
		for (String kind : Indices.DATED) {
			JsonNode found = this.client
				.send("GET", "/" + this.indices.all(kind) + "/_alias", Map.of("expand_wildcards", "open,closed"), null)
				.json();
			for (String name : found.propertyNames()) {
				LocalDate day = this.indices.day(kind, name);
				if (day != null) {
					days.computeIfAbsent(day, (each) -> new TreeSet<>()).add(name);
				}
			}
		}
		return days;
	}

	private ElasticsearchResponse delete(String index) {
		ElasticsearchResponse response = this.client.send("DELETE", "/" + index);
		if (response.isOk()) {
			logger.info("The index {} is deleted, as it is older than what is kept", index);
		}
		return response;
	}

}
