package io.windhover.worker.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.RunningAttempt;
import io.windhover.worker.attempt.TestTasks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class StuckDetectorTests {

	private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

	private static final Job JOB = TestTasks.job("run", Map.of(), null);

	private final DurationEstimator estimator = new DurationEstimator();

	@Test
	void withoutAnEstimateOnlyTheLimitForAllCounts() {
		ended(State.SUCCESS, Duration.ofSeconds(30), 9);
		ended(State.FAILED, Duration.ofSeconds(30), 100);
		ended(State.KILLED, Duration.ofSeconds(30), 100);
		assertThat(this.estimator.estimate(JOB)).isNull();
		assertThat(after(Duration.ofHours(1))).isNull();
		assertThat(after(Duration.ofHours(1).plusSeconds(1))).isEqualTo(new WorkerView.Stuck(
				START.plus(Duration.ofHours(1)), "runs longer than windhover.worker.stuck-after (PT1H)"));
	}

	@Test
	void tenTimesTheUsualIsStuck() {
		ended(State.SUCCESS, Duration.ofSeconds(30), 10);
		assertThat(this.estimator.estimate(JOB)).isEqualTo(Duration.ofSeconds(30));
		assertThat(after(Duration.ofMinutes(5))).isNull();
		assertThat(after(Duration.ofSeconds(301))).isEqualTo(new WorkerView.Stuck(START.plusSeconds(300),
				"runs longer than PT5M, more than 10 times what task 'step' usually takes (PT30S)"));
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
	void estimateFollowsWhatTheTaskDoesNow() {
		ended(State.SUCCESS, Duration.ofSeconds(1), 1000);
		ended(State.SUCCESS, Duration.ofSeconds(100), 200);
		assertThat(this.estimator.estimate(JOB)).isBetween(Duration.ofSeconds(95), Duration.ofSeconds(100));
	}

	@Test
	void attemptStaysStuckWhateverEndsMeanwhile() {
		ended(State.SUCCESS, Duration.ofMillis(5), 20);
		RunningAttempt attempt = begun(START);
		WorkerView.Stuck stuck = judge(attempt, Duration.ofSeconds(50));
		assertThat(stuck).isNotNull();
		ended(State.SUCCESS, Duration.ofMinutes(20), 100);
		assertThat(judge(attempt, Duration.ofSeconds(51))).isEqualTo(stuck);
		ended(State.SUCCESS, Duration.ofMillis(5), 1000);
		assertThat(judge(attempt, Duration.ofMinutes(61))).isEqualTo(stuck);
		assertThat(judge(attempt, Duration.ofSeconds(1))).as("the clock is set back").isEqualTo(stuck);
	}

	@Test
	void whatEndsAfterAnAttemptBeganDoesNotMakeItStuck() {
		RunningAttempt attempt = begun(START);
		ended(State.SUCCESS, Duration.ofMillis(5), 20);
		assertThat(judge(attempt, Duration.ofMinutes(59))).isNull();
		assertThat(judge(begun(START), Duration.ofMinutes(59))).isNotNull();
	}

	@Test
	void eachTaskOfEachFlowIsMeasuredByItself() {
		ended(State.SUCCESS, Duration.ofMillis(5), 20);
		assertThat(this.estimator.estimate(JOB)).isNotNull();
		assertThat(this.estimator.estimate(job("demo", "flow", "other"))).isNull();
		assertThat(this.estimator.estimate(job("demo", "other", "step"))).isNull();
		assertThat(this.estimator.estimate(job("other", "flow", "step"))).isNull();
	}

	@Test
	void onlyTheTasksThatRanLastAreRemembered() {
		ended(State.SUCCESS, Duration.ofMillis(5), 20);
		for (int i = 0; i < 10_000; i++) {
			this.estimator.ended(job("demo", "flow-" + i, "step"), State.SUCCESS, Duration.ofMillis(5));
			if (i == 5_000) {
				assertThat(this.estimator.estimate(JOB)).isNotNull();
			}
		}
		assertThat(this.estimator.estimate(JOB)).as("used while others came").isNotNull();
		for (int i = 0; i < 10_000; i++) {
			this.estimator.ended(job("demo", "more-" + i, "step"), State.SUCCESS, Duration.ofMillis(5));
		}
		assertThat(this.estimator.estimate(JOB)).isNull();
	}

	private static Job job(String namespace, String flowId, String taskId) {
		WorkerTask task = new WorkerTask(taskId, "scripted", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
		return new Job("execution", "run", 1, namespace, flowId, 1, task, Map.of(), START, null, null, null);
	}

	private void ended(State state, Duration duration, int times) {
		for (int i = 0; i < times; i++) {
			this.estimator.ended(JOB, state, duration);
		}
	}

	private RunningAttempt begun(Instant at) {
		return new RunningAttempt(JOB, at, this.estimator.estimate(JOB), mock());
	}

	private WorkerView.@Nullable Stuck after(Duration age) {
		return judge(begun(START), age);
	}

	private static WorkerView.@Nullable Stuck judge(RunningAttempt attempt, Duration age) {
		Clock clock = Clock.fixed(START.plus(age), ZoneOffset.UTC);
		return new StuckDetector(Duration.ofHours(1), Duration.ofSeconds(10), clock).judge(attempt);
	}

}
