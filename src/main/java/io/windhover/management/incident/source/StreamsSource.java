package io.windhover.management.incident.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.instance.Incident;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import io.windhover.topic.record.NewerRecords;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka Streams clients of this process that have ended, or lack threads for longer
 * than it takes to replace one. Those that stopped before a record of a newer version are
 * another kind.
 */
public class StreamsSource implements IncidentSource {

	private static final Duration REPLACED = Duration.ofSeconds(30);

	private static final Duration SETTLING = Duration.ofMinutes(1);

	private final StreamsClients clients;

	private final Sampler sampler;

	private final NewerRecords newerRecords;

	private final Reporters reporters;

	private final Clock clock;

	/** Since when threads are missing. */
	private final Map<String, Instant> fewer = new HashMap<>();

	/**
	 * Watches the clients of this process.
	 * @param sampler counts their threads
	 * @param newerRecords the records before which some have stopped
	 */
	public StreamsSource(StreamsClients clients, Sampler sampler, NewerRecords newerRecords, Reporters reporters,
			Clock clock) {
		this.clients = clients;
		this.sampler = sampler;
		this.newerRecords = newerRecords;
		this.reporters = reporters;
		this.clock = clock;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.STREAMS_FAILED);
	}

	@Override
	public List<Finding> find() {
		List<Finding> found = new ArrayList<>();
		for (StreamsClient client : this.clients.all()) {
			Finding finding = find(client);
			if (finding != null) {
				found.add(finding);
			}
		}
		return found;
	}

	private @Nullable Finding find(StreamsClient client) {
		StreamsClient.Standing standing = client.standing();
		long missing = missing(client, standing);
		Instant now = this.clock.instant();
		Instant since = (missing > 0) ? this.fewer.computeIfAbsent(client.clientId(), (id) -> now) : null;
		if (since == null) {
			this.fewer.remove(client.clientId());
		}
		if (isEnded(standing) && this.newerRecords.find(client.applicationId()) == null) {
			return finding(client, standing.since(),
					"It is %s: its threads failed, and the log has the cause".formatted(standing.state()),
					client.threads());
		}
		return (since != null && !since.plus(REPLACED).isAfter(now))
				? finding(client, since,
						"It has %d of %d threads".formatted(client.threads() - missing, client.threads()), missing)
				: null;
	}

	private static boolean isEnded(StreamsClient.Standing standing) {
		return standing.state() == KafkaStreams.State.ERROR || standing.state() == KafkaStreams.State.PENDING_ERROR;
	}

	/** Unknown is none: a sample that is older than the state says nothing. */
	private long missing(StreamsClient client, StreamsClient.Standing standing) {
		StreamsSample sample = this.sampler.streams(client.clientId());
		Long alive = (sample != null && standing.state().isRunningOrRebalancing()
				&& !sample.sampledAt().isBefore(standing.since())) ? sample.threadsAlive() : null;
		return (alive != null) ? Math.max(0, client.threads() - alive) : 0;
	}

	private Finding finding(StreamsClient client, Instant since, String cause, long count) {
		return new Finding(IncidentKind.STREAMS_FAILED,
				Map.of("clientId", client.clientId(), "instance", this.reporters.self().id()), since, cause, count,
				"/kafkastreams/%s/threads".formatted(client.clientId()));
	}

	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, SETTLING);
	}

}
