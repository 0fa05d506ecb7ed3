package io.windhover.execution.machine;

import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.flow.WorkerTask.OnWorkerLoss;
import org.junit.jupiter.api.Test;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

class ExecutionMachineLossAndKillTests {

	@Test
	void lostWorkerMeansANewAttemptAndAStopForWhoMayOnlyBeFrozen() {
		Story story = running(new Story(Samples.task("a")));
		TaskRun before = story.taskRun();
		Decision decision = story.happens(new Event.WorkerLost(1, ALICE));
		assertThat(story.taskRun().attempt()).isEqualTo(2);
		assertThat(story.taskRun().failures()).isZero();
		assertThat(story.taskRun().attempts().get(0).worker()).isEqualTo(ALICE);
		assertThat(decision.effects()).hasSize(3)
			.startsWith(new Effect.Forget(before, null), new Effect.Dispatch(story.taskRun(), Samples.task("a")))
			.last()
			.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> {
				assertThat(stop.worker()).isEqualTo(ALICE);
				assertThat(stop.attempt()).isOne();
			});
	}

	@Test
	void lostWorkerFailsATaskThatSaysSo() {
		Story story = running(new Story(Samples.task("a", Samples.retry(5), false, OnWorkerLoss.FAIL)));
		story.happens(new Event.WorkerLost(1, ALICE));
		assertThat(story.taskRun().state()).isEqualTo(State.FAILED);
		assertThat(story.taskRun().current().state()).isEqualTo(State.FAILED);
		assertThat(story.execution().state()).isEqualTo(State.FAILED);
		assertThat(story.execution().error()).isEqualTo("Task 'a' failed: worker 'alice' is gone");
	}

	@Test
	void lostWorkerOfAnAllowedFailureGoesOn() {
		Story story = running(new Story(Samples.task("a", null, true, OnWorkerLoss.FAIL), Samples.task("b")));
		Decision decision = story.happens(new Event.WorkerLost(1, ALICE));
		assertThat(decision.taskRuns()).extracting(TaskRun::state).containsExactly(State.WARNING, State.QUEUED);
	}

	@Test
	void lossOfWhoDoesNotHoldItIsStale() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(story.happens(new Event.WorkerLost(1, BOB)).stale()).isNotNull();
		assertThat(story.happens(new Event.WorkerLost(2, ALICE)).stale()).isNotNull();
	}

	@Test
	void lateResultOfALostAttemptIsStale() {
		Story story = running(new Story(Samples.task("a")));
		story.happens(new Event.WorkerLost(1, ALICE));
		assertThat(story.ended(1, ALICE, State.SUCCESS).stale()).isNotNull();
		assertThat(story.taskRun().state()).isEqualTo(State.QUEUED);
	}

	@Test
	void unclaimedJobIsDispatchedAgainAsTheSameAttempt() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun before = story.taskRun();
		Decision decision = story.happens(new Event.Unclaimed(1, before.queuedAt()));
		assertThat(story.taskRun().attempt()).isOne();
		assertThat(story.taskRun().version()).isGreaterThan(before.version());
		assertThat(decision.effects()).contains(new Effect.Dispatch(story.taskRun(), Samples.task("a")));
		assertThat(story.happens(new Event.Unclaimed(1, before.queuedAt())).stale()).isNotNull();
	}

	@Test
	void unclaimedJobThatWasTakenIsStale() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(story.happens(new Event.Unclaimed(1, story.taskRun().queuedAt())).stale()).isNotNull();
	}

	@Test
	void killOfAnUnknownExecutionIsStale() {
		assertThat(new Story().killed().stale()).isNotNull();
	}

	@Test
	void killAsksForEachTaskRunOnce() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(story.killed().effects()).containsExactly(new Effect.KillTaskRuns("e1"));
		assertThat(story.execution().killRequested()).isTrue();
		assertThat(story.killed().stale()).isNotNull();
	}

	@Test
	void taskRunThatWasKilledOnItsWorkerEndsTheExecutionAndIsNotTriedAgain() {
		Story story = running(
				new Story(Samples.task("a", Samples.retry(5), true, OnWorkerLoss.RETRY), Samples.task("b")));
		Decision decision = story.ended(1, ALICE, State.KILLED);
		assertThat(decision.taskRuns()).extracting(TaskRun::state).containsExactly(State.KILLED);
		assertKilled(story);
	}

	@Test
	void reasonOfAKilledTaskRunIsThatOfItsAttemptAndItsExecution() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		TaskRun running = story.taskRun();
		story.happens(new Event.Reported(new TaskResult.Ended(running.executionId(), running.id(), 1, ALICE, story.now,
				State.KILLED, null, 0, List.of(), "killed by ada: disk is full")));
		assertThat(story.taskRun().error()).isEqualTo("killed by ada: disk is full");
		assertThat(story.taskRun().current().error()).isEqualTo("killed by ada: disk is full");
		assertThat(story.execution().error()).isEqualTo("Task 'a' ended as KILLED: killed by ada: disk is full");
	}

	@Test
	void killOfAQueuedTaskRunEndsTheExecution() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		story.created();
		story.killed();
		TaskRun before = story.taskRun();
		Decision decision = story.happens(new Event.TaskRunKilled());
		assertThat(decision.effects()).containsExactly(new Effect.Forget(before, null));
		assertKilled(story);
	}

	@Test
	void killOfARunningTaskRunStopsItsWorkerAndWaitsForItsEnd() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		story.killed();
		Decision decision = story.happens(new Event.TaskRunKilled());
		assertThat(decision.stale()).isNull();
		assertThat(decision.effects()).singleElement()
			.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> assertThat(stop.worker()).isEqualTo(ALICE));
		assertThat(story.execution().state()).isEqualTo(State.RUNNING);
		story.ended(1, ALICE, State.KILLED);
		assertKilled(story);
	}

	@Test
	void killOfARetryingTaskRunForgetsItsRetry() {
		Story story = running(new Story(Samples.retrying("a", 3)));
		story.ended(1, ALICE, State.FAILED);
		story.killed();
		TaskRun before = story.taskRun();
		Decision decision = story.happens(new Event.TaskRunKilled());
		assertThat(decision.effects()).containsExactly(new Effect.Forget(before, Samples.retry(3).delay()));
		assertKilled(story);
		assertThat(story.happens(new Event.RetryDue(1)).stale()).isNotNull();
	}

	@Test
	void taskRunThatSucceedsWhileBeingKilledKeepsItsStateAndStartsNoOther() {
		Story story = killing(new Story(Samples.task("a"), Samples.task("b")));
		story.ended(1, ALICE, State.SUCCESS);
		assertThat(story.taskRun().taskId()).isEqualTo("a");
		assertThat(story.taskRun().state()).isEqualTo(State.SUCCESS);
		assertThat(story.execution().state()).isEqualTo(State.KILLED);
	}

	@Test
	void taskRunThatFailsWhileBeingKilledIsKilledAndNotRetried() {
		Story story = killing(new Story(Samples.retrying("a", 3)));
		story.ended(1, ALICE, State.FAILED);
		assertKilled(story);
	}

	@Test
	void taskRunWhoseWorkerIsLostWhileBeingKilledIsKilled() {
		Story story = killing(new Story(Samples.task("a", null, true, OnWorkerLoss.FAIL)));
		story.happens(new Event.WorkerLost(1, ALICE));
		assertKilled(story);
	}

	@Test
	void taskRunThatIsReturnedWhileBeingKilledIsKilled() {
		Story story = killing(new Story(Samples.task("a")));
		story.returned(1, ALICE);
		assertKilled(story);
	}

	private static Story running(Story story) {
		story.created();
		story.started(1, ALICE);
		return story;
	}

	private static Story killing(Story story) {
		running(story);
		story.killed();
		story.happens(new Event.TaskRunKilled());
		return story;
	}

	private static void assertKilled(Story story) {
		assertThat(story.taskRun().state()).isEqualTo(State.KILLED);
		assertThat(story.execution().state()).isEqualTo(State.KILLED);
	}

}
