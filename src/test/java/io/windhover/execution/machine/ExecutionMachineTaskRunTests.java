package io.windhover.execution.machine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.ExecutionChange;
import io.windhover.execution.LogLine;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.task.WorkerTask.OnWorkerLoss;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

class ExecutionMachineTaskRunTests {

	@Test
	void taskThatSucceededChangesLabelsAndOutputsOfItsExecutionOnce() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		story.created();
		story.started("a", 1, ALICE);
		long version = story.requireExecution().version();
		ExecutionChange change = new ExecutionChange(Map.of("team", "y", "new", "z"), Map.of("total", 1));
		assertThat(changing(story, "a", State.SUCCESS, change).isExecutionChanged()).isTrue();
		assertThat(story.requireExecution().labels()).containsEntry("team", "y").containsEntry("new", "z");
		assertThat(story.requireExecution().outputs()).isEqualTo(Map.of("total", 1));
		assertThat(story.requireExecution().version()).isEqualTo(version + 1);
		assertThat(changing(story, "a", State.SUCCESS, change).stale()).isEqualTo(StaleReason.TASK_RUN_UNKNOWN);
		story.started("b", 1, ALICE);
		changing(story, "b", State.FAILED, new ExecutionChange(Map.of("late", "x"), Map.of("total", 2)));
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.requireExecution().labels()).doesNotContainKey("late");
		assertThat(story.requireExecution().outputs()).isEqualTo(Map.of("total", 1));
	}

	@Test
	void taskFailsThatWouldSetTooMuch() {
		for (ExecutionChange change : List.of(
				new ExecutionChange(Map.of("a", "x".repeat(ExecutionChanges.MOST_LABELS)), Map.of()),
				new ExecutionChange(Map.of("a", "b"), Map.of("a", "x".repeat(KeptOutputs.MAX_OF_FLOW))))) {
			Story story = new Story(Samples.task("a"));
			story.created();
			story.started("a", 1, ALICE);
			changing(story, "a", State.SUCCESS, change);
			assertThat(story.state()).isEqualTo(State.FAILED);
			assertThat(story.taskRun("a").error()).contains("of the execution would be");
			assertThat(story.requireExecution().labels()).doesNotContainKey("a");
			assertThat(story.requireExecution().outputs()).isNull();
		}
	}

	private static Transition changing(Story story, String task, State state, ExecutionChange change) {
		return story.reported(task, new TaskResult.Ended(Story.ID, "e1." + task, 1, ALICE, story.now, state, Map.of(),
				2, List.of(), (state == State.FAILED) ? "no luck" : null, change, null, null));
	}

	@Test
	void createDispatchesTheFirstTask() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		Transition transition = story.created();
		assertThat(story.state()).isEqualTo(State.RUNNING);
		assertThat(story.requireExecution().history()).extracting(StateChange::state)
			.containsExactly(State.CREATED, State.RUNNING);
		assertThat(story.requireExecution().startedAt()).isEqualTo(story.now);
		assertThat(Objects.requireNonNull(story.scopes.get("")).active).isOne();
		assertThat(story.runs.keySet()).containsExactly("a");
		assertThat(story.taskRun("a").id()).isEqualTo("e1.a");
		assertThat(story.taskRun("a").state()).isEqualTo(State.QUEUED);
		assertThat(story.taskRun("a").attempt()).isOne();
		assertThat(transition.effects()).containsExactly(dispatch(story, Samples.task("a")));
	}

	@Test
	void createOfNoTasksEndsAtOnce() {
		Story story = new Story();
		Transition transition = story.created();
		assertThat(story.state()).isEqualTo(State.SUCCESS);
		assertThat(story.requireExecution().endedAt()).isEqualTo(story.now);
		assertThat(story.runs).isEmpty();
		assertThat(story.scopes).isEmpty();
		assertThat(transition.effects()).isEmpty();
	}

	@Test
	void createOfAKnownExecutionIsStale() {
		Story story = new Story(Samples.task("a"));
		story.created();
		assertStale(story.created(), StaleReason.EXECUTION_EXISTS);
	}

	@Test
	void returnedTwiceDispatchesAgainOnce() {
		Story story = new Story(Samples.task("a"));
		story.created();
		Event returned = new Event.Reported("a",
				Samples.returned(Story.ID, "a", 1, ALICE, story.taskRun("a").queuedAt()));
		assertThat(Story.dispatched(story.happens(returned))).containsExactly("a");
		assertStale(story.happens(returned), StaleReason.RETURNED_BEFORE);
	}

	@Test
	void outputsAboveTheLimitOfAJobFailTheTask() {
		Story story = new Story(Samples.task("a"), Samples.task("b"),
				Samples.task("c", Map.of("text", "{{ outputs.a.v }} {{ outputs.b.v }}")));
		story.running("a", ALICE);
		int half = (int) (KeptOutputs.MAX / 2) + 1;
		story.reported("a", Samples.ended(Story.ID, "a", 1, ALICE, State.SUCCESS, Map.of("v", 1), half));
		assertThat(story.taskRun("a").state()).isEqualTo(State.SUCCESS);
		story.started("b", 1, ALICE);
		Transition transition = story.reported("b",
				Samples.ended(Story.ID, "b", 1, ALICE, State.SUCCESS, Map.of("v", 1), half));
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.requireExecution().error()).contains("'b'").contains("more than");
		assertThat(Story.effects(transition, Effect.KeepOutputs.class)).isEmpty();
	}

	@Test
	void outputsThatNoTemplateNamesHaveNoLimit() {
		Story story = new Story(Samples.task("a"), Samples.task("b"));
		story.running("a", ALICE);
		story.reported("a",
				Samples.ended(Story.ID, "a", 1, ALICE, State.SUCCESS, Map.of("v", 1), (int) KeptOutputs.MAX + 1));
		assertThat(story.taskRun("a").state()).isEqualTo(State.SUCCESS);
		assertThat(story.taskRun("b").state()).isEqualTo(State.QUEUED);
	}

	@Test
	void startedGivesTheAttemptToItsWorker() {
		Story story = new Story(Samples.task("a"));
		story.created();
		Transition transition = story.started("a", 1, ALICE);
		assertThat(story.taskRun("a").state()).isEqualTo(State.RUNNING);
		assertThat(story.taskRun("a").current().worker()).isEqualTo(ALICE);
		assertThat(transition.isExecutionChanged()).isFalse();
		assertThat(transition.scopes()).isEmpty();
		assertThat(transition.effects()).containsExactly(new Effect.Publish(story.taskRun("a")));
	}

	@Test
	void startedTwiceByTheHolderIsStaleAndStopsNobody() {
		Story story = new Story(Samples.task("a")).running("a", ALICE);
		Transition transition = story.started("a", 1, ALICE);
		assertStale(transition, StaleReason.STARTED_BEFORE);
		assertThat(transition.effects()).isEmpty();
	}

	@Test
	void startedByAnotherIsStaleAndStopsTheOther() {
		Story story = new Story(Samples.task("a")).running("a", ALICE);
		Transition transition = story.started("a", 1, BOB);
		assertStale(transition, StaleReason.START_REFUSED);
		assertThat(transition.effects()).singleElement()
			.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> assertThat(stop.worker()).isEqualTo(BOB));
	}

	@Test
	void startedOfAnUnknownTaskRunStopsTheWorker() {
		Transition transition = new Story(Samples.task("a")).started("a", 3, BOB);
		assertStale(transition, StaleReason.TASK_RUN_UNKNOWN);
		assertThat(transition.effects()).singleElement().isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> {
			assertThat(stop.worker()).isEqualTo(BOB);
			assertThat(stop.taskRunId()).isEqualTo("e1.a");
			assertThat(stop.attempt()).isEqualTo(3);
		});
	}

	@Test
	void successKeepsNamedOutputsAndGoesOn() {
		WorkerTask second = Samples.task("b", Map.of("text", "{{ outputs.a.value }}"));
		Story story = new Story(Samples.task("a"), second).running("a", ALICE);
		Transition transition = story.ended("a", 1, ALICE, State.SUCCESS);
		assertThat(story.taskRun("a").state()).isEqualTo(State.SUCCESS);
		assertThat(story.taskRun("a").outputs()).containsEntry("value", 1);
		assertThat(story.taskRun("b").state()).isEqualTo(State.QUEUED);
		assertThat(story.runs.keySet()).containsExactly("b");
		assertThat(transition.effects()).containsExactly(new Effect.Publish(story.taskRun("a")),
				dispatch(story, second));
		assertThat(Objects.requireNonNull(story.scopes.get("")).outputs()).isEqualTo(Map.of("a", Map.of("value", 1)));
		assertThat(story.scopes.get("").cursor).isEqualTo(2);
	}

	@Test
	void successOfTheLastTaskEndsTheExecution() {
		Story story = new Story(Samples.task("a")).running("a", ALICE);
		story.ended("a", 1, ALICE, State.SUCCESS);
		assertThat(story.state()).isEqualTo(State.SUCCESS);
		assertThat(story.scopes).isEmpty();
	}

	@Test
	void endBeforeItsStartCountsAndNamesTheWorker() {
		Story story = new Story(Samples.task("a"));
		story.created();
		story.ended("a", 1, ALICE, State.SUCCESS);
		assertThat(story.state()).isEqualTo(State.SUCCESS);
		assertThat(story.taskRun("a").current().worker()).isEqualTo(ALICE);
	}

	@Test
	void failureEndsTheExecutionAndSaysWhy() {
		Story story = new Story(Samples.task("a"), Samples.task("b")).running("a", ALICE);
		story.ended("a", 1, ALICE, State.FAILED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.FAILED);
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.requireExecution().error()).isEqualTo("Task 'a' failed: no luck");
	}

	@Test
	void failureWithRetryWaitsForTheNextAttempt() {
		Story story = new Story(Samples.retrying("a", 2)).running("a", ALICE);
		Transition transition = story.ended("a", 1, ALICE, State.FAILED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.RETRYING);
		assertThat(story.taskRun("a").failures()).isOne();
		assertThat(transition.isExecutionChanged()).isFalse();
		assertThat(transition.effects()).containsExactly(
				new Effect.SetTimer(retry("a", 1), story.now.plus(Duration.ofSeconds(10))),
				new Effect.Publish(story.taskRun("a")));
	}

	@Test
	void dueRetryDispatchesTheNextAttempt() {
		Story story = new Story(Samples.retrying("a", 2)).running("a", ALICE);
		story.ended("a", 1, ALICE, State.FAILED);
		Transition transition = story.happens(new Event.Due(retry("a", 1)));
		assertThat(story.taskRun("a").state()).isEqualTo(State.QUEUED);
		assertThat(story.taskRun("a").attempt()).isEqualTo(2);
		assertThat(story.taskRun("a").attempts()).extracting((attempt) -> attempt.state())
			.containsExactly(State.FAILED, State.QUEUED);
		assertThat(Story.dispatched(transition)).containsExactly("a");
		assertStale(story.happens(new Event.Due(retry("a", 1))), StaleReason.RETRY_PASSED);
	}

	@Test
	void nextAttemptKnowsWhatWasLoggedBefore() {
		Story story = new Story(Samples.retrying("a", 4)).running("a", ALICE);
		story.happens(failed(1, new LogLine.LogVolume(7, 70)));
		assertThat(logged(story.happens(new Event.Due(retry("a", 1))))).isEqualTo(new LogLine.LogVolume(7, 70));
		// a worker that is lost reports nothing
		story.started("a", 2, ALICE);
		assertThat(logged(story.returned("a", 2, ALICE))).isEqualTo(new LogLine.LogVolume(7, 70));
		story.started("a", 3, BOB);
		story.ended("a", 3, BOB, State.FAILED);
		assertThat(logged(story.happens(new Event.Due(retry("a", 3))))).isEqualTo(new LogLine.LogVolume(7, 70));
	}

	private static Event failed(int attempt, LogLine.LogVolume logged) {
		TaskResult.Ended ended = Samples.ended(Story.ID, "a", attempt, ALICE, State.FAILED, null);
		return new Event.Reported("a", new TaskResult.Ended(ended.executionId(), ended.taskRunId(), attempt, ALICE,
				ended.at(), State.FAILED, null, 0, List.of(), "no luck", null, null, logged));
	}

	private static LogLine.@Nullable LogVolume logged(Transition transition) {
		return Story.effects(transition, Effect.Dispatch.class).get(0).logged();
	}

	@Test
	void lastPermittedAttemptFails() {
		Story story = new Story(Samples.retrying("a", 2)).running("a", ALICE);
		story.ended("a", 1, ALICE, State.FAILED);
		story.happens(new Event.Due(retry("a", 1)));
		story.started("a", 2, BOB);
		story.ended("a", 2, BOB, State.FAILED);
		assertThat(story.state()).isEqualTo(State.FAILED);
	}

	@Test
	void allowedFailureGoesOnAndEndsAsWarning() {
		Story story = new Story(Samples.task("a", null, true, OnWorkerLoss.RETRY), Samples.task("b")).running("a",
				ALICE);
		story.ended("a", 1, ALICE, State.FAILED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.WARNING);
		assertThat(story.taskRun("a").current().state()).isEqualTo(State.FAILED);
		story.started("b", 1, ALICE);
		story.ended("b", 1, ALICE, State.SUCCESS);
		assertThat(story.taskRun("b").state()).isEqualTo(State.SUCCESS);
		assertThat(story.state()).isEqualTo(State.WARNING);
	}

	@Test
	void allowedFailureIsRetriedFirst() {
		Story story = new Story(Samples.task("a", Samples.retry(2), true, OnWorkerLoss.RETRY)).running("a", ALICE);
		story.ended("a", 1, ALICE, State.FAILED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.RETRYING);
	}

	@Test
	void killReportedByAWorkerEndsTheExecution() {
		Story story = new Story(Samples.task("a"), Samples.task("b")).running("a", ALICE);
		story.ended("a", 1, ALICE, State.KILLED);
		assertThat(story.taskRun("a").state()).isEqualTo(State.KILLED);
		assertThat(story.state()).isEqualTo(State.KILLED);
	}

	@Test
	void endReportedByAWorkerThatDoesNotHoldItIsStale() {
		Story story = new Story(Samples.task("a")).running("a", ALICE);
		assertStale(story.ended("a", 1, BOB, State.SUCCESS), StaleReason.ATTEMPT_PASSED);
		assertStale(story.ended("a", 2, ALICE, State.SUCCESS), StaleReason.ATTEMPT_PASSED);
	}

	@Test
	void returnedWhileQueuedIsDispatchedAgainAsTheSameAttempt() {
		Story story = new Story(Samples.task("a"));
		story.created();
		TaskRun before = story.taskRun("a");
		Transition transition = story.returned("a", 1, ALICE);
		assertThat(story.taskRun("a").attempt()).isOne();
		assertThat(story.taskRun("a").queuedAt()).isAfter(before.queuedAt());
		assertThat(transition.effects()).containsExactly(dispatch(story, Samples.task("a")));
	}

	@Test
	void returnedByTheHolderIsANewAttempt() {
		Story story = new Story(Samples.task("a")).running("a", ALICE);
		story.returned("a", 1, ALICE);
		assertThat(story.taskRun("a").state()).isEqualTo(State.QUEUED);
		assertThat(story.taskRun("a").attempt()).isEqualTo(2);
		assertThat(story.taskRun("a").failures()).isZero();
		assertStale(story.returned("a", 1, ALICE), StaleReason.ATTEMPT_PASSED);
	}

	private static Effect.Dispatch dispatch(Story story, WorkerTask task) {
		return new Effect.Dispatch(story.taskRun(task.id()), "", task);
	}

	private static Timer retry(String path, int attempt) {
		return new Timer(Timer.Kind.RUN_RETRY, path, attempt);
	}

	private static void assertStale(Transition transition, StaleReason reason) {
		assertThat(transition.stale()).isEqualTo(reason);
		assertThat(transition.isExecutionChanged()).isFalse();
		assertThat(transition.removedRuns()).isEmpty();
		assertThat(transition.effects()).allMatch(Effect.StopAttempt.class::isInstance);
	}

}
