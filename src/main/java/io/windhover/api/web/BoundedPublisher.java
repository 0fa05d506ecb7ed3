package io.windhover.api.web;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.KafkaException;
import org.springframework.stereotype.Component;

/**
 * Publishes for a request, which waits for the broker's acknowledgement, but not for
 * long.
 */
@Component
@ConditionalOnRole(Role.API)
public class BoundedPublisher {

	private final Publisher publisher;

	private final Duration timeout;

	BoundedPublisher(Publisher publisher, ApiProperties properties) {
		this.publisher = publisher;
		this.timeout = properties.publishTimeout();
	}

	/**
	 * Returns when the broker has acknowledged, and else fails with a problem.
	 * @param value null for a tombstone
	 */
	public <V> RecordMetadata publish(Topic<V> topic, String key, @Nullable V value) {
		try {
			return this.publisher.send(topic, key, value)
				.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS)
				.getRecordMetadata();
		}
		catch (ExecutionException | KafkaException ex) {
			throw problem(ex);
		}
		catch (TimeoutException ex) {
			throw unavailable(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable(ex);
		}
	}

	private RuntimeException problem(Exception failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RecordTooLargeException) {
				return Problems.tooLarge("The request does not fit into Kafka: %s.".formatted(cause.getMessage()),
						"Make it smaller, or raise windhover.topics.max-record-size and max.message.bytes of the topic.");
			}
		}
		return unavailable(failure);
	}

	private RuntimeException unavailable(Exception cause) {
		return Problems.unavailable(
				"The Kafka broker did not acknowledge within %s; it may still do so later.".formatted(this.timeout),
				"See that the broker at spring.kafka.bootstrap-servers can be reached, look whether the request was "
						+ "carried out, and try again.",
				cause);
	}

}
