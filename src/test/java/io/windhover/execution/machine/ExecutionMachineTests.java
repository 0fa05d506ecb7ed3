package io.windhover.execution.machine;

import java.time.Duration;
import java.util.Map;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Retry;
import io.windhover.flow.WorkerTask.OnWorkerLoss;
import org.junit.jupiter.api.Test;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

class ExecutionMachineTests {

	@Test
	void createDispatchesTheFirstTask() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		Decision decision = story.created();
		assertThat(story.execution().state()).isEqualTo(State.RUNNING);
		assertThat(story.execution().history()).extracting(StateChange::state)
			.containsExactly(State.CREATED, State.RUNNING);
		assertThat(story.execution().startedAt()).isEqualTo(story.now);
		assertThat(story.execution().active()).isOne();
		assertThat(decision.taskRuns()).singleElement().satisfies((taskRun) -> {
			assertThat(taskRun.id()).isEqualTo("e1.a");
			assertThat(taskRun.state()).isEqualTo(State.QUEUED);
			assertThat(taskRun.attempt()).isOne();
		});
		assertThat(decision.effects()).containsExactly(new Effect.Dispatch(story.taskRun(), Samples.task("a")));
	}

	@Test
	void createOfNoTasksEndsAtOnce() {
		Story story = new Story();
		Decision decision = story.created();
		assertThat(story.execution().state()).isEqualTo(State.SUCCESS);
		assertThat(story.execution().endedAt()).isEqualTo(story.now);
		assertThat(decision.taskRuns()).isEmpty();
		assertThat(decision.effects()).isEmpty();
	}

	@Test
	void createOfWhatIsThereIsStale() {
		Story story = new Story(Samples.task("a"));
		story.created();
		assertStale(story.created());
	}

	@Test
	void returnedTwiceDispatchesAgainOnce() {
		Story story = new Story(Samples.task("a"));
		story.created();
		Event returned = new Event.Reported(Samples.returned(Story.ID, "a", 1, ALICE, story.taskRun().queuedAt()));
		assertThat(story.happens(returned).effects()).anyMatch(Effect.Dispatch.class::isInstance);
		assertStale(story.happens(returned));
	}

	@Test
	void outputsAboveTheLimitOfTheExecutionFailTheTask() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		story.created();
		int half = (int) (TaskRunMachine.MAX_OUTPUTS / 2) + 1;
		story.started(1, ALICE);
		story.happens(new Event.Reported(Samples.ended(Story.ID, "a", 1, ALICE, State.SUCCESS, Map.of("v", 1), half)));
		assertThat(story.execution().outputsSize()).isEqualTo(half);
		story.started(1, ALICE);
		Decision decision = story
			.happens(new Event.Reported(Samples.ended(Story.ID, "b", 1, ALICE, State.SUCCESS, Map.of("v", 1), half)));
		assertThat(story.execution().state()).isEqualTo(State.FAILED);
		assertThat(story.execution().error()).contains("'b'").contains("more than");
		assertThat(decision.effects()).noneMatch(Effect.KeepOutputs.class::isInstance);
	}

	@Test
	void startedLeasesTheAttempt() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun queued = story.taskRun();
		Decision decision = story.started(1, ALICE);
		assertThat(story.taskRun().state()).isEqualTo(State.RUNNING);
		assertThat(story.taskRun().current().worker()).isEqualTo(ALICE);
		assertThat(decision.execution()).isNull();
		assertThat(decision.effects()).containsExactly(new Effect.Forget(queued, null),
				new Effect.Lease(story.taskRun(), ALICE));
	}

	@Test
	void startedTwiceByTheHolderIsStaleAndStopsNobody() {
		Story story = running(new Story(Samples.task("a")));
		Decision decision = story.started(1, ALICE);
		assertStale(decision);
		assertThat(decision.effects()).isEmpty();
	}

	@Test
	void startedByAnotherIsStaleAndStopsTheOther() {
		Story story = running(new Story(Samples.task("a")));
		Decision decision = story.started(1, BOB);
		assertStale(decision);
		assertThat(decision.effects()).singleElement()
			.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> assertThat(stop.worker()).isEqualTo(BOB));
	}

	@Test
	void startedOfAnUnknownTaskRunStopsTheWorker() {
		Decision decision = ExecutionMachine.decide(Situation.NONE,
				new Event.Reported(Samples.started("e1", "a", 3, BOB)), Samples.START);
		assertStale(decision);
		assertThat(decision.effects()).singleElement().isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> {
			assertThat(stop.worker()).isEqualTo(BOB);
			assertThat(stop.taskRunId()).isEqualTo("e1.a");
			assertThat(stop.attempt()).isEqualTo(3);
		});
	}

	@Test
	void successKeepsOutputsAndGoesOn() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		Decision decision = story.ended(1, ALICE, State.SUCCESS);
		assertThat(decision.taskRuns()).extracting(TaskRun::taskId).containsExactly("a", "b");
		assertThat(decision.taskRuns()).extracting(TaskRun::state).containsExactly(State.SUCCESS, State.QUEUED);
		assertThat(decision.taskRuns().get(0).outputs()).containsEntry("value", 1);
		assertThat(decision.effects()).extracting((effect) -> effect.getClass().getSimpleName())
			.containsExactly("Forget", "KeepOutputs", "Dispatch");
		assertThat(story.execution().position()).isOne();
	}

	@Test
	void successOfTheLastTaskEndsTheExecution() {
		Story story = running(new Story(Samples.task("a")));
		story.ended(1, ALICE, State.SUCCESS);
		assertThat(story.execution().state()).isEqualTo(State.SUCCESS);
		assertThat(story.execution().active()).isZero();
	}

	@Test
	void endBeforeItsStartCountsAndNamesTheWorker() {
		Story story = new Story(Samples.task("a"));
		story.created();
		story.ended(1, ALICE, State.SUCCESS);
		assertThat(story.execution().state()).isEqualTo(State.SUCCESS);
		assertThat(story.taskRun().current().worker()).isEqualTo(ALICE);
	}

	@Test
	void failureEndsTheExecutionAndSaysWhy() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		story.ended(1, ALICE, State.FAILED);
		assertThat(story.taskRun().state()).isEqualTo(State.FAILED);
		assertThat(story.execution().state()).isEqualTo(State.FAILED);
		assertThat(story.execution().error()).isEqualTo("Task 'a' failed: no luck");
	}

	@Test
	void failureWithRetryWaitsForTheNextAttempt() {
		Story story = running(new Story(Samples.retrying("a", 2)));
		TaskRun before = story.taskRun();
		Decision decision = story.ended(1, ALICE, State.FAILED);
		assertThat(story.taskRun().state()).isEqualTo(State.RETRYING);
		assertThat(story.taskRun().failures()).isOne();
		assertThat(decision.execution()).isNull();
		assertThat(decision.effects()).containsExactly(new Effect.Forget(before, null),
				new Effect.RetryAfter(story.taskRun(), Duration.ofSeconds(10)));
	}

	@Test
	void retryDueDispatchesTheNextAttempt() {
		Story story = running(new Story(Samples.retrying("a", 2)));
		story.ended(1, ALICE, State.FAILED);
		Decision decision = story.happens(new Event.RetryDue(1));
		assertThat(story.taskRun().state()).isEqualTo(State.QUEUED);
		assertThat(story.taskRun().attempt()).isEqualTo(2);
		assertThat(story.taskRun().attempts()).extracting((attempt) -> attempt.state())
			.containsExactly(State.FAILED, State.QUEUED);
		assertThat(decision.effects()).hasAtLeastOneElementOfType(Effect.Dispatch.class);
		assertStale(story.happens(new Event.RetryDue(1)));
	}

	@Test
	void lastPermittedAttemptFails() {
		Story story = running(new Story(Samples.retrying("a", 2)));
		story.ended(1, ALICE, State.FAILED);
		story.happens(new Event.RetryDue(1));
		story.started(2, BOB);
		story.ended(2, BOB, State.FAILED);
		assertThat(story.execution().state()).isEqualTo(State.FAILED);
	}

	@Test
	void allowedFailureGoesOnAndEndsAsWarning() {
		Story story = running(new Story(Samples.task("a", null, true, OnWorkerLoss.RETRY), Samples.task("b")));
		Decision decision = story.ended(1, ALICE, State.FAILED);
		assertThat(decision.taskRuns().get(0).state()).isEqualTo(State.WARNING);
		assertThat(decision.taskRuns().get(0).current().state()).isEqualTo(State.FAILED);
		story.started(1, ALICE);
		story.ended(1, ALICE, State.SUCCESS);
		assertThat(story.taskRun().state()).isEqualTo(State.SUCCESS);
		assertThat(story.execution().state()).isEqualTo(State.WARNING);
	}

	@Test
	void allowedFailureIsRetriedFirst() {
		Retry retry = Samples.retry(2);
		Story story = running(new Story(Samples.task("a", retry, true, OnWorkerLoss.RETRY)));
		story.ended(1, ALICE, State.FAILED);
		assertThat(story.taskRun().state()).isEqualTo(State.RETRYING);
	}

	@Test
	void killReportedByAWorkerEndsTheExecution() {
		Story story = running(new Story(Samples.task("a"), Samples.task("b")));
		story.ended(1, ALICE, State.KILLED);
		assertThat(story.taskRun().state()).isEqualTo(State.KILLED);
		assertThat(story.execution().state()).isEqualTo(State.KILLED);
	}

	@Test
	void endReportedByWhoDoesNotHoldItIsStale() {
		Story story = running(new Story(Samples.task("a")));
		assertStale(story.ended(1, BOB, State.SUCCESS));
		assertStale(story.ended(2, ALICE, State.SUCCESS));
	}

	@Test
	void returnedWhileQueuedIsDispatchedAgainAsTheSameAttempt() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun before = story.taskRun();
		Decision decision = story.returned(1, ALICE);
		assertThat(story.taskRun().attempt()).isOne();
		assertThat(story.taskRun().queuedAt()).isAfter(before.queuedAt());
		assertThat(decision.effects()).containsExactly(new Effect.Forget(before, null),
				new Effect.Dispatch(story.taskRun(), Samples.task("a")));
	}

	@Test
	void returnedByTheHolderIsANewAttempt() {
		Story story = running(new Story(Samples.task("a")));
		story.returned(1, ALICE);
		assertThat(story.taskRun().state()).isEqualTo(State.QUEUED);
		assertThat(story.taskRun().attempt()).isEqualTo(2);
		assertThat(story.taskRun().failures()).isZero();
		assertStale(story.returned(1, ALICE));
	}

	private static Story running(Story story) {
		story.created();
		story.started(1, ALICE);
		return story;
	}

	private static void assertStale(Decision decision) {
		assertThat(decision.stale()).isNotNull();
		assertThat(decision.execution()).isNull();
		assertThat(decision.taskRuns()).isEmpty();
	}

}
