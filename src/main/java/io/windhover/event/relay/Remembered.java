package io.windhover.event.relay;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What counted last, by the keys of the records of each partition.
 *
 * @param <V> what is remembered of a key
 */
class Remembered<V> {

	private final Map<TopicPartition, Map<String, V>> partitions = new HashMap<>();

	/**
	 * Remembers what counts from now on.
	 * @param now null to forget the key
	 * @return what counted before; null where nothing did
	 */
	@Nullable V replace(ConsumerRecord<String, byte[]> message, @Nullable V now) {
		Map<String, V> keys = this.partitions.computeIfAbsent(new TopicPartition(message.topic(), message.partition()),
				(key) -> new HashMap<>());
		return (now != null) ? keys.put(message.key(), now) : keys.remove(message.key());
	}

	void forget(Collection<TopicPartition> gone) {
		this.partitions.keySet().removeAll(gone);
	}

}
