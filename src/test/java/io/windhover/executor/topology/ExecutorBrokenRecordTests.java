package io.windhover.executor.topology;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topic;
import io.windhover.topic.record.JsonSerde;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExecutorBrokenRecordTests {

	/**
	 * With transactions its producer drops what a reader of broken records sends.
	 */
	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver(StreamsConfig.AT_LEAST_ONCE);

	@Test
	void brokenRecordGoesToTheDeadLettersAndTheNextIsProcessed() {
		pipe("no JSON", new RecordHeaders());
		assertPutAside("is not a TaskResult");
	}

	@Test
	void schemaThatIsNoVersionGoesToTheDeadLettersAndTheNextIsProcessed() {
		pipe("{}", new RecordHeaders().add(JsonSerde.SCHEMA_HEADER, new byte[] { 'x' }));
		assertPutAside("chema");
	}

	@Test
	void recordOfANewerSchemaStopsTheClientAndIsNotPutAside() {
		assertThatExceptionOfType(StreamsException.class)
			.isThrownBy(() -> pipe("{}", new RecordHeaders().add(JsonSerde.SCHEMA_HEADER, new byte[] { '5' })))
			.withRootCauseInstanceOf(NewerSchemaException.class);
		assertThat(this.executor.deadLetters.count()).isZero();
	}

	@Test
	void recordThatMakesTheRoleFailGoesToTheDeadLettersAndTheNextIsProcessed() {
		pipe("{\"result\":\"started\",\"attempt\":1}", new RecordHeaders());
		assertPutAside("");
	}

	private void pipe(String json, Headers headers) {
		Topic<?> results = ExecutorDriver.TOPICS.taskResults();
		Topic<byte[]> raw = new Topic<>(results.name(), results.id(), Serdes.ByteArray(), results.cleanup());
		this.executor.input(raw).pipeInput(new TestRecord<>("e0", json.getBytes(StandardCharsets.UTF_8), headers));
	}

	private void assertPutAside(String message) {
		this.executor.create("e1", Samples.flow(List.of(Samples.task("a"))));
		assertThat(this.executor.jobs()).hasSize(1);
		TestRecord<String, byte[]> letter = this.executor.deadLetters().get(0);
		assertThat(letter.key()).isEqualTo("e0");
		assertThat(header(letter, "topic")).isEqualTo(ExecutorDriver.TOPICS.taskResults().name());
		assertThat(header(letter, "exception")).isNotEmpty();
		assertThat(header(letter, "message")).contains(message);
		assertThat(this.executor.deadLetters.count()).isOne();
	}

	private static String header(TestRecord<String, byte[]> letter, String name) {
		Header header = letter.headers().lastHeader(DeadLetters.HEADER_PREFIX + name);
		assertThat(header).as(name).isNotNull();
		return new String(header.value(), StandardCharsets.UTF_8);
	}

}
