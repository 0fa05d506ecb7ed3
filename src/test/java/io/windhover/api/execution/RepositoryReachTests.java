package io.windhover.api.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.Neighbours;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.repository.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RepositoryReachTests {

	private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

	private final Repository repository = mock(Repository.class);

	private final InstanceRegistry instances = mock(InstanceRegistry.class);

	private final Instance me = new Instance("me", "1", Set.of(Role.INDEXER), NOW);

	private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

	private final RepositoryReach reach = new RepositoryReach(this.repository, this.me, this.instances,
			new Neighbours(this.instances, this.me, this.clock), this.clock);

	@BeforeEach
	void begin() {
		given(this.repository.isEmbedded()).willReturn(true);
		given(this.instances.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(NOW, true, Duration.ofSeconds(9)));
	}

	@Test
	void ofTwoEmbeddedIndexersNeitherAnswersForAllAndEachNamesTheOther() {
		given(this.instances.all()).willReturn(List.of(indexer("me", NOW, true), indexer("other", NOW, true)));
		assertThat(this.reach.isHere()).isFalse();
		assertThatExceptionOfType(ErrorResponseException.class).isThrownBy(() -> this.reach.require("all executions"))
			.satisfies((problem) -> assertThat(problem.getBody().toString()).contains("all executions",
					"other (management port: http://other:8081)", "one instance only"));
		given(this.repository.isEmbedded()).willReturn(false);
		assertThat(this.reach.isHere()).isTrue();
	}

	@Test
	void indexerThatIsGoneOrWasHeardBeforeTheStartTakesNothingAway() {
		given(this.instances.all()).willReturn(List.of(indexer("me", NOW, true), indexer("before", NOW, false),
				indexer("silent", NOW.minusSeconds(10), true)));
		assertThat(this.reach.isHere()).isTrue();
	}

	private static InstanceRegistry.Sighting indexer(String id, Instant at, boolean live) {
		return new InstanceRegistry.Sighting(new Heartbeat(new InstanceRef(id, "1"), Set.of(Role.INDEXER.id()), "host",
				"http://%s:8081".formatted(id), 0, 0, null, at, at, "1"), at, live);
	}

}
