package io.windhover.topic.record;

import java.nio.charset.StandardCharsets;

import io.windhover.execution.json.Json;
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

	/**
	 * Higher as soon as an earlier version would read a record wrongly, or not at all.
	 */
	private static final int CURRENT = 4;

	private final Class<V> type;

	private final int version;

	private final byte[] schema;

	/**
	 * Reads and writes with the schema version of this process.
	 */
	public JsonSerde(Class<V> type) {
		this(type, CURRENT);
	}

	/**
	 * Reads and writes as a version of Windhover does whose schema is this one.
	 */
	JsonSerde(Class<V> type, int version) {
		this.type = type;
		this.version = version;
		this.schema = Integer.toString(version).getBytes(StandardCharsets.US_ASCII);
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
				headers.remove(SCHEMA_HEADER).add(SCHEMA_HEADER, JsonSerde.this.schema);
				return serialize(topic, value);
			}

		};
	}

	/**
	 * Throws a {@link SerializationException} for a broken value, and a
	 * {@link NewerSchemaException} for one of a schema that is newer than this process
	 * understands.
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
				if (schema != null) {
					requireKnown(topic, new String(schema.value(), StandardCharsets.US_ASCII));
				}
				return deserialize(topic, bytes);
			}

		};
	}

	private void requireKnown(String topic, String schema) {
		int number;
		try {
			number = Integer.parseInt(schema);
		}
		catch (NumberFormatException ex) {
			throw new SerializationException(unknown(topic, schema), ex);
		}
		if (number > this.version) {
			throw new NewerSchemaException(unknown(topic, schema), number, this.version);
		}
		if (number < 1) {
			throw new SerializationException(unknown(topic, schema));
		}
	}

	private static String unknown(String topic, String schema) {
		return "Schema version '%s' of a record of topic '%s' is not known to this version of Windhover"
			.formatted(schema, topic);
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
