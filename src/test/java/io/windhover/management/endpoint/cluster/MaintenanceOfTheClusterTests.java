package io.windhover.management.endpoint.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Maintenance;
import io.windhover.execution.instance.Standing;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.StoreCopies;
import io.windhover.management.cluster.PeerResponse;
import io.windhover.management.cluster.Peers;
import io.windhover.management.cluster.Round;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * The switch for the cluster, whether it holds still, and which instance may go.
 */
class MaintenanceOfTheClusterTests {

	private static final Instant SINCE = FixedClock.START.minusSeconds(60);

	private static final Maintenance ON = new Maintenance(true, SINCE, "ada", "new disks");

	private final InstanceRegistry registry = mock(InstanceRegistry.class);

	private final Peers peers = mock(Peers.class);

	private final MaintenanceMode maintenance = mock(MaintenanceMode.class);

	private final Operations operations = mock(Operations.class);

	private final List<InstanceRegistry.Sighting> sightings = new ArrayList<>();

	private final Map<InstanceRef, PeerResponse> answers = new HashMap<>();

	private final ClusterEndpoint endpoint = new ClusterEndpoint(this.registry, this.peers,
			new Instance("a", "1", Set.of(Role.EXECUTOR), FixedClock.START), this.maintenance, new FixedClock());

	private final ClusterEndpointWebExtension extension = new ClusterEndpointWebExtension(this.maintenance,
			this.operations, new FixedClock());

	@BeforeEach
	void begin() {
		Collection<InstanceRegistry.Sighting> all = this.sightings;
		given(this.registry.all()).willReturn(all);
		given(this.registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(FixedClock.START, true, Duration.ofSeconds(9)));
		given(this.peers.current()).willReturn(new Round(FixedClock.START, this.answers));
		given(this.maintenance.isKnown()).willReturn(true);
		given(this.maintenance.change(any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		willAnswer((call) -> {
			Outcome unused = call.<Supplier<Outcome>>getArgument(2).get();
			return null;
		}).given(this.operations).perform(any(), any(), any());
		given(this.operations.publish(any())).willAnswer((call) -> {
			Object unused = call.<Supplier<?>>getArgument(0).get();
			return Outcome.accepted();
		});
	}

	@Test
	void itIsSwitchedOnAndOff() {
		this.extension.change("maintenance", " new disks ");
		verify(this.operations).perform(eq(Operation.MAINTENANCE_BEGIN), eq("cluster"), any());
		verify(this.maintenance).change(new Maintenance(true, FixedClock.START, "anonymous", "new disks"));
		given(this.maintenance.current()).willReturn(ON);
		this.extension.change("maintenance", "still new disks");
		verify(this.maintenance).change(new Maintenance(true, SINCE, "anonymous", "still new disks"));
		this.extension.change("running", null);
		verify(this.operations).perform(eq(Operation.MAINTENANCE_END), eq("cluster"), any());
		verify(this.maintenance).change(new Maintenance(false, FixedClock.START, "anonymous", null));
	}

	@Test
	void whatThisInstanceTakesForSoAlreadyIsWrittenAgain() {
		this.extension.change("running", null);
		verify(this.maintenance).change(new Maintenance(false, FixedClock.START, "anonymous", null));
		given(this.maintenance.current()).willReturn(ON);
		this.extension.change("maintenance", null);
		this.extension.change("maintenance", "new disks");
		verify(this.maintenance, times(2)).change(ON);
	}

	@Test
	void nothingIsSwitchedBeforeItIsKnown() {
		given(this.maintenance.isKnown()).willReturn(false);
		this.extension.change("maintenance", null);
		verify(this.maintenance, never()).change(any());
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.extension.change("paused", null))
			.withMessageContaining("'maintenance' or 'running'");
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.extension.change("maintenance", "a\nb"))
			.withMessageContaining("reason");
	}

	@Test
	void itIsQuiescentWhenAllKnowAndNothingRuns() {
		heard("a", FixedClock.START, 0, null, SINCE, "executor");
		heard("b", FixedClock.START, 2, "draining", SINCE, "worker");
		assertThat(this.endpoint.cluster(null, null)).satisfies((cluster) -> {
			assertThat(cluster.maintenance()).isNull();
			assertThat(cluster.quiescent()).isFalse();
			assertThat(cluster.running()).isEqualTo(Map.of("b", 2));
		});
		given(this.maintenance.current()).willReturn(ON);
		given(this.maintenance.since()).willReturn(SINCE);
		assertThat(this.endpoint.cluster(null, null)).satisfies((cluster) -> {
			assertThat(cluster.maintenance())
				.isEqualTo(new ClusterDescriptors.MaintenanceDetail(SINCE, "ada", "new disks", null));
			assertThat(cluster.quiescent()).isFalse();
		});
		this.sightings.remove(1);
		heard("b", FixedClock.START, 0, "drained", SINCE, "worker");
		assertThat(this.endpoint.cluster(null, null).quiescent()).isTrue();
		heard("late", FixedClock.START, 0, "drained", null, "worker");
		assertThat(this.endpoint.cluster(null, null)).satisfies((cluster) -> {
			assertThat(cluster.quiescent()).isNull();
			assertThat(cluster.unheard()).containsExactly("late");
		});
	}

	@Test
	void aSwitchThatCannotBeReadIsShownAndNotCalledQuiescent() {
		heard("a", FixedClock.START, 0, "drained", null, "worker");
		given(this.maintenance.unreadable()).willReturn(new MaintenanceMode.Unreadable(SINCE, "schema version 9"));
		assertThat(this.endpoint.cluster(null, null)).satisfies((cluster) -> {
			assertThat(cluster.maintenance())
				.isEqualTo(new ClusterDescriptors.MaintenanceDetail(SINCE, null, null, "schema version 9"));
			assertThat(cluster.quiescent()).isNull();
		});
	}

	@Test
	void whatIsSilentOrNotKnownIsNotCalledQuiescent() {
		given(this.maintenance.current()).willReturn(ON);
		given(this.maintenance.since()).willReturn(SINCE);
		heard("a", FixedClock.START, 0, null, SINCE, "executor");
		heard("b", FixedClock.START.minusSeconds(60), 0, "drained", SINCE, "worker");
		assertThat(this.endpoint.cluster(null, null).quiescent()).isNull();
		assertThat(this.endpoint.cluster(null, null).unheard()).containsExactly("b");
		this.sightings.remove(1);
		assertThat(this.endpoint.cluster(null, null).quiescent()).isTrue();
		given(this.maintenance.isKnown()).willReturn(false);
		assertThat(this.endpoint.cluster(null, null).quiescent()).isNull();
	}

	@Test
	void anInstanceIsNotToBeStoppedThatRunsTaskRunsOrIsTheOnlyOneOfItsRole() {
		heard("a", FixedClock.START, 0, null, null, "api");
		heard("b", FixedClock.START, 3, "running", null, "worker", "api");
		assertThat(member("a").safeToStop()).isTrue();
		assertThat(member("a").reasons()).isEmpty();
		assertThat(member("b").safeToStop()).isFalse();
		assertThat(member("b").reasons()).containsExactly(
				new ClusterDescriptors.StopReason("running", "3 task runs run on it"),
				new ClusterDescriptors.StopReason("only-of-role", "No other instance has the role worker"));
		heard("c", FixedClock.START, 0, "running", null, "worker");
		assertThat(member("b").reasons()).extracting(ClusterDescriptors.StopReason::kind).containsExactly("running");
		assertThat(member("c").safeToStop()).isTrue();
	}

	@Test
	void anInstanceIsNotToBeStoppedWhoseGroupsNobodyElseTakesJobsOf() {
		worker("a", "running", null, "default", "gpu");
		worker("b", "running", null, "default");
		assertThat(member("a").safeToStop()).isFalse();
		assertThat(member("a").reasons()).containsExactly(
				new ClusterDescriptors.StopReason("only-of-group", "No other instance has a worker of the group gpu"));
		assertThat(member("b").safeToStop()).isTrue();
		worker("c", "drained", null, "gpu");
		worker("d", "starting", null, "gpu");
		assertThat(member("a").reasons()).containsExactly(new ClusterDescriptors.StopReason("only-of-group",
				"No other worker of the group gpu takes jobs at present"));
		assertThat(member("c").safeToStop()).isTrue();
		worker("e", "running", null, "gpu");
		assertThat(member("a").safeToStop()).isTrue();
	}

	@Test
	void anyOfAGroupMayBeStoppedWhereAllAreDrained() {
		worker("a", "drained", SINCE, "gpu");
		worker("b", "drained", SINCE, "gpu", "default");
		assertThat(member("a").safeToStop()).isTrue();
		assertThat(member("b").reasons()).containsExactly(new ClusterDescriptors.StopReason("only-of-group",
				"No other instance has a worker of the group default"));
	}

	@Test
	void anInstanceIsNotToBeStoppedThatReadsBackOrHasTheOnlyCopy() {
		heard("a", FixedClock.START, 0, null, null, "executor");
		heard("b", FixedClock.START, 0, null, null, "executor");
		has("a", 1, 0, Set.of("0_0", "0_1"));
		has("b", 1, 2, Set.of("0_0"));
		assertThat(member("a").safeToStop()).isFalse();
		assertThat(member("a").reasons()).singleElement().satisfies((reason) -> {
			assertThat(reason.kind()).isEqualTo("only-copy");
			assertThat(reason.detail()).contains("0_1 of windhover-executor").doesNotContain("0_0");
		});
		assertThat(member("b").reasons()).extracting(ClusterDescriptors.StopReason::kind).containsExactly("restoring");
		has("b", 1, 0, Set.of("0_0", "0_1"));
		assertThat(member("a").safeToStop()).isTrue();
		assertThat(member("b").safeToStop()).isTrue();
		has("a", 0, 0, Set.of("0_0"));
		has("b", 0, 0, Set.of("0_1"));
		assertThat(member("a").safeToStop()).isTrue();
	}

	@Test
	void whatIsNotKnownIsNotCalledSafe() {
		heard("a", FixedClock.START, 0, null, null, "executor");
		heard("b", FixedClock.START, 0, null, null, "executor");
		has("a", 1, 0, Set.of("0_0"));
		assertThat(member("a").safeToStop()).isNull();
		assertThat(member("b").safeToStop()).isNull();
		assertThat(member("b").reasons())
			.containsExactly(new ClusterDescriptors.StopReason("unknown", "It could not be asked for its stores"));
		has("b", 1, null, null);
		assertThat(member("b").safeToStop()).isNull();
		heard("silent", FixedClock.START.minusSeconds(60), 0, "drained", null, "worker");
		assertThat(member("silent").safeToStop()).isNull();
		given(this.registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(FixedClock.START, false, Duration.ofSeconds(9)));
		assertThat(member("a").safeToStop()).isNull();
	}

	private ClusterDescriptors.Member member(String id) {
		return this.endpoint.cluster(null, id).instances().get(0);
	}

	private void has(String id, int standbys, @Nullable Integer restoring, @Nullable Set<String> tasks) {
		this.answers.put(new InstanceRef(id, "1"), new PeerResponse.Summary("UP", Map.of(), null,
				List.of(new StoreCopies.Copies("windhover-executor", standbys, restoring, tasks))));
	}

	private void worker(String id, String state, @Nullable Instant maintenance, String... groups) {
		this.sightings.add(new InstanceRegistry.Sighting(new Heartbeat(new InstanceRef(id, "1"), Set.of("worker"),
				"host", "http://" + id + ":8081", 0, 4, state, FixedClock.START, FixedClock.START, "1",
				Standing.HOLDING, null, null, Set.of(), List.of(groups), maintenance), FixedClock.START, true));
	}

	private void heard(String id, Instant at, int slotsUsed, @Nullable String workerState,
			@Nullable Instant maintenance, String... roles) {
		this.sightings.add(new InstanceRegistry.Sighting(
				new Heartbeat(new InstanceRef(id, "1"), Set.of(roles), "host", "http://" + id + ":8081", slotsUsed, 4,
						workerState, at, at, "1", Standing.HOLDING, null, null, Set.of(), null, maintenance),
				at, true));
	}

}
