package io.windhover.management.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Stream;

import io.windhover.management.SampleListener;
import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * How old what waits is, summed up once for each sample of the broker.
 */
class LiveLags implements SampleListener {

	/** Older samples say nothing of now. */
	private static final Duration MAX_AGE = Duration.ofSeconds(30);

	private final StreamsClients clients;

	private final ObjectProvider<Sampler> sampler;

	private final Clock clock;

	private volatile Ages ages = Ages.UNKNOWN;

	// a provider, because the sampler needs its listeners first
	LiveLags(StreamsClients clients, ObjectProvider<Sampler> sampler, Clock clock) {
		this.clients = clients;
		this.sampler = sampler;
		this.clock = clock;
	}

	@Override
	public void sampled() {
		Sampler found = this.sampler.getIfAvailable();
		this.ages = (found != null && found.kafka().error() == null) ? ages(found) : Ages.UNKNOWN;
	}

	/**
	 * What was found last, unless that is too long ago.
	 */
	Ages ages() {
		Ages last = this.ages;
		return isFresh(last.at()) ? last : Ages.UNKNOWN;
	}

	private Ages ages(Sampler found) {
		BacklogSample documents = found.indexerBacklog();
		return new Ages(this.clock.instant(),
				longest(this.clients.all().stream().map((client) -> input(found, client))),
				backlogs(found.workerBacklogs().values()), (documents != null) ? backlog(documents) : Double.NaN);
	}

	private double input(Sampler found, StreamsClient client) {
		StreamsSample sample = found.streams(client.clientId());
		if (sample == null || !isFresh(sample.sampledAt()) || !client.standing().state().isRunningOrRebalancing()) {
			return Double.NaN;
		}
		return longest(sample.inputs().stream().map((each) -> seconds(each.age())));
	}

	private double backlogs(Collection<BacklogSample> samples) {
		return longest(samples.stream().map(this::backlog));
	}

	private double backlog(BacklogSample sample) {
		return isFresh(sample.sampledAt()) ? seconds(sample.oldestAge()) : Double.NaN;
	}

	/** Not a number when one of them is none, or there is none. */
	private static double longest(Stream<Double> seconds) {
		return seconds.reduce(Math::max).orElse(Double.NaN);
	}

	private boolean isFresh(Instant at) {
		return at.plus(MAX_AGE).isAfter(this.clock.instant());
	}

	private static double seconds(@Nullable Duration age) {
		return (age != null) ? age.toMillis() / 1000.0 : Double.NaN;
	}

	/**
	 * Ages in seconds; not a number where unknown.
	 */
	record Ages(Instant at, double input, double jobs, double documents) {

		static final Ages UNKNOWN = new Ages(Instant.EPOCH, Double.NaN, Double.NaN, Double.NaN);

	}

}
