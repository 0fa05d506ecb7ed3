package io.windhover.worker.share;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.windhover.topic.ClientListener;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership of the share group, with a size of polls that is fixed for its life.
 */
class ShareSession implements Acknowledger, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ShareSession.class);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);

	private final ShareConsumer<String, byte[]> consumer;

	private final String clientId;

	private final List<ClientListener> listeners;

	private final int pollSize;

	private final List<Metric> fetches;

	private final Set<TopicPartition> settled = new HashSet<>();

	ShareSession(ShareGroup group, int pollSize, List<ClientListener> listeners) {
		this.pollSize = pollSize;
		this.clientId = group.clientId();
		this.listeners = listeners;
		// the limit makes the size of a poll a bound of what the broker hands out
		this.consumer = group.clients()
			.shareConsumer(group.clientId(), group.groupId(),
					Map.of(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit",
							ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit",
							ConsumerConfig.MAX_POLL_RECORDS_CONFIG, pollSize));
		this.consumer.subscribe(List.of(group.topic()));
		this.fetches = this.consumer.metrics()
			.values()
			.stream()
			.filter((metric) -> metric.metricName().name().equals("fetch-total"))
			.<Metric>map((metric) -> metric)
			.toList();
		listeners.forEach((each) -> each.clientOpened(this.clientId, this.consumer::metrics));
	}

	int pollSize() {
		return this.pollSize;
	}

	ConsumerRecords<String, byte[]> poll(Duration timeout) {
		return this.consumer.poll(timeout);
	}

	/**
	 * Whether the group has given it partitions: only then does it fetch, while a
	 * rebalance is counted before.
	 */
	boolean hasJoined() {
		return this.fetches.stream().anyMatch((metric) -> metric.metricValue() instanceof Double total && total > 0);
	}

	@Override
	public void accept(ConsumerRecord<String, byte[]> message) {
		settle(message, AcknowledgeType.ACCEPT);
	}

	@Override
	public void release(ConsumerRecord<String, byte[]> message) {
		settle(message, AcknowledgeType.RELEASE);
	}

	@Override
	public Set<TopicPartition> commit() {
		Set<TopicPartition> sent = Set.copyOf(this.settled);
		this.settled.clear();
		return unsure(sent, this.consumer.commitSync(COMMIT_TIMEOUT));
	}

	/**
	 * The client says nothing of a partition that its session has lost, and drops what
	 * was settled there.
	 */
	static Set<TopicPartition> unsure(Set<TopicPartition> sent,
			Map<TopicIdPartition, Optional<KafkaException>> results) {
		Set<TopicPartition> unsure = new HashSet<>(sent);
		results.forEach((partition, failure) -> {
			if (failure.isEmpty()) {
				unsure.remove(partition.topicPartition());
			}
			else {
				logger.warn("Could not acknowledge records of {}", partition, failure.get());
			}
		});
		return unsure;
	}

	private void settle(ConsumerRecord<String, byte[]> message, AcknowledgeType type) {
		this.consumer.acknowledge(message, type);
		this.settled.add(new TopicPartition(message.topic(), message.partition()));
	}

	void wakeup() {
		this.consumer.wakeup();
	}

	@Override
	public void close() {
		this.listeners.forEach((each) -> each.clientClosed(this.clientId));
		try {
			this.consumer.close(CLOSE_TIMEOUT);
		}
		catch (KafkaException ex) {
			logger.warn("Could not leave the share group in good order: {}", ex.getMessage());
		}
	}

}
