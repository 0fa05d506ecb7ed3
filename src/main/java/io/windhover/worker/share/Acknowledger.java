package io.windhover.worker.share;

import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the broker what becomes of the records of a poll.
 */
public interface Acknowledger {

	/**
	 * The record is done with.
	 */
	void accept(ConsumerRecord<String, byte[]> message);

	/**
	 * The record is to be delivered again.
	 */
	void release(ConsumerRecord<String, byte[]> message);

	/**
	 * Sends what was settled and waits until it is durable.
	 * @return the partitions of which nobody knows whether it is
	 */
	Set<TopicPartition> commit();

}
