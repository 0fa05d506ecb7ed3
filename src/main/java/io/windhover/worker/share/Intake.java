package io.windhover.worker.share;

import io.windhover.topic.record.NewerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of one poll, on the taker's thread.
 */
public interface Intake {

	/**
	 * Settles every record and takes a slot for each that it goes on with.
	 * @return the record after which no more can be taken; null to go on
	 */
	@Nullable NewerRecord take(ConsumerRecords<String, byte[]> messages, Acknowledger acknowledger) throws InterruptedException;

}
