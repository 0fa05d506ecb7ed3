package io.windhover.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.windhover.logging.RepeatedLines;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Logs one line when Kafka no longer answers and one when it does again; its clients' own
 * lines do not say the latter.
 */
class KafkaReachability implements SampleListener {

	private static final Logger logger = LoggerFactory.getLogger(KafkaReachability.class);

	/** A single sample is missed on a busy machine, too. */
	private static final int MISSES = 2;

	private final ObjectProvider<Sampler> sampler;

	private final ObjectProvider<RepeatedLines> lines;

	private final Clock clock;

	private int misses;

	private @Nullable Instant lost;

	KafkaReachability(ObjectProvider<Sampler> sampler, ObjectProvider<RepeatedLines> lines, Clock clock) {
		this.sampler = sampler;
		this.lines = lines;
		this.clock = clock;
	}

	@Override
	public void sampled() {
		KafkaSample kafka = this.sampler.getObject().kafka();
		Instant seen = kafka.lastSeen();
		if (kafka.error() == null) {
			answered();
		}
		else if (seen != null && ++this.misses == MISSES) {
			this.lost = seen;
			logger.warn("Kafka has not answered since {} and is asked again until it does: {}", seen, kafka.error());
		}
	}

	private void answered() {
		this.misses = 0;
		Instant from = this.lost;
		if (from != null) {
			this.lost = null;
			RepeatedLines repeated = this.lines.getIfAvailable();
			logger.info("Kafka reachable again after {}; {} log lines of its clients were left out",
					text(Duration.between(from, this.clock.instant())), (repeated != null) ? repeated.reset() : 0);
		}
	}

	static String text(Duration duration) {
		long minutes = duration.toMinutes();
		return (minutes > 0) ? "%d min %d s".formatted(minutes, duration.toSecondsPart())
				: "%d s".formatted(duration.toSeconds());
	}

}
