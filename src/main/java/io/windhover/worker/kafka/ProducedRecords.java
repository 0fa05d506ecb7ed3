package io.windhover.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.json.Json;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.worker.kafka.ProduceConfiguration.Message;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of what a flow says.
 */
final class ProducedRecords {

	/** Of all records of a task together. */
	static final long MAX_BYTES = 16 * 1024 * 1024;

	private ProducedRecords() {
	}

	/**
	 * Makes the records.
	 * @param trace for those that the flow gives none
	 */
	static List<ProducerRecord<byte[], byte[]>> of(ProduceConfiguration configuration, TraceHeaders trace) {
		List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
		long bytes = 0;
		for (Message message : configuration.messages()) {
			String field = (configuration.records() != null) ? "records[%d].".formatted(records.size()) : "";
			ProducerRecord<byte[], byte[]> record = record(configuration.topic(), message, field);
			trace.addTo((name) -> record.headers().lastHeader(name) != null,
					(name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
			bytes += size(record);
			if (bytes > MAX_BYTES) {
				throw new IllegalArgumentException(
						"the records are larger than %d bytes; send them with several tasks".formatted(MAX_BYTES));
			}
			records.add(record);
		}
		return records;
	}

	private static ProducerRecord<byte[], byte[]> record(String topic, Message message, String field) {
		RecordHeaders headers = new RecordHeaders();
		if (message.headers() != null) {
			message.headers().forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
		}
		return new ProducerRecord<>(topic, message.partition(), timestamp(message.timestamp(), field),
				(message.key() != null) ? bytes(message.key()) : null, bytes(message.value()), headers);
	}

	private static long size(ProducerRecord<byte[], byte[]> record) {
		long size = record.value().length;
		return (record.key() != null) ? size + record.key().length : size;
	}

	private static byte[] bytes(Object value) {
		return (value instanceof String text) ? text.getBytes(StandardCharsets.UTF_8)
				: Json.mapper().writeValueAsBytes(value);
	}

	private static @Nullable Long timestamp(@Nullable Object value, String field) {
		if (value == null) {
			return null;
		}
		try {
			long millis = (value instanceof Number number) ? number.longValue()
					: OffsetDateTime.parse(value.toString()).toInstant().toEpochMilli();
			if (millis >= 0) {
				return millis;
			}
		}
		catch (DateTimeException ex) {
			// the message below is the clearer one
		}
		throw new IllegalArgumentException(
				"%stimestamp must be a time such as 2026-01-31T08:00:00Z, or milliseconds since 1970".formatted(field));
	}

}
