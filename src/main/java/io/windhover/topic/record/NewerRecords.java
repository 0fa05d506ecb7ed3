package io.windhover.topic.record;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * The records that only a newer version of Windhover understands: where the Kafka Streams
 * applications of this process have stopped, and how many its tails left out.
 */
public final class NewerRecords {

	private final Map<String, NewerRecord> stopped = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> leftOut = new ConcurrentHashMap<>();

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

	/**
	 * A tail goes on without a record of a topic.
	 */
	public void leftOut(String topic) {
		this.leftOut.computeIfAbsent(topic, (key) -> new LongAdder()).increment();
	}

	/**
	 * How many records of a topic the tails of this process left out.
	 */
	public long countLeftOut(String topic) {
		LongAdder count = this.leftOut.get(topic);
		return (count != null) ? count.sum() : 0;
	}

}
