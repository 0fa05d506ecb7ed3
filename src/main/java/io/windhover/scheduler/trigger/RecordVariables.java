package io.windhover.scheduler.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.json.Json;
import io.windhover.scheduler.TriggerVariables;
import io.windhover.scheduler.trigger.KafkaConfiguration.Format;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import tools.jackson.core.JacksonException;

/**
 * Makes what templates see of a record.
 *
 * @param maxBytes of JSON, of what was in the record
 */
record RecordVariables(Format format, int maxBytes) {

	static final int DEFAULT_BYTES = 64 * 1024;

	/**
	 * Of a header, in characters: Jackson limits the names that it reads, not those that
	 * it writes.
	 */
	private static final int MAX_NAME = 1000;

	static RecordVariables of(KafkaConfiguration configuration) {
		return new RecordVariables((configuration.format() != null) ? configuration.format() : Format.TEXT,
				(configuration.maxRecordBytes() != null) ? configuration.maxRecordBytes() : DEFAULT_BYTES);
	}

	Map<String, Object> of(ConsumerRecord<byte[], byte[]> message) {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("topic", message.topic());
		variables.put("partition", message.partition());
		variables.put("offset", message.offset());
		variables.put("timestamp", Instant.ofEpochMilli(Math.max(0, message.timestamp())).toString());
		Map<String, Object> content = content(message);
		if (isWithinLimit(content)) {
			variables.putAll(content);
		}
		else {
			variables.put("tooLarge", true);
		}
		return variables;
	}

	private Map<String, Object> content(ConsumerRecord<byte[], byte[]> message) {
		if ((message.value() != null && message.value().length > this.maxBytes) || hasLongName(message.headers())) {
			return Map.of();
		}
		Map<String, Object> content = new LinkedHashMap<>();
		if (message.key() != null) {
			content.put("key", text(message.key()));
		}
		if (message.value() != null) {
			content.put("value", value(text(message.value())));
		}
		Map<String, String> headers = new LinkedHashMap<>();
		for (Header header : message.headers()) {
			headers.put(header.key(), (header.value() != null) ? text(header.value()) : "");
		}
		content.put("headers", headers);
		return content;
	}

	private static boolean hasLongName(Headers headers) {
		for (Header header : headers) {
			if (header.key().length() > MAX_NAME) {
				return true;
			}
		}
		return false;
	}

	private boolean isWithinLimit(Map<String, Object> content) {
		try {
			return !content.isEmpty() && TriggerVariables.size(content) <= this.maxBytes;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private Object value(String text) {
		if (this.format == Format.TEXT) {
			return text;
		}
		try {
			Object value = Json.mapper().readValue(text, Object.class);
			return (value != null) ? value : text;
		}
		catch (JacksonException ex) {
			// what is no JSON is not lost: the execution sees the text
			return text;
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
