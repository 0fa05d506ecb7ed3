package io.windhover.topic.record;

import java.nio.charset.StandardCharsets;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonSerdeTests {

	private static final InstanceRef VALUE = new InstanceRef("a", "1");

	private final JsonSerde<InstanceRef> serde = new JsonSerde<>(InstanceRef.class);

	@Test
	void writesTheSchemaVersionOnce() {
		Headers headers = new RecordHeaders();
		this.serde.serializer().serialize("t", headers, VALUE);
		byte[] bytes = this.serde.serializer().serialize("t", headers, VALUE);
		assertThat(headers.headers(JsonSerde.SCHEMA_HEADER)).singleElement()
			.satisfies((header) -> assertThat(header.value()).isEqualTo(new byte[] { '4' }));
		assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"a\",\"incarnation\":\"1\"}");
		assertThat(this.serde.deserializer().deserialize("t", headers, bytes)).isEqualTo(VALUE);
	}

	@Test
	void unknownSchemaIsRefused() {
		Headers headers = new RecordHeaders().add(JsonSerde.SCHEMA_HEADER, new byte[] { '1', '2' });
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.serde.deserializer().deserialize("t", headers, new byte[0]))
			.withMessage("Schema version '12' of a record of topic 't' is not known to this version of Windhover");
	}

	@Test
	void newerSchemaIsNotBroken() {
		Headers headers = new RecordHeaders();
		byte[] value = new JsonSerde<>(InstanceRef.class, 5).serializer().serialize("t", headers, VALUE);
		assertThatExceptionOfType(NewerSchemaException.class)
			.isThrownBy(() -> this.serde.deserializer().deserialize("t", headers, value))
			.satisfies((ex) -> assertThat(ex.version()).isEqualTo(5))
			.satisfies((ex) -> assertThat(ex.understood()).isEqualTo(4));
	}

	@Test
	void olderSchemaIsUnderstood() {
		Headers headers = new RecordHeaders();
		byte[] value = this.serde.serializer().serialize("t", headers, VALUE);
		assertThat(new JsonSerde<>(InstanceRef.class, 5).deserializer().deserialize("t", headers, value))
			.isEqualTo(VALUE);
	}

	@Test
	void schemaThatIsNoVersionIsBroken() {
		for (String schema : new String[] { "", "0", "-1", "one" }) {
			Headers headers = new RecordHeaders().add(JsonSerde.SCHEMA_HEADER, bytes(schema));
			assertThatExceptionOfType(SerializationException.class)
				.isThrownBy(() -> this.serde.deserializer().deserialize("t", headers, bytes("{}")))
				.isNotInstanceOf(NewerSchemaException.class);
		}
	}

	@Test
	void brokenValueNamesTopicAndType() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.serde.deserializer().deserialize("t", bytes("{\"id\":")))
			.withMessageStartingWith("A record of topic 't' is not a InstanceRef: ");
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> new JsonSerde<>(TaskResult.class).deserializer()
				.deserialize("t", bytes("{\"result\":\"unheard\"}")))
			.withMessageStartingWith("A record of topic 't' is not a TaskResult: ");
	}

	@Test
	void jsonThatIsNullIsRefused() {
		assertThatExceptionOfType(SerializationException.class)
			.isThrownBy(() -> this.serde.deserializer().deserialize("t", bytes("null")))
			.withMessageContaining("is not a InstanceRef");
	}

	@Test
	void tombstoneStaysNull() {
		assertThat(this.serde.serializer().serialize("t", null)).isNull();
		assertThat(this.serde.deserializer().deserialize("t", null)).isNull();
	}

	@Test
	void unknownPropertiesAreIgnored() {
		assertThat(
				this.serde.deserializer().deserialize("t", bytes("{\"id\":\"a\",\"incarnation\":\"1\",\"later\":[1]}")))
			.isEqualTo(VALUE);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
