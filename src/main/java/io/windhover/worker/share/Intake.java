package io.windhover.worker.share;

import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes the records of one poll, on the taker's thread.
 */
public interface Intake {

	/**
	 * Settles every record and takes a slot for each that it goes on with.
	 */
	void take(ConsumerRecords<String, byte[]> messages, Settlement settlement) throws InterruptedException;

}
