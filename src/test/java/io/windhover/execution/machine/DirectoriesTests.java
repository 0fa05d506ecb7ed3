package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.WorkingDirectory;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

class DirectoriesTests {

	private static final Retry RETRY = new Retry(Retry.Type.CONSTANT, Duration.ofSeconds(10), null, 2, 2);

	@Test
	void eachTaskFindsWhatTheOneBeforeHasLeft() {
		Story story = new Story(sharing("s", TaskOptions.NONE, Samples.task("a"), Samples.task("b"), Samples.task("c")),
				Samples.task("after"));
		assertThat(found(story.created())).isEqualTo(new WorkingDirectory(null, null));
		assertThat(found(succeeds(story, "s.a", "1"))).isEqualTo(new WorkingDirectory("1", null));
		assertThat(found(succeeds(story, "s.b", "2"))).isEqualTo(new WorkingDirectory("2", "1"));
		assertThat(found(succeeds(story, "s.c", "3"))).isNull();
	}

	@Test
	void aTaskThatLeavesNothingChangesNothing() {
		Story story = new Story(
				sharing("s", TaskOptions.NONE, Samples.task("a"), Samples.task("b"), Samples.task("c")));
		story.created();
		succeeds(story, "s.a", "1");
		assertThat(found(succeeds(story, "s.b", null))).isEqualTo(new WorkingDirectory("1", null));
	}

	@Test
	void aRetryFindsWhatWasThereBeforeTheAttemptThatFailed() {
		Story story = new Story(sharing("s", TaskOptions.NONE, Samples.task("a"), retried("b"), Samples.task("c")));
		story.created();
		succeeds(story, "s.a", "1");
		story.reported("s.b", ended("s.b", 1, State.FAILED, "lost"));
		Transition second = due(story, Timer.Kind.RUN_RETRY, "s.b", 1);
		assertThat(found(second)).isEqualTo(new WorkingDirectory("1", null));
		assertThat(found(story.reported("s.b", ended("s.b", 2, State.SUCCESS, "2"))))
			.isEqualTo(new WorkingDirectory("2", "1"));
	}

	@Test
	void anAttemptThatIsOverLeavesNothing() {
		Story story = new Story(sharing("s", TaskOptions.NONE, Samples.task("a"), Samples.task("b")));
		story.created();
		story.started("s.a", 1, ALICE);
		Transition lost = story.happens(new Event.WorkerLost("s.a", 1, ALICE));
		assertThat(found(lost)).isEqualTo(new WorkingDirectory(null, null));
		story.started("s.a", 2, BOB);
		assertThat(story.reported("s.a", ended("s.a", 1, State.SUCCESS, "late")).stale())
			.isEqualTo(StaleReason.ATTEMPT_PASSED);
		Transition next = story.reported("s.a", new TaskResult.Ended(Story.ID, "e1.s.a", 2, BOB, story.now,
				State.SUCCESS, null, 0, List.of(), null, null, "1", null));
		assertThat(found(next)).isEqualTo(new WorkingDirectory("1", null));
	}

	@Test
	void whatIsDeeperAndErrorsAndFinallyShareIt() {
		Task choice = new ControlTask.If("i", TaskOptions.NONE, Handlers.NONE, "true", List.of(Samples.task("b")),
				List.of());
		Task loop = new ControlTask.ForEach("l", TaskOptions.NONE, Handlers.NONE, List.of(1, 2), 1, true,
				List.of(Samples.task("c")));
		Story story = new Story(new ControlTask.Sequential("s", TaskOptions.NONE,
				new Handlers(List.of(Samples.task("e")), List.of(Samples.task("f"))),
				List.of(Samples.task("a"), choice, loop, Samples.task("d")), true));
		story.created();
		assertThat(found(succeeds(story, "s.a", "1"))).isEqualTo(new WorkingDirectory("1", null));
		assertThat(found(succeeds(story, "s.i.b", "2"))).isEqualTo(new WorkingDirectory("2", "1"));
		assertThat(found(succeeds(story, "s.l[0].c", "3"))).isEqualTo(new WorkingDirectory("3", "2"));
		assertThat(found(succeeds(story, "s.l[1].c", "4"))).isEqualTo(new WorkingDirectory("4", "3"));
		assertThat(found(story.reported("s.d", ended("s.d", 1, State.FAILED, "5"))))
			.isEqualTo(new WorkingDirectory("4", "3"));
		assertThat(found(succeeds(story, "s.e", "6"))).isEqualTo(new WorkingDirectory("6", "4"));
		succeeds(story, "s.f", "7");
		assertThat(story.state()).isEqualTo(State.FAILED);
	}

	@Test
	void theNextAttemptOfAScopeInItFindsWhatWasThereWhenItBegan() {
		Task inner = new ControlTask.Sequential("in", new TaskOptions(null, null, false, RETRY, null, false),
				Handlers.NONE, List.of(Samples.task("b"), Samples.task("c"), Samples.task("d")));
		Story story = new Story(sharing("s", TaskOptions.NONE, Samples.task("a"), inner, Samples.task("z")));
		story.created();
		assertThat(found(succeeds(story, "s.a", "1"))).isEqualTo(new WorkingDirectory("1", null));
		assertThat(found(succeeds(story, "s.in.b", "2"))).as("1 is needed again")
			.isEqualTo(new WorkingDirectory("2", null));
		assertThat(found(succeeds(story, "s.in.c", "3"))).isEqualTo(new WorkingDirectory("3", "2"));
		story.reported("s.in.d", ended("s.in.d", 1, State.FAILED, null));
		assertThat(found(due(story, Timer.Kind.SCOPE_RETRY, "s.in", 1))).isEqualTo(new WorkingDirectory("1", "3"));
		assertThat(found(succeeds(story, "s.in~2.b", "4"))).isEqualTo(new WorkingDirectory("4", null));
		succeeds(story, "s.in~2.c", "5");
		assertThat(found(succeeds(story, "s.in~2.d", "6"))).isEqualTo(new WorkingDirectory("6", "5"));
	}

	@Test
	void theNextAttemptOfTheWholeFindsNothing() {
		Story story = new Story(sharing("s", new TaskOptions(null, null, false, RETRY, null, false), Samples.task("a"),
				Samples.task("b")));
		story.created();
		succeeds(story, "s.a", "1");
		story.reported("s.b", ended("s.b", 1, State.FAILED, null));
		assertThat(found(due(story, Timer.Kind.SCOPE_RETRY, "s", 1))).isEqualTo(new WorkingDirectory(null, "1"));
	}

	@Test
	void eachRunOfItHasADirectoryOfItsOwn() {
		Story story = new Story(new ControlTask.ForEach("l", TaskOptions.NONE, Handlers.NONE, List.of(1, 2), 0, true,
				List.of(sharing("s", TaskOptions.NONE, Samples.task("a"), Samples.task("b")))));
		assertThat(Story.effects(story.created(), Effect.Dispatch.class)).extracting(Effect.Dispatch::directory)
			.containsExactly(new WorkingDirectory(null, null), new WorkingDirectory(null, null));
		assertThat(found(succeeds(story, "l[0].s.a", "1"))).isEqualTo(new WorkingDirectory("1", null));
		assertThat(found(succeeds(story, "l[1].s.a", "2"))).isEqualTo(new WorkingDirectory("2", null));
	}

	private static Task sharing(String id, TaskOptions options, Task... tasks) {
		return new ControlTask.Sequential(id, options, Handlers.NONE, List.of(tasks), true);
	}

	private static Task retried(String id) {
		WorkerTask task = Samples.task(id);
		return new WorkerTask(id, task.type(), task.configuration(),
				new TaskOptions(null, null, false, RETRY, null, false), WorkerTask.OnWorkerLoss.RETRY);
	}

	/**
	 * What the one task finds that an event hands to the workers; null where there is
	 * none.
	 */
	private static @Nullable WorkingDirectory found(Transition transition) {
		return Story.effects(transition, Effect.Dispatch.class)
			.stream()
			.findFirst()
			.map(Effect.Dispatch::directory)
			.orElse(null);
	}

	private static Transition succeeds(Story story, String path, @Nullable String snapshot) {
		return story.reported(path, ended(path, 1, State.SUCCESS, snapshot));
	}

	private static Transition due(Story story, Timer.Kind kind, String path, int number) {
		return story.happens(new Event.Due(new Timer(kind, path, number)));
	}

	private static TaskResult.Ended ended(String path, int attempt, State state, @Nullable String snapshot) {
		return new TaskResult.Ended(Story.ID, "e1." + path, attempt, ALICE, Instant.EPOCH, state, null, 0, List.of(),
				null, null, snapshot, null);
	}

}
