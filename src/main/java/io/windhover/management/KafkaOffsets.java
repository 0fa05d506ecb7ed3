package io.windhover.management;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker, each time no longer than a timeout. Only the sampler may use it.
 */
class KafkaOffsets implements AutoCloseable {

	private final Supplier<Admin> factory;

	private final Duration timeout;

	private volatile @Nullable Admin admin;

	KafkaOffsets(Supplier<Admin> factory, Duration timeout) {
		this.factory = factory;
		this.timeout = timeout;
	}

	/**
	 * Returns when a broker answered.
	 */
	void probe() throws ExecutionException, InterruptedException, TimeoutException {
		await(admin().describeCluster().clusterId());
	}

	/**
	 * Where a group will go on in each partition: its committed offset, or the first
	 * record of a partition that it never committed.
	 */
	Map<TopicPartition, Long> positions(String groupId, Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, OffsetAndMetadata> committed = await(
				admin().listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
		Map<TopicPartition, Long> positions = new HashMap<>();
		partitions.forEach((partition) -> {
			OffsetAndMetadata offset = committed.get(partition);
			if (offset != null) {
				positions.put(partition, offset.offset());
			}
		});
		return withFirst(positions, partitions);
	}

	/**
	 * The first record of each partition that a share group has not settled, or the first
	 * of all where it never took one.
	 */
	Map<TopicPartition, Long> sharePositions(String groupId, Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, Long> positions = new HashMap<>();
		shareOffsets(groupId).forEach((partition, info) -> {
			if (info != null && info.startOffset() >= 0 && partitions.contains(partition)) {
				positions.put(partition, info.startOffset());
			}
		});
		return withFirst(positions, partitions);
	}

	/**
	 * The end of what is committed in each partition.
	 */
	Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		return offsets(partitions, OffsetSpec.latest());
	}

	@Override
	public void close() {
		Admin open = this.admin;
		if (open != null) {
			open.close(Duration.ofSeconds(1));
			this.admin = null;
		}
	}

	private Map<TopicPartition, SharePartitionOffsetInfo> shareOffsets(String groupId)
			throws ExecutionException, InterruptedException, TimeoutException {
		try {
			return await(admin().listShareGroupOffsets(Map.of(groupId, new ListShareGroupOffsetsSpec()))
				.partitionsToOffsetInfo(groupId));
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof GroupIdNotFoundException) {
				return Map.of();
			}
			throw ex;
		}
	}

	private Map<TopicPartition, Long> withFirst(Map<TopicPartition, Long> positions,
			Collection<TopicPartition> partitions) throws ExecutionException, InterruptedException, TimeoutException {
		var never = partitions.stream().filter((partition) -> !positions.containsKey(partition)).toList();
		positions.putAll(offsets(never, OffsetSpec.earliest()));
		return positions;
	}

	private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
			throws ExecutionException, InterruptedException, TimeoutException {
		if (partitions.isEmpty()) {
			return Map.of();
		}
		Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
		partitions.forEach((partition) -> asked.put(partition, spec));
		Map<TopicPartition, Long> offsets = new HashMap<>();
		Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> found = await(
				admin().listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all());
		found.forEach((partition, info) -> offsets.put(partition, info.offset()));
		return offsets;
	}

	private Admin admin() {
		Admin open = this.admin;
		if (open == null) {
			open = this.factory.get();
			this.admin = open;
		}
		return open;
	}

	private <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
		return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

}
