package io.windhover.worker.share;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Tells the broker what becomes of the records of a poll.
 */
public interface Settlement {

	/**
	 * The record is done with.
	 */
	void accept(ConsumerRecord<String, byte[]> message);

	/**
	 * The record is to be delivered again.
	 */
	void release(ConsumerRecord<String, byte[]> message);

	/**
	 * Sends what was settled, and does not wait.
	 */
	void commit();

}
