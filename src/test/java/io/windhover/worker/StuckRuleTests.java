package io.windhover.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StuckRuleTests {

	private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

	private static final Job JOB = TestTasks.job("run", Map.of(), null);

	private final UsualDurations usual = new UsualDurations();

	@Test
	void withoutAnEstimateOnlyTheLimitForAllCounts() {
		ended(State.SUCCESS, Duration.ofSeconds(30), 9);
		ended(State.FAILED, Duration.ofSeconds(30), 100);
		ended(State.KILLED, Duration.ofSeconds(30), 100);
		assertThat(this.usual.of("scripted")).isNull();
		assertThat(after(Duration.ofHours(1))).isNull();
		assertThat(after(Duration.ofHours(1).plusSeconds(1))).isEqualTo(new WorkerView.Stuck(
				START.plus(Duration.ofHours(1)), "runs longer than windhover.worker.stuck-after (PT1H)"));
	}

	@Test
	void tenTimesTheUsualIsStuck() {
		ended(State.SUCCESS, Duration.ofSeconds(30), 10);
		assertThat(this.usual.of("scripted")).isEqualTo(Duration.ofSeconds(30));
		assertThat(after(Duration.ofMinutes(5))).isNull();
		assertThat(after(Duration.ofSeconds(301))).isEqualTo(new WorkerView.Stuck(START.plusSeconds(300),
				"runs longer than PT5M, more than 10 times what type 'scripted' usually takes (PT30S)"));
	}

	@Test
	void whatIsUsuallyQuickIsNotStuckBeforeTheFloor() {
		ended(State.SUCCESS, Duration.ofMillis(1), 50);
		assertThat(after(Duration.ofSeconds(10))).isNull();
		assertThat(after(Duration.ofSeconds(11))).isNotNull();
	}

	@Test
	void whatUsuallyTakesLongIsStuckAfterTheLimitForAll() {
		ended(State.SUCCESS, Duration.ofHours(2), 10);
		assertThat(after(Duration.ofMinutes(61))).isNotNull()
			.extracting(WorkerView.Stuck::reason)
			.asString()
			.contains("stuck-after");
	}

	@Test
	void estimateFollowsWhatTheTypeDoesNow() {
		ended(State.SUCCESS, Duration.ofSeconds(1), 1000);
		ended(State.SUCCESS, Duration.ofSeconds(100), 200);
		assertThat(this.usual.of("scripted")).isBetween(Duration.ofSeconds(95), Duration.ofSeconds(100));
	}

	private void ended(State state, Duration duration, int times) {
		for (int i = 0; i < times; i++) {
			this.usual.ended(JOB, state, duration);
		}
	}

	private WorkerView.@Nullable Stuck after(Duration age) {
		Clock clock = Clock.fixed(START.plus(age), ZoneOffset.UTC);
		return new StuckRule(this.usual, Duration.ofHours(1), Duration.ofSeconds(10), clock).judge("scripted", START);
	}

}
