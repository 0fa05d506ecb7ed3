package io.windhover.execution.instance;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened, for others: an event as of CloudEvents 1.0, whose JSON form is
 * that of this record.
 *
 * @param specversion of CloudEvents
 * @param id the same for the same thing, however often it is reported
 * @param source which Windhover cluster it comes from
 * @param type such as {@code io.windhover.execution.ended}
 * @param subject what it is about, such as {@code namespace/flowId/executionId}
 * @param time when it happened
 * @param datacontenttype of the data
 * @param dataschema the name of the JSON Schema of the data
 */
public record OutgoingEvent(String specversion, String id, String source, String type, String subject, Instant time,
		String datacontenttype, String dataschema, Map<String, Object> data) {

	/** The version of CloudEvents. */
	public static final String SPECVERSION = "1.0";

	/** The media type of the event as a whole, in structured mode. */
	public static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

	/** The media type of the data. */
	public static final String DATA_TYPE = "application/json";

	/**
	 * A text of its data; null where there is none of that name.
	 */
	public @Nullable String text(String name) {
		Object value = this.data.get(name);
		return (value != null) ? value.toString() : null;
	}

}
