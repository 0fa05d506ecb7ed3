package io.windhover.indexer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What this indexer does now.
 */
public interface IndexerView {

	/**
	 * Whether it has its partitions.
	 */
	boolean isReady();

	/**
	 * The kind of repository that it writes to, as the configuration names it.
	 */
	String repositoryType();

	/**
	 * Whether that repository is this process' own, which others cannot read.
	 */
	boolean isRepositoryEmbedded();

	/**
	 * When the repository last acknowledged a batch; null before the first.
	 */
	@Nullable Instant lastAcknowledged();

	/**
	 * The batch that the repository acknowledged last; null before the first.
	 */
	@Nullable WrittenBatch lastBatch();

	/**
	 * Why the repository did not acknowledge the last batch; null when it did.
	 */
	@Nullable String lastError();

	/**
	 * The failure that lasts until now; null while all goes well.
	 */
	@Nullable Failure failure();

	/**
	 * Documents acknowledged since the start, by index.
	 */
	Map<String, Long> indexed();

	/**
	 * Records that it put to the dead letters since the start, by topic.
	 */
	Map<String, Long> deadLetters();

	/**
	 * The partitions that it does not go on with, each with the record that only a newer
	 * version understands.
	 */
	Map<TopicPartition, NewerRecord> stopped();

	/**
	 * The refill of a repository that was lost or older; null when there is none.
	 */
	@Nullable RefillState refill();

	/**
	 * What is deleted because of its age.
	 */
	RetentionState retention();

	/**
	 * A batch that is with the repository.
	 *
	 * @param at when all of it was safe
	 * @param duration that the repository took
	 */
	record WrittenBatch(Instant at, int documents, Duration duration) {
	}

	/**
	 * Tries that failed one after the other.
	 *
	 * @param message of the last one
	 * @param since when the first one failed
	 */
	record Failure(String message, Instant since, int tries) {
	}

}
