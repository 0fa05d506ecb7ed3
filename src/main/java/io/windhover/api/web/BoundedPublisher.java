package io.windhover.api.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/**
 * Publishes for a request, which waits for the broker's acknowledgement, but not for
 * long. The threads are there because a producer that cannot reach its broker blocks
 * whoever calls it, for a minute by default.
 */
@Component
public class BoundedPublisher implements DisposableBean {

	private static final int THREADS = 4;

	private final Publisher publisher;

	private final Duration timeout;

	private final ThreadPoolExecutor threads;

	BoundedPublisher(Publisher publisher, ApiProperties properties) {
		this.publisher = publisher;
		this.timeout = properties.publishTimeout();
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "windhover-api-publisher");
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns when the broker has acknowledged, and else fails with a problem.
	 * @param value null for a tombstone
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // both futures are waited for
	public <V> RecordMetadata publish(Topic<V> topic, String key, @Nullable V value) {
		long deadline = System.nanoTime() + this.timeout.toNanos();
		Future<CompletableFuture<SendResult<String, byte[]>>> sending = this.threads
			.submit(() -> this.publisher.send(topic, key, value));
		try {
			CompletableFuture<SendResult<String, byte[]>> sent = sending.get(this.timeout.toNanos(),
					TimeUnit.NANOSECONDS);
			return sent.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS).getRecordMetadata();
		}
		catch (ExecutionException ex) {
			throw problem(ex);
		}
		catch (TimeoutException ex) {
			throw unavailable(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unavailable(ex);
		}
		finally {
			// what has not been handed to the producer by now never will be
			sending.cancel(true);
		}
	}

	@Override
	public void destroy() {
		this.threads.shutdownNow();
	}

	private RuntimeException problem(ExecutionException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RecordTooLargeException) {
				return Problems.tooLarge("The request is larger than a Kafka record may be.",
						"Make it smaller, or raise max.message.bytes of the topic and max.request.size in "
								+ "spring.kafka.producer.properties.");
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
