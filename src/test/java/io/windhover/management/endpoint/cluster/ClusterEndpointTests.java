package io.windhover.management.endpoint.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.StoreCopies;
import io.windhover.management.cluster.PeerResponse;
import io.windhover.management.cluster.Peers;
import io.windhover.management.cluster.Round;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ClusterEndpointTests {

	private static final Duration SILENT_AFTER = Duration.ofSeconds(9);

	private final FixedClock clock = new FixedClock();

	private final InstanceRegistry registry = mock(InstanceRegistry.class);

	private final Peers peers = mock(Peers.class);

	private final List<InstanceRegistry.Sighting> sightings = new ArrayList<>();

	private final ClusterEndpoint endpoint = new ClusterEndpoint(this.registry, this.peers,
			new Instance("me", "1", Set.of(Role.EXECUTOR), FixedClock.START), mock(), this.clock);

	@BeforeEach
	void begin() {
		Collection<InstanceRegistry.Sighting> all = this.sightings;
		given(this.registry.all()).willReturn(all);
		given(this.peers.current()).willReturn(new Round(FixedClock.START,
				Map.of(ref("me"),
						new PeerResponse.Summary("UP", Map.of("kafka", "UP"), "abc1234",
								List.of(new StoreCopies.Copies("w-executor", 1, 0, Set.of("0_1", "0_0")))),
						ref("b"),
						new PeerResponse.Unreachable(PeerResponse.Reason.NO_CONNECTION, "Connection refused"))));
		heard("me", FixedClock.START, true, "executor");
		heard("a", FixedClock.START, true, "worker");
		heard("b", FixedClock.START.minusSeconds(10), true, "worker", "indexer");
		hears(true);
	}

	@Test
	void eachInstanceIsListedWithWhatItSays() {
		ClusterDescriptors.Cluster cluster = this.endpoint.cluster(null, null);
		assertThat(cluster.answeredBy()).isEqualTo("me");
		assertThat(cluster.sampledAt()).isEqualTo(FixedClock.START);
		assertThat(cluster.hearing().state()).isEqualTo("current");
		assertThat(cluster.instances()).extracting(ClusterDescriptors.Member::id).containsExactly("a", "b", "me");
		assertThat(cluster.instances()).extracting(ClusterDescriptors.Member::state)
			.containsExactly("live", "silent", "live");
		assertThat(cluster.instances().get(1).heartbeatAge()).isEqualTo(Duration.ofSeconds(10));
		assertThat(cluster.instances().get(1).slots()).isEqualTo(new ClusterDescriptors.Slots(1, 4));
		assertThat(cluster.instances().get(2).slots()).isNull();
		assertThat(cluster.instances().get(2).summary())
			.isEqualTo(new ClusterDescriptors.Summary("UP", Map.of("kafka", "UP"), "abc1234",
					List.of(new ClusterDescriptors.Stores("w-executor", 1, 0, List.of("0_0", "0_1")))));
		assertThat(cluster.unreachable()).containsExactly(
				new ClusterDescriptors.UnreachableMember("b", "http://b:8081", "no-connection", "Connection refused"));
	}

	@Test
	void totalsAreOfThoseListedAndSlotsOfThoseThatAreNotSilent() {
		assertThat(this.endpoint.cluster(null, null).totals()).isEqualTo(new ClusterDescriptors.Totals(3, 2, 1, 0, 1,
				Map.of("executor", 1, "worker", 2, "indexer", 1), new ClusterDescriptors.Slots(1, 4)));
		assertThat(this.endpoint.cluster("indexer", null).totals().instances()).isEqualTo(1);
	}

	@Test
	void filtersByRoleAndInstance() {
		assertThat(this.endpoint.cluster("worker", null).instances()).hasSize(2);
		assertThat(this.endpoint.cluster("executor", null).unreachable()).isEmpty();
		assertThat(this.endpoint.cluster(null, "a").instances()).hasSize(1);
		assertThat(this.endpoint.cluster(null, "nobody").instances()).isEmpty();
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.cluster("pilot", null))
			.withMessageContaining("executor, worker, scheduler, indexer");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.cluster(null, "a b"));
	}

	@Test
	void nobodyIsSilentWhileThisInstanceIsDeaf() {
		this.clock.advance(Duration.ofSeconds(60));
		hears(false);
		ClusterDescriptors.Cluster cluster = this.endpoint.cluster(null, null);
		assertThat(cluster.hearing().state()).isEqualTo("deaf");
		assertThat(cluster.hearing().age()).isEqualTo(Duration.ofSeconds(60));
		assertThat(cluster.instances()).extracting(ClusterDescriptors.Member::state).containsOnly("unknown");
		assertThat(cluster.instances().get(0).heartbeatAge()).isEqualTo(Duration.ofSeconds(60));
	}

	@Test
	void heartbeatFromBeforeTheStartIsNoSignOfLife() {
		heard("old", FixedClock.START, false, "worker");
		ClusterDescriptors.Member old = this.endpoint.cluster(null, "old").instances().get(0);
		assertThat(old.state()).isEqualTo("unknown");
		assertThat(old.heartbeatAge()).isNull();
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(this.endpoint.cluster(null, "old").instances().get(0).state()).isEqualTo("silent");
	}

	@Test
	void anInstanceIsFoundByTheHostAndPortThatPrometheusNames() {
		heard("old", FixedClock.START, true, "worker");
		assertThat(this.endpoint.cluster(null, "old:8081").instances()).extracting(ClusterDescriptors.Member::id)
			.containsExactly("old");
		assertThat(this.endpoint.cluster(null, "old:8082").instances()).isEmpty();
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.cluster(null, "http://old:8081"))
			.withMessageContaining("host:port");
	}

	@Test
	void anInstanceIsFoundByTheHostThatItAnnouncesAlsoWithItsPort() {
		assertThat(this.endpoint.cluster(null, "host").instances()).hasSize(3);
		assertThat(this.endpoint.cluster(null, "host:8081").instances()).hasSize(3);
		assertThat(this.endpoint.cluster(null, "host:18181").instances()).isEmpty();
	}

	@Test
	void filterThatNothingMatchesSaysWhatIsKnown() {
		assertThat(this.endpoint.cluster(null, "localhost:18181").problem())
			.isEqualTo("No instance has the name 'localhost:18181'; known are a (http://a:8081), b (http://b:8081), "
					+ "me (http://me:8081)");
		assertThat(this.endpoint.cluster("scheduler", null).problem())
			.startsWith("No instance has the role 'scheduler'");
		assertThat(this.endpoint.cluster("worker", "me").problem())
			.startsWith("No instance has the name 'me' and the role 'worker'");
		assertThat(this.endpoint.cluster("worker", "a").problem()).isNull();
		assertThat(this.endpoint.cluster(null, null).problem()).isNull();
	}

	@Test
	void answersForItselfBeforeAnybodyWasHeard() {
		this.sightings.clear();
		given(this.registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(null, false, SILENT_AFTER));
		ClusterDescriptors.Cluster cluster = this.endpoint.cluster(null, null);
		assertThat(cluster.hearing()).isEqualTo(new ClusterDescriptors.HeartbeatReception("deaf", null, null));
		assertThat(cluster.instances()).hasSize(1);
		assertThat(cluster.instances().get(0).state()).isEqualTo("unknown");
		assertThat(cluster.instances().get(0).summary()).isNotNull();
	}

	@Test
	void nextLifeOfAnInstanceDoesNotGetTheSummaryOfTheLast() {
		this.sightings.clear();
		this.sightings.add(sighting(new InstanceRef("b", "2"), FixedClock.START, true, "worker"));
		ClusterDescriptors.Cluster cluster = this.endpoint.cluster(null, "b");
		assertThat(cluster.unreachable()).isEmpty();
		assertThat(cluster.instances().get(0).summary()).isNull();
	}

	@Test
	void idThatSeveralProcessesHaveIsMarked() {
		this.sightings.add(sighting(new InstanceRef("a", "2"), FixedClock.START, true, "worker"));
		given(this.registry.duplicates()).willReturn(Set.of("a"));
		assertThat(this.endpoint.cluster(null, "a").instances()).hasSize(2)
			.allSatisfy((each) -> assertThat(each.duplicate()).isTrue());
		assertThat(this.endpoint.cluster(null, "b").instances().get(0).duplicate()).isFalse();
	}

	private void hears(boolean current) {
		given(this.registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(FixedClock.START, current, SILENT_AFTER));
	}

	private void heard(String id, Instant at, boolean live, String... roles) {
		this.sightings.add(sighting(ref(id), at, live, roles));
	}

	private static InstanceRef ref(String id) {
		return new InstanceRef(id, "1");
	}

	private static InstanceRegistry.Sighting sighting(InstanceRef instance, Instant at, boolean live, String... roles) {
		return new InstanceRegistry.Sighting(new Heartbeat(instance, Set.of(roles), "host",
				"http://" + instance.id() + ":8081", 1, 4, "running", at, at, "1"), at, live);
	}

}
