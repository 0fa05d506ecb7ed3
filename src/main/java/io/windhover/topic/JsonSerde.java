package io.windhover.topic;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Values as JSON, with the version of their schema in the record's header.
 *
 * @param <V> the type of the values
 */
public final class JsonSerde<V> implements Serde<V> {

	/** Name of the header; its value is a number in ASCII. */
	public static final String SCHEMA_HEADER = "windhover-schema";

	private static final byte[] SCHEMA = { '1' };

	private final Class<V> type;

	public JsonSerde(Class<V> type) {
		this.type = type;
	}

	@Override
	public Serializer<V> serializer() {
		return new Serializer<>() {

			@Override
			@SuppressWarnings("NullAway") // a tombstone is null, whatever Kafka's
											// signature says
			public byte[] serialize(String topic, @Nullable V value) {
				return (value != null) ? Json.mapper().writeValueAsBytes(value) : null;
			}

			@Override
			public byte[] serialize(String topic, Headers headers, @Nullable V value) {
				headers.remove(SCHEMA_HEADER).add(SCHEMA_HEADER, SCHEMA);
				return serialize(topic, value);
			}

		};
	}

	/**
	 * Throws a {@link SerializationException} for a broken value, and for one of a schema
	 * that is not known here.
	 */
	@Override
	public Deserializer<V> deserializer() {
		return new Deserializer<>() {

			@Override
			@SuppressWarnings("NullAway") // a tombstone is null, whatever Kafka's
											// signature says
			public V deserialize(String topic, byte @Nullable [] bytes) {
				return (bytes != null) ? read(topic, bytes) : null;
			}

			@Override
			public V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
				Header schema = headers.lastHeader(SCHEMA_HEADER);
				if (schema != null && (schema.value().length != 1 || schema.value()[0] != SCHEMA[0])) {
					throw new SerializationException(
							"Schema version '%s' of a record of topic '%s' is not known to this version of Windhover"
								.formatted(new String(schema.value(), java.nio.charset.StandardCharsets.US_ASCII),
										topic));
				}
				return deserialize(topic, bytes);
			}

		};
	}

	private V read(String topic, byte[] bytes) {
		try {
			V value = Json.mapper().readValue(bytes, this.type);
			if (value == null) {
				throw new SerializationException(
						"A record of topic '%s' is not a %s, but null".formatted(topic, this.type.getSimpleName()));
			}
			return value;
		}
		catch (JacksonException ex) {
			throw new SerializationException("A record of topic '%s' is not a %s: %s".formatted(topic,
					this.type.getSimpleName(), ex.getOriginalMessage()), ex);
		}
	}

}
