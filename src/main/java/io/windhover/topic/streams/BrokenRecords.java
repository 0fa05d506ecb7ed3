package io.windhover.topic.streams;

import java.util.Map;

import io.windhover.topic.DeadLetters;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import io.windhover.topic.record.NewerSchemaException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Puts a broken record to the dead letters (KIP-1034), counts it, and goes on. A record
 * that only a newer version of Windhover understands is not broken: the client stops
 * before it. Kafka makes it by its name.
 */
public class BrokenRecords extends LogAndContinueExceptionHandler {

	static final String DEAD_LETTERS_CONFIG = "windhover.dead-letters";

	static final String NEWER_RECORDS_CONFIG = "windhover.newer-records";

	private @Nullable DeadLetters deadLetters;

	private @Nullable NewerRecords newerRecords;

	private String application = "";

	@Override
	public void configure(Map<String, ?> configs) {
		super.configure(configs);
		this.deadLetters = (DeadLetters) configs.get(DEAD_LETTERS_CONFIG);
		this.newerRecords = (NewerRecords) configs.get(NEWER_RECORDS_CONFIG);
		this.application = String.valueOf(configs.get(StreamsConfig.APPLICATION_ID_CONFIG));
	}

	@Override
	public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> message,
			Exception exception) {
		if (exception instanceof NewerSchemaException newer) {
			if (this.newerRecords != null) {
				this.newerRecords.stopped(this.application, NewerRecord.of(message, newer));
			}
			return Response.fail();
		}
		if (this.deadLetters != null) {
			this.deadLetters.added(message.topic(), message.partition(), message.offset(), exception);
		}
		return super.handleError(context, message, exception);
	}

}
