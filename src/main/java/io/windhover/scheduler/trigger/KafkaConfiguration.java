package io.windhover.scheduler.trigger;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * Which topic a {@code kafka} trigger reads, and what it makes of its records.
 */
record KafkaConfiguration(
		@JsonPropertyDescription("Name of the topic, which must exist") @NotNull @Pattern(
				regexp = "[a-zA-Z0-9._-]{1,249}",
				message = "must be the name of a topic: 1 to 249 letters, digits, '.', '_' and '-'") String topic,
		@JsonPropertyDescription("Another cluster than Windhover's own") @Nullable String bootstrapServers,
		@JsonPropertyDescription("Properties of the Kafka consumer") @Nullable Map<String, String> properties,
		@JsonPropertyDescription("The consumer group whose offsets are committed; one of the trigger's own by default") @Nullable @Pattern(
				regexp = "[a-zA-Z0-9._-]{1,200}",
				message = "must be the name of a group: 1 to 200 letters, digits, '.', '_' and '-'") String groupId,
		@JsonPropertyDescription("Where to begin when the group has no offsets; latest by default") @Nullable StartFrom startFrom,
		@JsonPropertyDescription("What starts one execution: a record (default) or a batch of them") @Nullable Mode mode,
		@JsonPropertyDescription("What a value is: text (default), or JSON where it can be parsed") @Nullable Format format,
		@JsonPropertyDescription("Records of one evaluation, and so of a batch; 100 by default") @Nullable @Min(1) @Max(500) Integer maxRecords,
		@JsonPropertyDescription("How long an evaluation waits for records; PT1S by default") @Nullable @DurationMin(
				millis = 1, message = "must be longer than zero") @DurationMax(minutes = 5,
						message = "must be at most PT5M") Duration maxWait,
		@JsonPropertyDescription("A record that is larger, as JSON, is given without its content; 65536 by default") @Nullable @Min(1) @Max(262_144) Integer maxRecordBytes) {

	/**
	 * Where to begin.
	 */
	enum StartFrom {

		EARLIEST, LATEST

	}

	/**
	 * What starts one execution.
	 */
	enum Mode {

		RECORD, BATCH

	}

	/**
	 * What a value is.
	 */
	enum Format {

		TEXT, JSON

	}

	boolean isBatch() {
		return this.mode == Mode.BATCH;
	}

	boolean beginsEarliest() {
		return this.startFrom == StartFrom.EARLIEST;
	}

	int most() {
		return (this.maxRecords != null) ? this.maxRecords : 100;
	}

	Duration longest() {
		return (this.maxWait != null) ? this.maxWait : Duration.ofSeconds(1);
	}

	/** With other texts in the place of those that were templates. */
	KafkaConfiguration rendered(@Nullable String servers, @Nullable Map<String, String> settings) {
		return new KafkaConfiguration(this.topic, servers, settings, this.groupId, this.startFrom, this.mode,
				this.format, this.maxRecords, this.maxWait, this.maxRecordBytes);
	}

}
