package io.windhover.topic;

import java.time.Duration;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The topics and what goes through them.
 *
 * @param prefix Prefix of all topics, consumer groups and Kafka Streams applications of
 * one Windhover cluster.
 * @param partitions Partitions of each topic. Kafka Streams stores are split by it, so it
 * cannot change afterwards. Left out, existing topics keep theirs, and new ones get 4 on
 * the embedded broker and 16 on any other.
 * @param replicationFactor Replicas of each topic. -1 takes the broker's default.
 * @param retention How long records stay in the topics that are not compacted.
 * @param heartbeatInterval How often an instance says that it lives.
 * @param lease How long the heartbeat of a worker may be missing before its task runs are
 * taken from it.
 * @param forgetAfter How long an instance may be silent before it leaves the list of
 * instances and its topic. Must be longer than the lease.
 * @param maxRecordSize Most that a record of a topic may have, from 8MB to 16MB. Topics
 * get it when they are created; those that exist keep their max.message.bytes.
 */
@Validated
@ConfigurationProperties("windhover.topics")
public record TopicProperties(
		@DefaultValue("windhover-") @NotNull @Pattern(regexp = "[a-zA-Z0-9-]{0,64}") String prefix,
		@Nullable @Min(1) @Max(1024) Integer partitions, @DefaultValue("-1") @Min(-1) short replicationFactor,
		@DefaultValue("14d") Duration retention, @DefaultValue("3s") Duration heartbeatInterval,
		@DefaultValue("30s") Duration lease, @DefaultValue("1h") Duration forgetAfter,
		@DefaultValue("8MB") @NotNull DataSize maxRecordSize) {

	private static final DataSize LEAST_RECORD = DataSize.ofMegabytes(8);

	private static final DataSize MOST_RECORD = DataSize.ofMegabytes(16);

	/** Of the headers that tell why a dead letter is one. */
	private static final int DEAD_LETTER_HEADERS = 64 * 1024;

	public TopicProperties {
		if (maxRecordSize.compareTo(LEAST_RECORD) < 0 || maxRecordSize.compareTo(MOST_RECORD) > 0) {
			throw new IllegalArgumentException("windhover.topics.max-record-size must be from 8MB to 16MB");
		}
	}

	/**
	 * The most that a record may have, in bytes.
	 */
	public int recordBytes() {
		return (int) this.maxRecordSize.toBytes();
	}

	/**
	 * The most that a dead letter may have: any record, and the headers that tell why it
	 * is one.
	 */
	public int deadLetterBytes() {
		return recordBytes() + DEAD_LETTER_HEADERS;
	}

	@AssertTrue(message = "windhover.topics.forget-after must be longer than windhover.topics.lease")
	boolean isForgetAfterLongerThanLease() {
		return this.forgetAfter.compareTo(this.lease) > 0;
	}

}
