package io.windhover.management.metrics.process;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.management.FixedClock;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.topic.maintenance.MaintenanceMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class ClusterMetricsTests {

	private final FixedClock clock = new FixedClock();

	private final InstanceRegistry instances = mock(InstanceRegistry.class);

	private final MaintenanceMode maintenance = mock(MaintenanceMode.class);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void bind() {
		new ClusterMetrics(new MetricsProperties("", 5000, false), this.instances, this.maintenance, this.clock)
			.bindTo(this.registry);
	}

	@Test
	void rolesAreCountedOverTheInstancesThatAreHeard() {
		hears(true);
		given(this.instances.all()).willReturn(List.of(sighting("a", FixedClock.START, true, "executor", "worker"),
				sighting("b", FixedClock.START, true, "worker"),
				sighting("silent", FixedClock.START.minusSeconds(60), true, "indexer"),
				sighting("from-before", FixedClock.START, false, "indexer")));
		assertThat(count("executor")).isOne();
		assertThat(count("worker")).isEqualTo(2);
		assertThat(count("indexer")).isZero();
		assertThat(count("scheduler")).isZero();
	}

	@Test
	void maintenanceLastsAsLongAsItDoes() {
		assertThat(this.registry.get("cluster.maintenance").gauge().value()).isNaN();
		given(this.maintenance.isKnown()).willReturn(true);
		assertThat(this.registry.get("cluster.maintenance").gauge().value()).isZero();
		given(this.maintenance.since()).willReturn(FixedClock.START.plusSeconds(5));
		assertThat(this.registry.get("cluster.maintenance").gauge().value()).isOne();
		this.clock.advance(Duration.ofSeconds(65));
		assertThat(this.registry.get("cluster.maintenance").gauge().value()).isEqualTo(60);
		given(this.maintenance.unreadable()).willReturn(new MaintenanceMode.Unreadable(FixedClock.START, "broken"));
		assertThat(this.registry.get("cluster.maintenance").gauge().value()).isNaN();
	}

	@Test
	void whoHearsNobodyKnowsNothing() {
		hears(false);
		given(this.instances.all()).willReturn(List.of(sighting("a", FixedClock.START, true, "executor")));
		assertThat(count("executor")).isNaN();
	}

	@Test
	void idsThatSeveralProcessesHaveAreCountedUnlessNobodyIsHeard() {
		hears(true);
		assertThat(duplicates()).isZero();
		given(this.instances.duplicates()).willReturn(Set.of("a", "b"));
		assertThat(duplicates()).isEqualTo(2);
		hears(false);
		assertThat(duplicates()).isNaN();
	}

	@Test
	void fencedInstanceDoesNotHaveItsRoles() {
		hears(true);
		InstanceRegistry.Sighting fenced = new InstanceRegistry.Sighting(
				new Heartbeat(new InstanceRef("a", "1"), Set.of("worker"), "host", null, 0, 4, "fenced",
						FixedClock.START, FixedClock.START, "1", Standing.FENCED, null, 1L, Set.of()),
				FixedClock.START, true);
		given(this.instances.all()).willReturn(List.of(fenced));
		assertThat(count("worker")).isZero();
	}

	private double duplicates() {
		return this.registry.get("cluster.duplicates").gauge().value();
	}

	@Test
	void whoeverHasNotEndedInGoodOrderIsAMemberAlsoWhenSilent() {
		hears(true);
		given(this.instances.all()).willReturn(List.of(sighting("a", FixedClock.START, true, "executor"),
				sighting("silent", FixedClock.START.minusSeconds(60), true, "indexer"),
				sighting("from-before", FixedClock.START, false, "indexer")));
		assertThat(this.registry.get("cluster.members").gauge().value()).isEqualTo(3);
		hears(false);
		assertThat(this.registry.get("cluster.members").gauge().value()).isNaN();
	}

	private double count(String role) {
		return this.registry.get("cluster.instances").tag("role", role).gauge().value();
	}

	private void hears(boolean current) {
		given(this.instances.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(FixedClock.START, current, Duration.ofSeconds(9)));
	}

	private static InstanceRegistry.Sighting sighting(String id, Instant at, boolean live, String... roles) {
		return new InstanceRegistry.Sighting(
				new Heartbeat(new InstanceRef(id, "1"), Set.of(roles), "host", null, 1, 4, "running", at, at, "1"), at,
				live);
	}

}
