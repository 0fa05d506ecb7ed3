package io.windhover.management.endpoint.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RefillState;
import io.windhover.indexer.RetentionState;
import io.windhover.instance.Instance;
import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * What waits for the indexers, and what this one wrote.
 */
@Endpoint(id = "indexer")
public class IndexerEndpoint {

	private final IndexerView indexer;

	private final Sampler sampler;

	private final Instance instance;

	/**
	 * Shows the indexer of this process.
	 * @param sampler knows the documents that wait for all indexers
	 */
	public IndexerEndpoint(IndexerView indexer, Sampler sampler, Instance instance) {
		this.indexer = indexer;
		this.sampler = sampler;
		this.instance = instance;
	}

	@ReadOperation
	public IndexerDescriptor indexer() {
		IndexerView.WrittenBatch batch = this.indexer.lastBatch();
		IndexerView.Failure failure = this.indexer.failure();
		Map<String, Long> deadLetters = this.indexer.deadLetters();
		return new IndexerDescriptor(this.instance.id(), this.indexer.isReady(), this.indexer.repositoryType(),
				waiting(this.sampler.indexerBacklog()),
				(batch != null) ? new LastDescriptor(batch.at(), batch.documents(), batch.duration()) : null,
				(failure != null) ? new ErrorDescriptor(failure.message(), failure.since(), failure.tries()) : null,
				refill(this.indexer.refill()), retention(this.indexer.retention()), this.indexer.indexed(),
				deadLetters.values().stream().mapToLong(Long::longValue).sum(), deadLetters);
	}

	private static @Nullable RefillDescriptor refill(@Nullable RefillState refill) {
		return (refill != null) ? new RefillDescriptor(refill.since(), refill.records(), refill.remaining()) : null;
	}

	private static @Nullable RetentionDescriptor retention(RetentionState state) {
		return (state.keep() != null)
				? new RetentionDescriptor(state.keep(), state.oldestDay(), state.lastRunAt(), state.error()) : null;
	}

	private static WaitingDescriptor waiting(@Nullable BacklogSample sample) {
		if (sample == null) {
			return new WaitingDescriptor(null, null, List.of(), null);
		}
		List<TopicDescriptor> topics = sample.topics()
			.stream()
			.map((each) -> new TopicDescriptor(each.topic(), each.records(), each.age()))
			.toList();
		return new WaitingDescriptor(sample.records(), sample.oldestAge(), topics, sample.sampledAt());
	}

	/**
	 * This indexer.
	 *
	 * @param last null before the first batch
	 * @param error null while all goes well
	 * @param refill null unless a repository that lost documents is filled again
	 * @param retention null when documents are kept for ever
	 * @param indexed documents since the start, by index
	 * @param deadLetters records since the start, by topic
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record IndexerDescriptor(String instance, boolean ready, String repository, WaitingDescriptor waiting,
			@Nullable LastDescriptor last, @Nullable ErrorDescriptor error, @Nullable RefillDescriptor refill,
			@Nullable RetentionDescriptor retention, Map<String, Long> indexed, long deadLetterCount,
			Map<String, Long> deadLetters) implements OperationResponseBody {
	}

	/**
	 * The documents that wait for all indexers.
	 *
	 * @param records null when unknown
	 * @param oldestAge zero when none waits; null when unknown
	 * @param sampledAt null before the first sample
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record WaitingDescriptor(@Nullable Long records, @Nullable Duration oldestAge, List<TopicDescriptor> topics,
			@Nullable Instant sampledAt) {
	}

	/**
	 * Those of one topic.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record TopicDescriptor(String topic, @Nullable Long records, @Nullable Duration oldestAge) {
	}

	/**
	 * The batch that the repository acknowledged last.
	 */
	public record LastDescriptor(Instant acknowledgedAt, int documents, Duration duration) {
	}

	/**
	 * A repository that is filled again from the topics.
	 *
	 * @param records to read in all
	 */
	public record RefillDescriptor(Instant since, long records, long remaining) {
	}

	/**
	 * What is deleted because of its age.
	 *
	 * @param oldestDay null before the first run, and when nothing is kept
	 * @param lastRunAt null before the first run
	 * @param error null when the last try went well
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record RetentionDescriptor(Duration keep, @Nullable LocalDate oldestDay, @Nullable Instant lastRunAt,
			@Nullable String error) {
	}

	/**
	 * Why it does not get on.
	 */
	public record ErrorDescriptor(String message, Instant since, int tries) {
	}

}
