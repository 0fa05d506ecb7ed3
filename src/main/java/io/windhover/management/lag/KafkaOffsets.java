package io.windhover.management.lag;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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

/**
 * Asks the broker, each time no longer than a timeout. Only the sampler may use it.
 */
public class KafkaOffsets implements AutoCloseable {

	private final LazyClient<Admin> admin;

	private final Duration timeout;

	private final Consumer<Throwable> failures;

	/**
	 * Prepares the client.
	 * @param failures takes each failure that the broker answers
	 */
	public KafkaOffsets(Supplier<Admin> factory, Duration timeout, Consumer<Throwable> failures) {
		this.admin = new LazyClient<>(factory, (client) -> client.close(Duration.ofSeconds(1)));
		this.timeout = timeout;
		this.failures = failures;
	}

	/**
	 * Returns when a broker answered.
	 */
	public void probe() throws ExecutionException, InterruptedException, TimeoutException {
		await(admin().describeCluster().clusterId());
	}

	/**
	 * Where a group will go on in each partition: its committed offset, or the first
	 * record of a partition that it never committed.
	 */
	public Map<TopicPartition, Long> positions(String groupId, Collection<TopicPartition> partitions)
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
		positions.putAll(beginnings(partitions.stream().filter((each) -> !positions.containsKey(each)).toList()));
		return positions;
	}

	/**
	 * How far a share group is in the partitions that it ever took from.
	 */
	Map<TopicPartition, SharePartitionOffsetInfo> shares(String groupId)
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

	/**
	 * The first record of each partition.
	 */
	public Map<TopicPartition, Long> beginnings(Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
	}

	/**
	 * The end of what is committed in each partition.
	 */
	public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
	}

	/**
	 * The end of each partition, that of open transactions included.
	 */
	public Map<TopicPartition, Long> openEnds(Collection<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
	}

	@Override
	public void close() {
		this.admin.close();
	}

	private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec,
			IsolationLevel isolation) throws ExecutionException, InterruptedException, TimeoutException {
		if (partitions.isEmpty()) {
			return Map.of();
		}
		Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
		partitions.forEach((partition) -> asked.put(partition, spec));
		ListOffsetsResult answers = admin().listOffsets(asked, new ListOffsetsOptions(isolation));
		Map<TopicPartition, Long> offsets = new HashMap<>();
		ExecutionException failure = null;
		for (TopicPartition partition : partitions) {
			try {
				offsets.put(partition, await(answers.partitionResult(partition)).offset());
			}
			catch (ExecutionException ex) {
				failure = ex;
			}
		}
		// one that is unknown shall not hide the others
		if (failure != null && offsets.isEmpty()) {
			throw failure;
		}
		return offsets;
	}

	private Admin admin() {
		return this.admin.get();
	}

	private <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
		try {
			return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			this.failures.accept(ex);
			throw ex;
		}
	}

}
