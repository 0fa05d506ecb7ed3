package io.windhover.repository.elasticsearch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.Refusal;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Writes triggers. Their versions begin anew when they were deleted and come back, and a
 * server remembers the version of what was deleted: so each is compared with what is
 * there, and written if that has not changed since.
 */
class TriggerWriter {

	private static final RetryPolicy CONFLICTS = RetryPolicy.builder()
		.includes(ChangedException.class)
		.maxRetries(5)
		.delay(Duration.ofMillis(10))
		.jitter(Duration.ofMillis(10))
		.build();

	private final ElasticsearchClient client;

	private final BulkWriter writer;

	private final String index;

	private final RetryTemplate retry = new RetryTemplate(CONFLICTS);

	TriggerWriter(ElasticsearchClient client, BulkWriter writer, String index) {
		this.client = client;
		this.writer = writer;
		this.index = index;
	}

	List<Refusal> write(List<TriggerState> triggers) {
		Map<String, TriggerState> newest = new LinkedHashMap<>();
		triggers.forEach((trigger) -> newest.merge(BulkOperation.id(trigger.key()), trigger,
				(a, b) -> (b.version() > a.version()) ? b : a));
		return newest.isEmpty() ? List.of() : this.retry.invoke(() -> writeNewer(newest));
	}

	private List<Refusal> writeNewer(Map<String, TriggerState> triggers) {
		Map<String, Stored> stored = stored(triggers);
		BulkOperations bulk = new BulkOperations();
		triggers.forEach((id, trigger) -> {
			Stored there = stored.get(id);
			if (there == null || there.version() < trigger.version()) {
				bulk.add(trigger, (each) -> action(each, there));
			}
		});
		BulkWriter.Outcome outcome = this.writer.write(bulk.actions());
		if (!outcome.conflicts().isEmpty()) {
			throw new ChangedException(outcome.conflicts().size());
		}
		List<Refusal> refusals = new ArrayList<>(bulk.refusals());
		refusals.addAll(outcome.refusals());
		return refusals;
	}

	private BulkOperation action(TriggerState trigger, @Nullable Stored there) {
		DocumentSource source = DocumentSource.OfTrigger.of(trigger);
		if (there == null) {
			return BulkOperation.of(trigger, "create", BulkOperation.Header.plain(this.index, trigger.key()), source);
		}
		return BulkOperation.of(trigger, "index",
				BulkOperation.Header.unchanged(this.index, trigger.key(), there.sequence(), there.term()), source);
	}

	private Map<String, Stored> stored(Map<String, TriggerState> triggers) {
		List<Map<String, Object>> wanted = triggers.keySet()
			.stream()
			.map((id) -> Map.<String, Object>of("_index", this.index, "_id", id, "_source", List.of("version")))
			.toList();
		JsonNode found = this.client.send("POST", "/_mget", Map.of(), Map.of("docs", wanted)).json();
		Map<String, Stored> stored = new HashMap<>();
		for (JsonNode each : found.path("docs")) {
			JsonNode error = each.path("error");
			if (!error.isMissingNode() && !"index_not_found_exception".equals(error.path("type").asString(""))) {
				throw new RepositoryException("Elasticsearch cannot read a trigger: " + ItemError.of(error).reason(),
						null);
			}
			if (each.path("found").asBoolean(false)) {
				stored.put(each.path("_id").asString(), new Stored(each.path("_source").path("version").asLong(),
						each.path("_seq_no").asLong(), each.path("_primary_term").asLong()));
			}
		}
		return stored;
	}

	/**
	 * What the server has of a trigger.
	 */
	private record Stored(long version, long sequence, long term) {
	}

	/**
	 * Another indexer wrote the same triggers at the same time.
	 */
	private static final class ChangedException extends RepositoryException {

		ChangedException(int triggers) {
			super("%d triggers were written by another indexer at the same time".formatted(triggers), null);
		}

	}

}
