package io.windhover.management.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.windhover.cluster.ClusterProperties;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.PeerRequests;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.cluster.PeerResponse.Reason;
import io.windhover.management.cluster.PeerResponse.Summary;
import io.windhover.management.cluster.PeerResponse.Unreachable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Asks instances that are really there, on sockets, in all states that they can be in.
 */
class PeersTests {

	private static final Duration DEADLINE = Duration.ofSeconds(5);

	private static final Summary OWN = new Summary("UP", Map.of(), null);

	private final PlayedPeers played = new PlayedPeers();

	private final FixedClock clock = new FixedClock();

	private final List<InstanceRegistry.Sighting> sightings = new ArrayList<>();

	private final AtomicInteger ownAsked = new AtomicInteger();

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(32, 32, 10, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>());

	@AfterEach
	void close() throws IOException {
		this.threads.shutdownNow();
		this.played.close();
	}

	@Test
	void allAnswerOrAreUnreachableByTheDeadline() {
		for (int i = 0; i < 8; i++) {
			heard("healthy-" + i, this.played.healthy("healthy-" + i));
		}
		for (int i = 0; i < 5; i++) {
			heard("hanging-" + i, this.played.hanging(""));
		}
		String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";
		heard("half", this.played.hanging(head));
		heard("refusing", this.played.nobody());
		heard("secured", this.played.http(401, "", ""));
		heard("garbage", this.played.hanging("\0\1\2 this is no HTTP\n\n"));
		heard("huge", this.played.http(200, "{\"status\":\"" + "x".repeat(1_000_000) + "\"}", ""));
		heard("moved", this.played.http(302, this.played.healthy("moved"), ""));
		heard("other", this.played.healthy("somebody"));

		long begin = System.nanoTime();
		Round round = peers(null, null).current();
		Duration taken = Duration.ofNanos(System.nanoTime() - begin);

		assertThat(taken).as("20 instances, 7 of which hang").isLessThan(DEADLINE.multipliedBy(2));
		assertThat(round.sampledAt()).isEqualTo(FixedClock.START);
		assertThat(round.answers()).hasSize(21);
		assertThat(answer(round, "me")).isEqualTo(OWN);
		for (int i = 0; i < 8; i++) {
			assertThat(answer(round, "healthy-" + i))
				.isEqualTo(new Summary("UP", Map.of("kafka", "UP", "worker", "DEGRADED"), "abc1234"));
		}
		for (int i = 0; i < 5; i++) {
			assertThat(reason(round, "hanging-" + i)).isEqualTo(Reason.TIMEOUT);
		}
		assertThat(reason(round, "half")).isEqualTo(Reason.TIMEOUT);
		assertThat(reason(round, "refusing")).isEqualTo(Reason.NO_CONNECTION);
		assertThat(reason(round, "secured")).isEqualTo(Reason.UNAUTHORIZED);
		assertThat(reason(round, "garbage")).isEqualTo(Reason.MALFORMED);
		assertThat(reason(round, "huge")).isEqualTo(Reason.TOO_LARGE);
		assertThat(answer(round, "moved")).isEqualTo(new Unreachable(Reason.STATUS, "It answered 302"));
		assertThat(answer(round, "other"))
			.isEqualTo(new Unreachable(Reason.OTHER_INSTANCE, "At its address answers another instance, somebody"));
		assertThat(this.played.asked).containsOnlyKeys("/health", "/info");
		assertThat(this.threads.getPoolSize()).isLessThanOrEqualTo(32);
	}

	@Test
	void downIsAnAnswer() {
		heard("down", this.played.http(503, "{\"status\":\"DOWN\"}", PlayedPeers.info("down")));
		heard("bare", this.played.http(200, "{\"status\":\"UP\"}", "no JSON"));
		heard("list", this.played.http(200, "[]", "[]"));
		Round round = peers(null, null).current();
		assertThat(answer(round, "down")).isEqualTo(new Summary("DOWN", Map.of(), "abc1234"));
		assertThat(answer(round, "bare")).isEqualTo(new Summary("UP", Map.of(), null));
		assertThat(reason(round, "list")).isEqualTo(Reason.MALFORMED);
	}

	@Test
	void onlyHttpIsAsked() {
		Stream.of("file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://[", "nothing")
			.forEach((url) -> heard(url, url));
		heard("none", null);
		heard("nowhere", "http://nowhere.invalid:8081");
		Round round = peers(null, null).current();
		assertThat(Stream.of("file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://[", "nothing", "none")
			.map((id) -> reason(round, id))).containsOnly(Reason.NO_URL);
		assertThat(reason(round, "nowhere")).isIn(Reason.UNKNOWN_HOST, Reason.TIMEOUT);
	}

	@Test
	void credentialsAreSentWhereThereAreSome() {
		heard("a", this.played.healthy("a"));
		peers(null, null).current();
		assertThat(this.played.authorization).isEmpty();
		peers("viewer", "pass:word").current();
		assertThat(new String(Base64.getDecoder().decode(this.played.authorization.replace("Basic ", "")),
				StandardCharsets.UTF_8))
			.isEqualTo("viewer:pass:word");
	}

	@Test
	void manyWhoAskShareARound() {
		heard("a", this.played.healthy("a"));
		heard("hanging", this.played.hanging(""));
		Peers peers = peers(null, null);
		Set<Round> rounds = ConcurrentHashMap.newKeySet();
		ExecutorService askers = Executors.newFixedThreadPool(50);
		try {
			CompletableFuture
				.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> rounds.add(peers.current()), askers))
					.limit(50)
					.toArray(CompletableFuture[]::new))
				.join();
		}
		finally {
			askers.shutdownNow();
		}
		assertThat(rounds).hasSize(1);
		assertThat(this.ownAsked).hasValue(1);
		assertThat(this.played.asked.get("/health")).hasValue(1);
	}

	@Test
	void answersAreGivenAgainWhileNewOnesAreAskedForInTheBackground() {
		heard("a", this.played.healthy("a"));
		Peers peers = peers(null, null);
		Round first = peers.current();
		this.clock.advance(Duration.ofSeconds(2));
		assertThat(peers.current()).isSameAs(first);
		assertThat(this.ownAsked).hasValue(1);

		this.clock.advance(Duration.ofSeconds(1));
		assertThat(peers.current()).as("not too old to be shown").isSameAs(first);
		Awaitility.await().until(() -> !peers.current().equals(first));
		assertThat(peers.current().sampledAt()).isEqualTo(FixedClock.START.plusSeconds(3));
		assertThat(this.ownAsked).hasValue(2);

		this.clock.advance(Duration.ofSeconds(11));
		assertThat(peers.current().sampledAt()).as("too old to be shown").isEqualTo(this.clock.instant());
	}

	private Peers peers(@Nullable String username, @Nullable String password) {
		ClusterProperties properties = new ClusterProperties(DEADLINE, Duration.ofSeconds(2), Duration.ofSeconds(10),
				username, password, null);
		InstanceRegistry registry = mock(InstanceRegistry.class);
		Collection<InstanceRegistry.Sighting> all = this.sightings;
		given(registry.all()).willReturn(all);
		PeerClient client = new PeerClient(new PeerRequests(this.threads,
				new StaticListableBeanFactory().getBeanProvider(SslBundles.class), properties), DEADLINE);
		heard("me", this.played.nobody());
		Instance me = new Instance("me", "1", Set.of(Role.WORKER), FixedClock.START);
		return new Peers(registry, me, client, () -> {
			this.ownAsked.incrementAndGet();
			return OWN;
		}, this.threads, properties, this.clock);
	}

	private void heard(String id, @Nullable String url) {
		Instant at = FixedClock.START;
		this.sightings.add(new InstanceRegistry.Sighting(
				new Heartbeat(new InstanceRef(id, "1"), Set.of("worker"), "host", url, 1, 4, "running", at, at, "1"),
				at, true));
	}

	private static @Nullable PeerResponse answer(Round round, String id) {
		return round.answers().get(new InstanceRef(id, "1"));
	}

	private static Reason reason(Round round, String id) {
		assertThat(answer(round, id)).as(id).isInstanceOf(Unreachable.class);
		return (answer(round, id) instanceof Unreachable unreachable) ? unreachable.reason() : Reason.NOT_ASKED;
	}

}
