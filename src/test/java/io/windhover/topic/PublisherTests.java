package io.windhover.topic;

import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PublisherTests {

	private static final int MOST = 10_000;

	/** What a value may have beside the key, the headers and the batch. */
	private static final int ROOM = MOST - 2 * 1024;

	private static final Topic<byte[]> TOPIC = new Topic<>("windhover-logs", "logs", Serdes.ByteArray(),
			Topic.Cleanup.DELETE);

	private final MockProducer<String, byte[]> producer = new MockProducer<>(true, null, new StringSerializer(),
			new ByteArraySerializer());

	private final Publisher publisher = new Publisher(
			new KafkaTemplate<>(new MockProducerFactory<>(() -> this.producer)), MOST);

	@ParameterizedTest
	@ValueSource(ints = { 0, ROOM - 1, ROOM })
	void recordThatFitsIsSent(int size) {
		assertThat(this.publisher.send(TOPIC, "key", new byte[size])).isCompleted();
		assertThat(this.producer.history()).hasSize(1);
	}

	@Test
	void tombstoneIsSent() {
		assertThat(this.publisher.send(TOPIC, "key", null)).isCompleted();
		assertThat(this.producer.history()).hasSize(1);
	}

	@Test
	void recordThatIsTooLargeNamesTheLimitAndIsNotSent() {
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.publisher.send(TOPIC, "key", new byte[ROOM + 1]).get())
			.havingCause()
			.isInstanceOf(RecordTooLargeException.class)
			.withMessage(
					"a record of 10001 bytes for the topic windhover-logs is more than windhover.topics.max-record-size (10000) allows");
		assertThat(this.producer.history()).isEmpty();
	}

}
