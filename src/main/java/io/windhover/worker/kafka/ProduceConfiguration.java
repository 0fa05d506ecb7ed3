package io.windhover.worker.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of records, their topic and its cluster.
 */
record ProduceConfiguration(
		@JsonPropertyDescription("Name of the topic, which must exist") @NotNull @Pattern(
				regexp = "[a-zA-Z0-9._-]{1,249}",
				message = "must be the name of a topic: 1 to 249 letters, digits, '.', '_' and '-'") String topic,
		@JsonPropertyDescription("Key of the record: text as it is, any other value as JSON") @Nullable Object key,
		@JsonPropertyDescription("The record: text as it is, any other value as JSON") @Nullable Object value,
		@JsonPropertyDescription("Headers of the record by name") @Nullable Map<String, String> headers,
		@JsonPropertyDescription("Its partition; by default the one of its key") @Nullable @Min(0) Integer partition,
		@JsonPropertyDescription("Its time: ISO-8601 with an offset, or milliseconds since 1970; now by default") @Nullable Object timestamp,
		@JsonPropertyDescription("Many records in place of one, each with what one may have") @Nullable @Size(
				max = 10_000, message = "must have at most 10000 records") List<Message> records,
		@JsonPropertyDescription("Another cluster than Windhover's own") @Nullable String bootstrapServers,
		@JsonPropertyDescription("Properties of the Kafka producer") @Nullable Map<String, String> properties) {

	@AssertTrue(message = "either value or records must be given")
	boolean isOneForm() {
		return (this.value != null) != (this.records != null);
	}

	@AssertTrue(message = "key, headers, partition and timestamp must be given in each of the records")
	boolean isWithinRecords() {
		return this.records == null || Stream.of(this.key, this.headers, this.partition, this.timestamp)
			.filter(Objects::nonNull)
			.findAny()
			.isEmpty();
	}

	List<Message> messages() {
		if (this.records != null) {
			return this.records;
		}
		return (this.value != null)
				? List.of(new Message(this.key, this.value, this.headers, this.partition, this.timestamp)) : List.of();
	}

	/** Which producer they share with others. */
	ProducerSettings settings() {
		return new ProducerSettings(this.bootstrapServers, (this.properties != null) ? this.properties : Map.of());
	}

	record Message(@JsonPropertyDescription("Text as it is, any other value as JSON") @Nullable Object key,
			@JsonPropertyDescription("Text as it is, any other value as JSON") @NotNull Object value,
			@JsonPropertyDescription("Headers by name") @Nullable Map<String, String> headers,
			@JsonPropertyDescription("By default the one of the key") @Nullable @Min(0) Integer partition,
			@JsonPropertyDescription("ISO-8601 with an offset, or milliseconds since 1970; now by default") @Nullable Object timestamp) {
	}

}
