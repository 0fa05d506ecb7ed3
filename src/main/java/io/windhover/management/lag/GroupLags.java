package io.windhover.management.lag;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Finds how far a group is behind, in records and in time. Only the sampler may use it,
 * on its thread.
 */
public class GroupLags implements AutoCloseable {

	private final KafkaOffsets offsets;

	private final UnreadRecords records;

	private final Clock clock;

	private Set<Looked> nothingThere = Set.of();

	private Set<Looked> nothingThereNow = new HashSet<>();

	/**
	 * Takes over both readers and closes them when it is closed.
	 * @param clock measures the age of the oldest unread record
	 */
	public GroupLags(KafkaOffsets offsets, UnreadRecords records, Clock clock) {
		this.offsets = offsets;
		this.records = records;
		this.clock = clock;
	}

	/**
	 * Begins a round, in which each group is asked for once.
	 */
	public void begin() {
		this.nothingThere = this.nothingThereNow;
		this.nothingThereNow = new HashSet<>();
	}

	/**
	 * The lags of a consumer group.
	 */
	public List<PartitionLag> consumerGroup(String groupId, Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		// positions first: the other way round, a lag could seem to be negative
		return lags(partitions, this.offsets.positions(groupId, partitions));
	}

	/**
	 * The lags of a share group, whose records are taken in order but for moments.
	 */
	List<PartitionLag> shareGroup(String groupId, Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		// ends first: the other way round, records that came meanwhile would seem settled
		Map<TopicPartition, Long> ends = this.offsets.openEnds(partitions);
		Map<TopicPartition, Long> positions = new HashMap<>();
		this.offsets.shares(groupId).forEach((partition, share) -> {
			Long end = ends.get(partition);
			// null or negative where the group is told of a partition and took nothing
			// yet
			if (share != null && share.startOffset() >= 0 && end != null) {
				positions.put(partition, position(share, end));
			}
		});
		positions.putAll(this.offsets
			.beginnings(partitions.stream().filter((partition) -> !positions.containsKey(partition)).toList()));
		return lags(partitions, positions);
	}

	/**
	 * The broker writes the start of the group down now and then, and may have settled
	 * much behind it. But it tells how many offsets are not settled, markers included:
	 * those are the last.
	 */
	private static long position(SharePartitionOffsetInfo share, long end) {
		return share.lag()
			.map((unsettled) -> Math.max(share.startOffset(), end - unsettled))
			.orElse(share.startOffset());
	}

	/**
	 * The partitions in which there is a committed record at the position or behind it,
	 * or there may be.
	 */
	public Set<TopicPartition> unread(Map<TopicPartition, Long> positions)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, UnreadRecords.Unread> unread = unread(positions, this.offsets.ends(positions.keySet()));
		Set<TopicPartition> behind = new HashSet<>(positions.keySet());
		unread.forEach((partition, found) -> {
			if (found.records() == 0) {
				behind.remove(partition);
			}
		});
		return behind;
	}

	private List<PartitionLag> lags(Collection<TopicPartition> partitions, Map<TopicPartition, Long> positions)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, Long> ends = this.offsets.ends(partitions);
		Map<TopicPartition, UnreadRecords.Unread> unread = unread(positions, ends);
		Instant now = this.clock.instant();
		return partitions.stream()
			.sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
			.map((partition) -> lag(partition, positions.get(partition), ends.get(partition), unread.get(partition),
					now))
			.toList();
	}

	private Map<TopicPartition, UnreadRecords.Unread> unread(Map<TopicPartition, Long> positions,
			Map<TopicPartition, Long> ends) throws InterruptedException {
		Map<TopicPartition, UnreadRecords.Unread> unread = new HashMap<>();
		Map<TopicPartition, UnreadRecords.Range> ranges = new HashMap<>();
		positions.forEach((partition, from) -> {
			Long to = ends.get(partition);
			if (to != null && (from >= to || this.nothingThere.contains(new Looked(partition, from, to)))) {
				unread.put(partition, new UnreadRecords.Unread(0, null));
			}
			else if (to != null) {
				ranges.put(partition, new UnreadRecords.Range(from, to));
			}
		});
		unread.putAll(this.records.find(ranges));
		// what only takes offsets is looked at once, and not in each sample
		unread.forEach((partition, found) -> {
			Long from = positions.get(partition);
			Long to = ends.get(partition);
			if (found.records() == 0 && from != null && to != null) {
				this.nothingThereNow.add(new Looked(partition, from, to));
			}
		});
		return unread;
	}

	private static PartitionLag lag(TopicPartition partition, @Nullable Long from, @Nullable Long to,
			UnreadRecords.@Nullable Unread unread, Instant now) {
		Long records = null;
		Duration age = null;
		if (unread != null) {
			records = unread.records();
			age = age(unread, now);
		}
		else if (from != null && to != null) {
			records = Math.max(0, to - from);
		}
		return new PartitionLag(partition.topic(), partition.partition(), from, to, records, age);
	}

	// the clock of the producer may be ahead of ours
	private static @Nullable Duration age(UnreadRecords.Unread unread, Instant now) {
		if (unread.records() == 0) {
			return Duration.ZERO;
		}
		Long oldest = unread.oldest();
		if (oldest == null) {
			return null;
		}
		Duration age = Duration.between(Instant.ofEpochMilli(oldest), now);
		return age.isNegative() ? Duration.ZERO : age;
	}

	@Override
	public void close() {
		this.records.close();
		this.offsets.close();
	}

	private record Looked(TopicPartition partition, long from, long to) {
	}

}
