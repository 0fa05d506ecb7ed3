package io.windhover.topic.record;

import java.nio.charset.StandardCharsets;

import io.windhover.execution.instance.OutgoingEvent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Events in the structured mode of CloudEvents' Kafka binding: the value is the whole
 * event as JSON, and a header says so.
 */
public final class EventSerde implements Serde<OutgoingEvent> {

	static final String CONTENT_TYPE_HEADER = "content-type";

	private static final byte[] CONTENT_TYPE = OutgoingEvent.MEDIA_TYPE.getBytes(StandardCharsets.US_ASCII);

	private final JsonSerde<OutgoingEvent> json = new JsonSerde<>(OutgoingEvent.class);

	@Override
	public Serializer<OutgoingEvent> serializer() {
		Serializer<OutgoingEvent> serializer = this.json.serializer();
		return new Serializer<>() {

			@Override
			public byte[] serialize(String topic, OutgoingEvent event) {
				return serializer.serialize(topic, event);
			}

			@Override
			public byte[] serialize(String topic, Headers headers, OutgoingEvent event) {
				headers.remove(CONTENT_TYPE_HEADER).add(CONTENT_TYPE_HEADER, CONTENT_TYPE);
				return serializer.serialize(topic, headers, event);
			}

		};
	}

	@Override
	public Deserializer<OutgoingEvent> deserializer() {
		return this.json.deserializer();
	}

}
