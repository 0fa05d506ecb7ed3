package io.windhover.management;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the sampler knows of the broker.
 *
 * @param lastSeen when it last answered; null before the first time
 * @param since when the unbroken run of answers began that lasts until now; null while it
 * does not answer
 * @param error why it did not answer the last time; null when it did
 */
public record KafkaSample(@Nullable Instant lastSeen, @Nullable Instant since, @Nullable String error) {

	static final KafkaSample NONE = new KafkaSample(null, null, null);

	KafkaSample seen(Instant now) {
		Instant from = this.since;
		return new KafkaSample(now, (from != null) ? from : now, null);
	}

	KafkaSample missed(String cause) {
		return new KafkaSample(this.lastSeen, null, cause);
	}

}
