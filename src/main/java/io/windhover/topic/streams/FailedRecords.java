package io.windhover.topic.streams;

import java.util.Map;

import io.windhover.topic.DeadLetters;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record that makes the role fail to the dead letters (KIP-1034), counts it, and
 * goes on. A fault of the stores or of Kafka is not the record's: it ends the thread,
 * which is replaced and reads the record again. Kafka makes it by its name.
 */
public class FailedRecords extends LogAndContinueProcessingExceptionHandler {

	private @Nullable DeadLetters deadLetters;

	@Override
	public void configure(Map<String, ?> configs) {
		super.configure(configs);
		this.deadLetters = (DeadLetters) configs.get(BrokenRecords.DEAD_LETTERS_CONFIG);
	}

	@Override
	public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> message, Exception exception) {
		// a null record means that a timer failed
		if (message == null || exception instanceof KafkaException) {
			return Response.fail();
		}
		if (this.deadLetters != null) {
			this.deadLetters.added(context.topic(), context.partition(), context.offset(), exception);
		}
		return super.handleError(context, message, exception);
	}

}
