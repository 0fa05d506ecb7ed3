package io.windhover.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.windhover.execution.instance.OutgoingEvent;
import org.jspecify.annotations.Nullable;

/**
 * Makes events, each with an id that follows from what it is about.
 */
public class EventFactory {

	private final String source;

	/**
	 * Makes events of one cluster.
	 */
	public EventFactory(String source) {
		this.source = source;
	}

	/**
	 * Makes an event.
	 * @param occurrence what tells it from others of its type, the same whenever it is
	 * derived
	 */
	public OutgoingEvent create(EventType type, String occurrence, String subject, Instant time, Data data) {
		String id = UUID.nameUUIDFromBytes((type.type() + "\n" + occurrence).getBytes(StandardCharsets.UTF_8))
			.toString();
		return new OutgoingEvent(OutgoingEvent.SPECVERSION, id, this.source, type.type(), subject, time,
				OutgoingEvent.DATA_TYPE, type.schema(), data.values);
	}

	/**
	 * The data of an event in their order; what is null is left out.
	 */
	public static final class Data {

		private final Map<String, Object> values = new LinkedHashMap<>();

		public Data and(String name, @Nullable Object value) {
			if (value != null) {
				this.values.put(name, value);
			}
			return this;
		}

	}

}
