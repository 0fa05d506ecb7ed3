package io.windhover.management.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.windhover.flow.FlowKey;
import io.windhover.management.lag.LazyClient;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads some records of a topic, each at an offset drawn at random, and tells whose they
 * are. For the thread of the sampler only.
 */
class RecordDraws implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(100);

	/** A broker may be far away, or read an old segment. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Neighbours are alike: more of them would tell little. */
	private static final int MOST_OF_A_DRAW = 10;

	private final LazyClient<Consumer<String, byte[]>> consumer;

	private final Duration timeout;

	RecordDraws(Supplier<Consumer<String, byte[]>> factory, Duration timeout) {
		this.consumer = new LazyClient<>(factory, Consumer::close);
		this.timeout = timeout;
	}

	/**
	 * Takes so many draws, or as many as the time allows.
	 */
	FlowShares draw(String topic, int draws) {
		Consumer<String, byte[]> client = this.consumer.get();
		List<TopicPartition> partitions = client.partitionsFor(topic, this.timeout)
			.stream()
			.map((info) -> new TopicPartition(info.topic(), info.partition()))
			.toList();
		Map<TopicPartition, Long> begins = client.beginningOffsets(partitions, this.timeout);
		Map<TopicPartition, Long> ends = client.endOffsets(partitions, this.timeout);
		Map<TopicPartition, List<Long>> offsets = offsets(partitions, begins, ends, draws);
		FlowShares shares = new FlowShares();
		long deadline = System.nanoTime() + this.timeout.toNanos();
		while (!offsets.isEmpty() && System.nanoTime() < deadline) {
			round(client, offsets, ends, shares, deadline);
		}
		client.assign(Set.of());
		return shares;
	}

	/** Each offset of the topic is as likely as any other. */
	private static Map<TopicPartition, List<Long>> offsets(List<TopicPartition> partitions,
			Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends, int draws) {
		long all = 0;
		for (TopicPartition partition : partitions) {
			all += ends.getOrDefault(partition, 0L) - begins.getOrDefault(partition, 0L);
		}
		Map<TopicPartition, List<Long>> offsets = new HashMap<>();
		for (int i = 0; i < draws && all > 0; i++) {
			long drawn = ThreadLocalRandom.current().nextLong(all);
			for (TopicPartition partition : partitions) {
				long begin = begins.getOrDefault(partition, 0L);
				long size = ends.getOrDefault(partition, 0L) - begin;
				if (drawn < size) {
					offsets.computeIfAbsent(partition, (key) -> new ArrayList<>()).add(begin + drawn);
					break;
				}
				drawn -= size;
			}
		}
		return offsets;
	}

	/** One draw of each partition that has any left. */
	private static void round(Consumer<String, byte[]> client, Map<TopicPartition, List<Long>> offsets,
			Map<TopicPartition, Long> ends, FlowShares shares, long deadline) {
		Set<TopicPartition> waiting = new HashSet<>(offsets.keySet());
		client.assign(waiting);
		// an assignment keeps the pauses of those that stay
		client.resume(waiting);
		for (TopicPartition partition : List.copyOf(waiting)) {
			List<Long> left = offsets.getOrDefault(partition, List.of());
			client.seek(partition, left.remove(left.size() - 1));
			if (left.isEmpty()) {
				offsets.remove(partition);
			}
		}
		long quietSince = System.nanoTime();
		while (!waiting.isEmpty() && System.nanoTime() < deadline) {
			ConsumerRecords<String, byte[]> polled = client.poll(POLL);
			if (!polled.isEmpty()) {
				quietSince = System.nanoTime();
			}
			else if (System.nanoTime() - quietSince > PATIENCE.toNanos()) {
				return;
			}
			for (TopicPartition partition : polled.partitions()) {
				if (waiting.remove(partition)) {
					add(polled.records(partition), shares);
					client.pause(Set.of(partition));
				}
			}
			// behind the last record there are only markers
			waiting.removeIf((partition) -> client.position(partition, POLL) >= ends.getOrDefault(partition, 0L));
		}
	}

	private static void add(List<ConsumerRecord<String, byte[]>> found, FlowShares shares) {
		Map<FlowKey, Long> bytes = new HashMap<>();
		long total = 0;
		for (ConsumerRecord<String, byte[]> message : found.subList(0, Math.min(MOST_OF_A_DRAW, found.size()))) {
			byte[] value = message.value();
			long size = Math.max(0L, message.serializedKeySize()) + Math.max(0L, message.serializedValueSize());
			total += size;
			FlowKey owner = (value != null) ? Owner.of(value) : null;
			if (owner != null) {
				bytes.merge(owner, size, Long::sum);
			}
		}
		if (total > 0) {
			shares.add(bytes, total);
		}
	}

	@Override
	public void close() {
		this.consumer.close();
	}

}
