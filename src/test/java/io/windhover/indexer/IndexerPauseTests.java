package io.windhover.indexer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Role;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class IndexerPauseTests {

	/** Doubled each time it would be days. */
	private static final int FAULTS = 30;

	@Test
	void thePauseGrowsOnlyWhileNothingGoesWellInBetween() throws InterruptedException {
		Clock clock = Clock.systemUTC();
		IndexerState state = new IndexerState("memory", false, null, clock);
		KafkaClients clients = mock();
		given(clients.consumer(any(), any(), any())).willReturn(mock());
		given(clients.denials()).willReturn(TestClients.noDenials());
		CountDownLatch left = new CountDownLatch(FAULTS);
		ConsumerThread indexer = new Indexer(clients,
				new TopicProperties("", 1, (short) -1, Duration.ofDays(1), Duration.ofSeconds(3),
						Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8)),
				new Instance("a", "1", Set.of(Role.INDEXER), Instant.EPOCH),
				new IndexerProperties(10, Duration.ofMillis(1), Duration.ofDays(1)), state,
				new ListenerList<>(List.of()), (consumer) -> {
					state.acknowledged();
					left.countDown();
					throw new IllegalStateException("a fault");
				})
			.thread();
		indexer.start();
		try {
			assertThat(left.await(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			indexer.stop();
		}
	}

}
