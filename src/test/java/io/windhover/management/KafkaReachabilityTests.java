package io.windhover.management;

import java.time.Duration;
import java.time.Instant;

import io.windhover.logging.RepeatedLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class KafkaReachabilityTests {

	private final FixedClock clock = new FixedClock();

	private final Sampler sampler = mock(Sampler.class);

	private final RepeatedLines lines = mock(RepeatedLines.class);

	private final KafkaReachability reachability;

	private KafkaSample sample = KafkaSample.NONE;

	KafkaReachabilityTests() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("sampler", this.sampler);
		beans.addBean("lines", this.lines);
		this.reachability = new KafkaReachability(beans.getBeanProvider(Sampler.class),
				beans.getBeanProvider(RepeatedLines.class), this.clock);
	}

	@Test
	void oneLineWhenKafkaIsGoneAndOneWhenItIsBack(CapturedOutput output) {
		answers();
		Instant seen = this.clock.instant();
		missed();
		assertThat(output).doesNotContain("Kafka has");
		this.clock.advance(Duration.ofMinutes(3).plusSeconds(12));
		missed();
		missed();
		given(this.lines.reset()).willReturn(940L);
		answers();
		answers();
		assertThat(output.toString().lines().filter((line) -> line.contains("KafkaReachability"))).satisfiesExactly(
				(gone) -> assertThat(gone).contains("WARN", "Kafka has not answered since " + seen, "TimeoutException"),
				(back) -> assertThat(back).contains("INFO", "Kafka reachable again after 3 min 12 s; 940 log lines"));
	}

	@Test
	void aSingleMissAndABrokerThatWasNeverThereAreNotReported(CapturedOutput output) {
		missed();
		missed();
		missed();
		answers();
		missed();
		answers();
		assertThat(output).doesNotContain("KafkaReachability");
	}

	private void answers() {
		sampled(this.sample.seen(this.clock.instant()));
	}

	private void missed() {
		sampled(this.sample.missed("TimeoutException"));
	}

	private void sampled(KafkaSample next) {
		this.sample = next;
		given(this.sampler.kafka()).willReturn(next);
		this.reachability.sampled();
	}

}
