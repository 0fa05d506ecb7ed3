package io.windhover.topic;

import org.apache.kafka.common.serialization.Serde;

/**
 * A topic with the type of its values; keys are strings.
 *
 * @param name with the prefix
 * @param id without the prefix, as the design names it
 */
public record Topic<V>(String name, String id, Serde<V> serde, Cleanup cleanup) {

	/**
	 * The most that a record may have, in bytes: a job with all that bounds elsewhere let
	 * it carry is smaller.
	 */
	public static final int MAX_RECORD_SIZE = 8 * 1024 * 1024;

	/**
	 * The most that a dead letter may have: any record, and the headers that tell why it
	 * is one.
	 */
	public static final int MAX_DEAD_LETTER_SIZE = MAX_RECORD_SIZE + 64 * 1024;

	/**
	 * What becomes of old records.
	 */
	public enum Cleanup {

		/** Only the newest of each key is kept. */
		COMPACT,

		/** Records go after the retention. */
		DELETE

	}

}
