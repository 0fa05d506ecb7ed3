package io.windhover.execution.machine;

import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.task.WorkerTask.OnWorkerLoss;
import org.junit.jupiter.api.Test;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

class ExecutionMachineLossAndKillTests {

	@Test
	void lostWorkerMeansANewAttemptAndAStopForAWorkerThatMayOnlyBeFrozen() {
		Story story = running(new Story(Samples.task("a")));
		Transition transition = lost(story, 1);
		TaskRun next = story.taskRun("a");
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(next.failures()).isZero();
		assertThat(next.attempts().get(0).worker()).isEqualTo(ALICE);
		assertThat(transition.effects()).hasSize(2).contains(new Effect.Dispatch(next, "", Samples.task("a")));
		assertThat(Story.effects(transition, Effect.StopAttempt.class)).singleElement().satisfies((stop) -> {
			assertThat(stop.worker()).isEqualTo(ALICE);
			assertThat(stop.attempt()).isOne();
		});
	}

	@Test
	void lostWorkerFailsATaskThatSaysSo() {
		Story story = running(new Story(Samples.task("a", Samples.retry(5), false, OnWorkerLoss.FAIL)));
		lost(story, 1);
		assertThat(story.taskRun("a").state()).isEqualTo(State.FAILED);
		assertThat(story.taskRun("a").current().state()).isEqualTo(State.FAILED);
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.requireExecution().error()).isEqualTo("Task 'a' failed: worker 'alice' is gone");
	}

	@Test
	void lostWorkerOfAnAllowedFailureGoesOn() {
		Story story = running(new Story(Samples.task("a", null, true, OnWorkerLoss.FAIL), Samples.task("b")));
		lost(story, 1);
		assertThat(story.taskRun("a").state()).isEqualTo(State.WARNING);
		assertThat(story.taskRun("b").state()).isEqualTo(State.QUEUED);
	}

	@Test
	void lossOfAWorkerThatDoesNotHoldItIsStale() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(story.happens(new Event.WorkerLost("a", 1, BOB)).stale()).isEqualTo(StaleReason.LEASE_PASSED);
		assertThat(lost(story, 2).stale()).isEqualTo(StaleReason.LEASE_PASSED);
	}

	@Test
	void lateResultOfALostAttemptIsStale() {
		Story story = running(new Story(Samples.task("a")));
		lost(story, 1);
		assertThat(story.ended("a", 1, ALICE, State.SUCCESS).stale()).isEqualTo(StaleReason.ATTEMPT_PASSED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.QUEUED);
	}

	@Test
	void unclaimedJobIsDispatchedAgainAsTheSameAttempt() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun before = story.taskRun("a");
		Event unclaimed = new Event.Unclaimed("a", 1, before.queuedAt());
		Transition transition = story.happens(unclaimed);
		assertThat(story.taskRun("a").attempt()).isOne();
		assertThat(story.taskRun("a").version()).isGreaterThan(before.version());
		assertThat(Story.dispatched(transition)).containsExactly("a");
		assertThat(story.happens(unclaimed).stale()).isEqualTo(StaleReason.JOB_TAKEN);
	}

	@Test
	void dispatchThatWasPutOffIsStaleOnceTheJobIsDispatchedAgain() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun before = story.taskRun("a");
		Event due = new Event.Due(Timer.ofDispatch(before));
		assertThat(Story.dispatched(story.happens(due))).containsExactly("a");
		story.happens(new Event.Unclaimed("a", 1, before.queuedAt()));
		Transition late = story.happens(due);
		assertThat(late.stale()).isEqualTo(StaleReason.JOB_TAKEN);
		assertThat(late.effects()).isEmpty();
		assertThat(Story.dispatched(story.happens(new Event.Due(Timer.ofDispatch(story.taskRun("a"))))))
			.containsExactly("a");
	}

	@Test
	void unclaimedJobThatWasTakenIsStale() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(story.happens(new Event.Unclaimed("a", 1, story.taskRun("a").queuedAt())).stale())
			.isEqualTo(StaleReason.JOB_TAKEN);
	}

	@Test
	void killOfAnUnknownExecutionIsStale() {
		assertThat(new Story().killed().stale()).isEqualTo(StaleReason.EXECUTION_UNKNOWN);
	}

	@Test
	void killStopsEachTaskRunOnce() {
		Story story = running(new Story(Samples.task("a")));
		assertThat(Story.effects(story.killed(), Effect.StopAttempt.class)).hasSize(1);
		assertThat(story.requireExecution().killRequested()).isTrue();
		Transition again = story.killed();
		assertThat(again.stale()).isEqualTo(StaleReason.KILLED_BEFORE);
		assertThat(again.effects()).isEmpty();
	}

	@Test
	void killedExecutionNamesWhoAskedForIt() {
		Story story = running(new Story(Samples.task("a")));
		story.happens(new Event.Kill("ada"));
		story.ended("a", 1, ALICE, State.KILLED);
		assertKilled(story);
		assertThat(story.requireExecution().error()).isEqualTo("killed by 'ada'");
	}

	@Test
	void taskRunThatWasKilledOnItsWorkerEndsTheExecutionAndIsNotTriedAgain() {
		Story story = running(
				new Story(Samples.task("a", Samples.retry(5), true, OnWorkerLoss.RETRY), Samples.task("b")));
		story.ended("a", 1, ALICE, State.KILLED);
		assertThat(story.documents.keySet()).containsExactly("a");
		assertKilled(story);
	}

	@Test
	void reasonOfAKilledTaskRunIsThatOfItsAttemptAndItsExecution() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		story.reported("a", new TaskResult.Ended(Story.ID, "e1.a", 1, ALICE, story.now, State.KILLED, null, 0,
				List.of(), "killed by ada: disk is full", null, null, null));
		assertThat(story.taskRun("a").error()).isEqualTo("killed by ada: disk is full");
		assertThat(story.taskRun("a").current().error()).isEqualTo("killed by ada: disk is full");
		assertThat(story.requireExecution().error()).isEqualTo("Task 'a' ended as KILLED: killed by ada: disk is full");
	}

	@Test
	void killOfAQueuedTaskRunEndsTheExecution() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		story.created();
		Transition transition = story.killed();
		assertThat(transition.effects()).containsExactly(new Effect.Publish(story.taskRun("a")));
		assertKilled(story);
	}

	@Test
	void killOfARunningTaskRunStopsItsWorkerAndWaitsForItsEnd() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		Transition transition = story.killed();
		assertThat(transition.stale()).isNull();
		assertThat(transition.effects()).singleElement()
			.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> assertThat(stop.worker()).isEqualTo(ALICE));
		assertThat(story.state()).isEqualTo(State.RUNNING);
		story.ended("a", 1, ALICE, State.KILLED);
		assertKilled(story);
	}

	@Test
	void killOfARetryingTaskRunForgetsItsRetry() {
		Story story = running(new Story(Samples.retrying("a", 3)));
		story.ended("a", 1, ALICE, State.FAILED);
		Timer retry = new Timer(Timer.Kind.RUN_RETRY, "a", 1);
		Transition transition = story.killed();
		assertThat(Story.effects(transition, Effect.CancelTimer.class)).extracting(Effect.CancelTimer::timer)
			.containsExactly(retry);
		assertKilled(story);
		assertThat(story.happens(new Event.Due(retry)).stale()).isEqualTo(StaleReason.RETRY_PASSED);
	}

	@Test
	void taskRunThatSucceedsWhileBeingKilledKeepsItsStateAndStartsNoOther() {
		Story story = killing(new Story(Samples.task("a"), Samples.task("b")));
		story.ended("a", 1, ALICE, State.SUCCESS);
		assertThat(story.documents.keySet()).containsExactly("a");
		assertThat(story.taskRun("a").state()).isEqualTo(State.SUCCESS);
		assertThat(story.state()).isEqualTo(State.KILLED);
	}

	@Test
	void taskRunThatFailsWhileBeingKilledIsKilledAndNotRetried() {
		Story story = killing(new Story(Samples.retrying("a", 3)));
		story.ended("a", 1, ALICE, State.FAILED);
		assertKilled(story);
	}

	@Test
	void taskRunWhoseWorkerIsLostWhileBeingKilledIsKilled() {
		Story story = killing(new Story(Samples.task("a", null, true, OnWorkerLoss.FAIL)));
		lost(story, 1);
		assertKilled(story);
	}

	@Test
	void taskRunThatIsReturnedWhileBeingKilledIsKilled() {
		Story story = killing(new Story(Samples.task("a")));
		story.returned("a", 1, ALICE);
		assertKilled(story);
	}

	private static Story running(Story story) {
		return story.running("a", ALICE);
	}

	private static Story killing(Story story) {
		running(story);
		story.killed();
		return story;
	}

	private static Transition lost(Story story, int attempt) {
		return story.happens(new Event.WorkerLost("a", attempt, ALICE));
	}

	private static void assertKilled(Story story) {
		assertThat(story.taskRun("a").state()).isEqualTo(State.KILLED);
		assertThat(story.state()).isEqualTo(State.KILLED);
		assertThat(story.runs).isEmpty();
		assertThat(story.scopes).isEmpty();
	}

}
