package io.windhover.topic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.backoff.FixedBackOff;

import static org.assertj.core.api.Assertions.assertThat;

class ConsumerThreadTests {

	@Test
	@Timeout(5)
	void fencedThreadIsToldAndNotWaitedFor() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch delivered = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AtomicBoolean running = new AtomicBoolean(true);
		ConsumerThread thread = new ConsumerThread("test", () -> new MockConsumer<>("earliest"), (consumer, goesOn) -> {
			begun.countDown();
			delivered.await();
			running.set(goesOn.getAsBoolean());
			ended.countDown();
		}, new FixedBackOff(10, 1), (cause, ran) -> true);
		thread.start();
		begun.await();
		thread.fenced();
		assertThat(thread.isRunning()).isFalse();
		assertThat(ended.getCount()).isOne();
		delivered.countDown();
		ended.await();
		assertThat(running).isFalse();
		thread.stop();
	}

}
