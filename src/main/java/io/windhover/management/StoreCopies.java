package io.windhover.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.windhover.management.streams.StoreRestore;
import io.windhover.management.streams.StreamThreadSample;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of Kafka Streams this instance has whole copies of, active or standby, and
 * what it reads back: whether others can go on at once where it stops.
 */
public class StoreCopies {

	/** As many records a copy may be behind, as Kafka Streams itself says. */
	private static final long ACCEPTABLE_LAG = 10_000;

	private static final Duration MAX_AGE = Duration.ofMinutes(1);

	private final StreamsClients clients;

	private final Sampler sampler;

	private final Clock clock;

	StoreCopies(StreamsClients clients, Sampler sampler, Clock clock) {
		this.clients = clients;
		this.sampler = sampler;
		this.clock = clock;
	}

	/**
	 * By application; empty where none runs.
	 */
	public List<Copies> all() {
		return this.clients.all().stream().map(this::of).toList();
	}

	private Copies of(StreamsClient client) {
		List<StoreRestore> restores = client.restores();
		StreamsSample sample = this.sampler.streams(client.clientId());
		Instant oldest = this.clock.instant().minus(MAX_AGE);
		boolean known = client.isRunning() && sample != null && !sample.sampledAt().isBefore(oldest);
		return new Copies(client.applicationId(), client.standbyReplicas(),
				(client.isRunning() || !restores.isEmpty()) ? restores.size() : null,
				(known && sample != null) ? whole(sample, restores) : null);
	}

	private static Set<String> whole(StreamsSample sample, List<StoreRestore> restores) {
		Set<Integer> behind = new TreeSet<>();
		restores.forEach((restore) -> behind.add(restore.partition()));
		sample.stores()
			.stream()
			.filter((store) -> store.lag() > ACCEPTABLE_LAG)
			.forEach((store) -> behind.add(store.partition()));
		Set<String> whole = new TreeSet<>();
		sample.threads()
			.stream()
			.flatMap((thread) -> Stream.concat(thread.active().stream(), thread.standby().stream()))
			.map(StreamThreadSample.Task::id)
			.filter((task) -> behind.stream().noneMatch((partition) -> task.endsWith("_" + partition)))
			.forEach(whole::add);
		return whole;
	}

	/**
	 * The copies of an application.
	 *
	 * @param standbyReplicas how many more copies of each there should be
	 * @param restoring partitions of stores that are read back now; null while it is not
	 * known which stores the instance gets
	 * @param tasks of which this instance has all stores; null while that is not known
	 */
	public record Copies(String applicationId, int standbyReplicas, @Nullable Integer restoring,
			@Nullable Set<String> tasks) {
	}

}
