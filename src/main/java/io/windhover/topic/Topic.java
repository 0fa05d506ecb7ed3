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
	 * What becomes of old records.
	 */
	public enum Cleanup {

		/** Only the newest of each key is kept. */
		COMPACT,

		/** Records go after the retention. */
		DELETE

	}

}
