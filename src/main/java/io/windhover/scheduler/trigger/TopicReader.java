package io.windhover.scheduler.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.ReadRecords.Range;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.json.Json;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of a topic from where a trigger is, and commits to the group of the
 * consumer where that was.
 */
class TopicReader {

	private static final Logger logger = LoggerFactory.getLogger(TopicReader.class);

	/** Of JSON, of all records of an evaluation: they travel in one command. */
	private static final int MAX_BYTES = 512 * 1024;

	private static final int MAX_PARTITIONS = 1000;

	private static final Duration POLL = Duration.ofMillis(100);

	private final Consumer<byte[], byte[]> consumer;

	private final KafkaConfiguration configuration;

	private final Map<TopicPartition, Long> from = new LinkedHashMap<>();

	private final Map<TopicPartition, Long> to = new HashMap<>();

	private final List<ReadRecords.Item> records = new ArrayList<>();

	private int bytes;

	private boolean full;

	TopicReader(Consumer<byte[], byte[]> consumer, KafkaConfiguration configuration) {
		this.consumer = consumer;
		this.configuration = configuration;
	}

	List<TopicPartition> partitions() {
		List<PartitionInfo> found = this.consumer.partitionsFor(this.configuration.topic());
		if (found == null || found.isEmpty()) {
			throw new IllegalArgumentException(
					"topic '%s' does not exist; create it, or correct the name".formatted(this.configuration.topic()));
		}
		if (found.size() > MAX_PARTITIONS) {
			throw new IllegalArgumentException(
					"topic '%s' has more than %d partitions".formatted(this.configuration.topic(), MAX_PARTITIONS));
		}
		return found.stream().map((each) -> new TopicPartition(each.topic(), each.partition())).toList();
	}

	/**
	 * Reads until there are enough records, or the time is over.
	 * @param positions null to begin where the group is
	 * @param longest waits for records that there may be
	 * @param most waits for those that are known to be there
	 */
	ReadRecords read(String source, List<TopicPartition> partitions, @Nullable TopicPositions positions,
			Duration longest, Duration most) {
		this.consumer.assign(partitions);
		Map<TopicPartition, Long> ends = this.consumer.endOffsets(partitions);
		begin(partitions, positions, ends);
		if (positions != null) {
			commit(partitions, positions);
		}
		RecordVariables variables = RecordVariables.of(this.configuration);
		poll(longest, variables);
		if (this.records.isEmpty() && isBehind(ends)) {
			// the first fetch may take longer, and each evaluation begins with one
			pollFirst(most.minus(longest), variables, ends);
		}
		boolean moved = this.from.entrySet().stream().anyMatch((each) -> position(each.getKey()) > each.getValue());
		return new ReadRecords(source, ranges(), this.records, this.configuration.isBatch(),
				moved && (this.full || isBehind(ends)));
	}

	private void poll(Duration longest, RecordVariables variables) {
		long deadline = System.nanoTime() + longest.toNanos();
		long left = longest.toNanos();
		while (left > 0 && !isEnough()) {
			take(this.consumer.poll((left < POLL.toNanos()) ? Duration.ofNanos(left) : POLL), variables);
			left = deadline - System.nanoTime();
		}
	}

	private void pollFirst(Duration longest, RecordVariables variables, Map<TopicPartition, Long> ends) {
		long deadline = System.nanoTime() + longest.toNanos();
		while (deadline - System.nanoTime() > 0 && this.records.isEmpty() && isBehind(ends)) {
			take(this.consumer.poll(POLL), variables);
		}
	}

	private boolean isBehind(Map<TopicPartition, Long> ends) {
		return this.from.keySet().stream().anyMatch((each) -> position(each) < ends.getOrDefault(each, 0L));
	}

	private boolean isEnough() {
		return this.full || this.records.size() >= this.configuration.most()
				|| (!this.configuration.isBatch() && !this.records.isEmpty());
	}

	private void take(ConsumerRecords<byte[], byte[]> polled, RecordVariables variables) {
		for (TopicPartition partition : polled.partitions()) {
			boolean all = true;
			for (ConsumerRecord<byte[], byte[]> message : polled.records(partition)) {
				Map<String, Object> seen = variables.of(message);
				int size = Json.mapper().writeValueAsBytes(seen).length;
				if (this.full || this.records.size() >= this.configuration.most()
						|| (this.bytes + size > MAX_BYTES && !this.records.isEmpty())) {
					this.full = true;
					all = false;
					// the consumer is further by now
					this.to.putIfAbsent(partition, message.offset());
					break;
				}
				this.bytes += size;
				this.records.add(new ReadRecords.Item(partition.partition(), message.offset(), seen));
				this.to.put(partition, message.offset() + 1);
			}
			if (all) {
				// also beyond what transactions leave in the topic
				this.to.put(partition, this.consumer.position(partition));
			}
		}
	}

	private long position(TopicPartition partition) {
		return this.to.getOrDefault(partition, this.consumer.position(partition));
	}

	private Map<Integer, Range> ranges() {
		return this.from.entrySet()
			.stream()
			.collect(Collectors.toMap((each) -> each.getKey().partition(),
					(each) -> new Range(each.getValue(), Math.max(each.getValue(), position(each.getKey())))));
	}

	private void begin(List<TopicPartition> partitions, @Nullable TopicPositions positions,
			Map<TopicPartition, Long> ends) {
		Map<TopicPartition, Long> beginnings = this.consumer.beginningOffsets(partitions);
		Map<TopicPartition, OffsetAndMetadata> committed = this.consumer.committed(Set.copyOf(partitions));
		for (TopicPartition partition : partitions) {
			long beginning = beginnings.getOrDefault(partition, 0L);
			long end = ends.getOrDefault(partition, 0L);
			OffsetAndMetadata offset = committed.get(partition);
			Long known = (positions != null) ? positions.next().get(partition.partition()) : null;
			Long next = (known != null || offset == null) ? known : Long.valueOf(offset.offset());
			if (next == null) {
				// a partition that was added later is read from its beginning
				next = (positions != null || this.configuration.beginsEarliest()) ? beginning : end;
			}
			if (next > end) {
				throw new IllegalStateException(
						("partition %d of topic '%s' ends at %d, before the next record %d: where the "
								+ "topic was created again, give the trigger another groupId")
							.formatted(partition.partition(), partition.topic(), end, next));
			}
			if (next < beginning) {
				logger.warn("Records {} to {} of {} were deleted before a trigger had read them", next, beginning - 1,
						partition);
			}
			this.from.put(partition, next);
			this.consumer.seek(partition, Math.max(next, beginning));
		}
	}

	/** Of records whose executions are created. */
	private void commit(List<TopicPartition> partitions, TopicPositions positions) {
		Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
		partitions.forEach((partition) -> {
			Long next = positions.next().get(partition.partition());
			if (next != null) {
				offsets.put(partition, new OffsetAndMetadata(next));
			}
		});
		if (!offsets.isEmpty()) {
			this.consumer.commitSync(offsets);
		}
	}

}
