package io.windhover.scheduler.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.json.Json;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordVariablesTests {

	private final RecordVariables variables = new RecordVariables(KafkaConfiguration.Format.JSON, 200_000);

	@ParameterizedTest
	@CsvSource({ "1000, false", "1001, true", "60000, true" })
	void recordWithALongNameOfAHeaderIsTooLarge(int length, boolean tooLarge) {
		ConsumerRecord<byte[], byte[]> message = message("{}");
		message.headers().add("h".repeat(length), new byte[0]);
		assertThat(this.variables.of(message).containsKey("tooLarge")).isEqualTo(tooLarge);
	}

	@Test
	void valueThatIsNestedTooDeepToBeStoredIsTooLarge() {
		assertThat(this.variables.of(message("[".repeat(495) + "]".repeat(495)))).containsEntry("tooLarge", true);
		Map<String, Object> deep = this.variables.of(message("[".repeat(475) + "]".repeat(475)));
		assertThat(deep).doesNotContainKey("tooLarge");
		Evaluated outcome = new Evaluated("demo", "a", "t", Instant.EPOCH, Instant.EPOCH, true, Map.of(), null, null,
				new ReadRecords("c/t/g", Map.of(), List.of(new ReadRecords.Item(0, 0, deep)), false, false));
		assertThat(Json.mapper().readValue(Json.mapper().writeValueAsBytes(outcome), Evaluated.class))
			.hasToString(outcome.toString());
	}

	private static ConsumerRecord<byte[], byte[]> message(String value) {
		return new ConsumerRecord<>("t", 0, 0, null, value.getBytes(StandardCharsets.UTF_8));
	}

}
