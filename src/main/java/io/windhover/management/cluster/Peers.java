package io.windhover.management.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.windhover.cluster.ClusterProperties;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all instances for their summaries, when somebody wants to know: all at once, one
 * round at a time, however many want to know. While answers are asked for again those of
 * before are given, as long as they are not too old, so that one instance that hangs does
 * not slow every request.
 */
public class Peers {

	private static final Logger logger = LoggerFactory.getLogger(Peers.class);

	private static final int MAX_PEERS = 500;

	private static final Duration SLACK = Duration.ofMillis(250);

	private final InstanceRegistry registry;

	private final Instance instance;

	private final PeerClient client;

	private final Supplier<PeerResponse> own;

	private final ExecutorService threads;

	private final ClusterProperties properties;

	private final Clock clock;

	private @Nullable CompletableFuture<Round> running;

	private Round last = Round.NONE;

	Peers(InstanceRegistry registry, Instance instance, PeerClient client, Supplier<PeerResponse> own,
			ExecutorService threads, ClusterProperties properties, Clock clock) {
		this.registry = registry;
		this.instance = instance;
		this.client = client;
		this.own = own;
		this.threads = threads;
		this.properties = properties;
		this.clock = clock;
	}

	/**
	 * The last answers, or new ones, for which it waits no longer than the deadline.
	 */
	public Round current() {
		CompletableFuture<Round> round;
		synchronized (this) {
			Instant now = this.clock.instant();
			if (isYounger(this.properties.refreshAfter(), now)) {
				return this.last;
			}
			round = (this.running != null) ? this.running : begin(now);
			if (isYounger(this.properties.maxAge(), now)) {
				return this.last;
			}
		}
		return await(round);
	}

	private boolean isYounger(Duration age, Instant now) {
		Instant sampledAt = this.last.sampledAt();
		return sampledAt != null && !sampledAt.plus(age).isBefore(now);
	}

	private CompletableFuture<Round> begin(Instant now) {
		CompletableFuture<Round> round = ask(now);
		this.running = round;
		@SuppressWarnings("unused")
		var unused = round.whenComplete(this::finish);
		return round;
	}

	private synchronized void finish(@Nullable Round round, @Nullable Throwable failure) {
		this.running = null;
		if (round != null) {
			this.last = round;
		}
		else {
			logger.warn("The instances of the cluster could not be asked", failure);
		}
	}

	private CompletableFuture<Round> ask(Instant now) {
		Map<InstanceRef, CompletableFuture<PeerResponse>> asked = new LinkedHashMap<>();
		asked.put(new InstanceRef(this.instance.id(), this.instance.incarnation()), askOwn());
		List<Heartbeat> peers = this.registry.all()
			.stream()
			.sorted(Comparator.comparing(InstanceRegistry.Sighting::at).reversed())
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((peer) -> !peer.instance().id().equals(this.instance.id()))
			.toList();
		for (Heartbeat peer : peers) {
			asked.put(peer.instance(), (asked.size() <= MAX_PEERS) ? this.client.ask(peer) : notAsked());
		}
		return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)).thenApply((all) -> {
			Map<InstanceRef, PeerResponse> answers = new LinkedHashMap<>();
			asked.forEach((peer, answer) -> answers.put(peer, answer.join()));
			return new Round(now, answers);
		});
	}

	private CompletableFuture<PeerResponse> askOwn() {
		return CompletableFuture.supplyAsync(this.own, this.threads)
			.orTimeout(this.properties.deadline().toMillis(), TimeUnit.MILLISECONDS)
			.exceptionally((ex) -> PeerFailures.of(ex, this.properties.deadline()));
	}

	private static CompletableFuture<PeerResponse> notAsked() {
		return CompletableFuture.completedFuture(new PeerResponse.Unreachable(PeerResponse.Reason.NOT_ASKED,
				"Only the %d instances that were heard last are asked".formatted(MAX_PEERS)));
	}

	private Round await(CompletableFuture<Round> round) {
		try {
			return round.get(this.properties.deadline().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return Round.NONE;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Round.NONE;
		}
	}

}
