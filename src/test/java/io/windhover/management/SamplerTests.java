package io.windhover.management;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.management.lag.PartitionLag;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsSample;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

class SamplerTests {

	private final FixedClock clock = new FixedClock();

	private Samples samples;

	@BeforeEach
	void prepare() throws Exception {
		this.samples = new Samples(this.clock);
	}

	@Test
	void sampleTellsStoresInputsAndThreads() throws Exception {
		this.samples.running("one");
		this.samples.brokerAnswers();
		StreamsSample sample = Objects.requireNonNull(this.samples.sampler.streams("one"));
		assertThat(sample.sampledAt()).isEqualTo(FixedClock.START);
		assertThat(sample.stores()).containsExactly(new StreamsSample.StoreLag("store", 0, 7, 9, 2),
				new StreamsSample.StoreLag("store", 1, 7, 9, 2));
		assertThat(sample.inputs()).extracting(PartitionLag::records).containsExactly(null, 7L, 0L);
		assertThat(sample.threadsAlive()).isEqualTo(2);
		assertThat(sample.threadsFailed()).isEqualTo(1);
		assertThat(this.samples.clients.all()).extracting(StreamsClient::restoring).containsExactly(0L);
	}

	@Test
	void whatAClientDoesNotSayIsUnknownAndNotZero() throws Exception {
		StreamsClient client = this.samples.running("one");
		client.onChange(KafkaStreams.State.REBALANCING, KafkaStreams.State.RUNNING);
		assertThat(client.restoring()).isNull();
	}

	@Test
	void clientThatIsNotStartedHasNoSample() throws Exception {
		this.samples.client("one");
		this.samples.brokerAnswers();
		assertThat(this.samples.sampler.streams("one")).isNull();
	}

	@Test
	void withTheBrokerGoneTheLastSampleStaysAndNoClientIsAsked() throws Exception {
		this.samples.running("one");
		this.samples.brokerAnswers();
		this.clock.advance(Duration.ofMinutes(1));
		KafkaStreams other = Samples.streams();
		StreamsClient two = this.samples.client("two");
		two.streamsAdded("factory", other);
		two.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
		this.samples.brokerIsGone();
		StreamsSample sample = Objects.requireNonNull(this.samples.sampler.streams("one"));
		assertThat(sample.sampledAt()).isEqualTo(FixedClock.START);
		verify(other, never()).allLocalStorePartitionLags();
		KafkaSample kafka = this.samples.sampler.kafka();
		assertThat(kafka.lastSeen()).isEqualTo(FixedClock.START);
		assertThat(kafka.since()).isNull();
		assertThat(kafka.error()).contains("nobody there");
	}

	@Test
	void samplesNeverPileUp() throws Exception {
		AtomicInteger probes = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		willAnswer((call) -> {
			probes.incrementAndGet();
			release.await();
			return null;
		}).given(this.samples.offsets).probe();
		ManagementProperties often = new ManagementProperties(Duration.ofMillis(100), Duration.ofSeconds(1),
				Duration.ZERO, 1, Duration.ZERO, Duration.ZERO);
		AtomicInteger told = new AtomicInteger();
		Sampler sampler = this.samples.sampler(often, this.clock, told::incrementAndGet);
		sampler.start();
		try {
			Awaitility.await().until(() -> probes.get() == 1);
			Awaitility.await().during(Duration.ofMillis(400)).until(() -> probes.get() == 1);
			release.countDown();
			Awaitility.await().until(() -> told.get() > 2);
		}
		finally {
			sampler.stop();
		}
		assertThat(sampler.isRunning()).isFalse();
	}

}
