package io.windhover.topic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The records at which the Kafka Streams applications of this process have stopped,
 * because only a newer version of Windhover understands them.
 */
public final class NewerRecords {

	private final Map<String, NewerRecord> stopped = new ConcurrentHashMap<>();

	/**
	 * An application cannot read a record, and stops there.
	 */
	public void stopped(String application, NewerRecord at) {
		this.stopped.put(application, at);
	}

	/**
	 * An application failed for another reason.
	 */
	public void forget(String application) {
		this.stopped.remove(application);
	}

	/**
	 * Where an application stopped last; null if it did not, or if it failed for another
	 * reason since.
	 */
	public @Nullable NewerRecord find(String application) {
		return this.stopped.get(application);
	}

}
