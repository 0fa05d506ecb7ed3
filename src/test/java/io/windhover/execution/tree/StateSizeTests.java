package io.windhover.execution.tree;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.execution.machine.KeptOutputs;
import io.windhover.execution.machine.Story;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.task.WorkerTask.OnWorkerLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class StateSizeTests {

	/** Of the root and the task run that ends. */
	private static final long NODES = 2L * StateSize.NODE;

	private static final Task READS = Samples.task("reads", Map.of("t", "{{ outputs.makes.value }}"));

	private static final Task CALL = new ControlTask.Subflow("call", TaskOptions.NONE, Handlers.NONE, null, "child",
			Map.of(), Map.of(), true);

	@ParameterizedTest
	@CsvSource({ "-1, SUCCESS", "0, SUCCESS", "1, FAILED" })
	void taskRunFailsWhoseOutputsPassIt(int above, State end) {
		Story story = new Story(flow(List.of(Samples.task("makes"), READS)), null);
		story.mostHeld = NODES + KeptOutputs.named("makes", 5000);
		story.created();
		story.reported("makes",
				Samples.ended(Story.ID, "makes", 1, ALICE, State.SUCCESS, Map.of("value", "x"), 5000 + above));
		assertThat(story.taskRun("makes").state()).isEqualTo(end);
		if (end == State.FAILED) {
			assertThat(story.taskRun("makes").error()).isEqualTo(
					"with its outputs the execution would hold 7060 bytes, more than windhover.executor.max-state-size (7059) allows");
			story.ended("after", 1, ALICE, State.SUCCESS);
			story.ended("last", 1, ALICE, State.SUCCESS);
			assertThat(story.state()).isEqualTo(State.FAILED);
		}
		else {
			assertThat(story.taskRun("reads").state()).isEqualTo(State.QUEUED);
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, true", "1, false" })
	void loopFailsWhoseItemsPassIt(int missing, boolean begins) {
		List<Object> items = List.of("a", "b");
		Story story = new Story(forEach(items, Samples.task("a")));
		story.mostHeld = NODES + "[\"a\",\"b\"]".length() - missing;
		Transition transition = story.created();
		assertThat(Story.dispatched(transition)).hasSize(begins ? 1 : 0);
		if (!begins) {
			assertThat(story.requireExecution().error()).contains("with its items the execution would hold",
					"windhover.executor.max-state-size");
			assertThat(story.scopes).isEmpty();
			assertThat(Story.effects(transition, Effect.KeepItems.class)).isEmpty();
		}
	}

	@Test
	void loopFailsWhoseItemsNoRecordHolds() {
		Story story = new Story(forEach(List.of("x".repeat((int) KeptOutputs.MAX)), Samples.task("a")));
		story.created();
		assertThat(story.requireExecution().error()).contains("its items are 4194308 bytes of JSON, more than 4194304");
	}

	@Test
	void iterationsWaitForOneAnotherWhereItIsReached() {
		int items = 40;
		Story story = new Story(forEach(IntStream.range(0, items).boxed().toList(), Samples.task("a")));
		story.mostHeld = 12L * StateSize.NODE;
		story.created();
		int most = 0;
		int ended = 0;
		while (!story.runs.isEmpty()) {
			most = Math.max(most, story.runs.size());
			story.ended(story.runs.keySet().iterator().next(), 1, ALICE, State.SUCCESS);
			ended++;
		}
		assertThat(ended).isEqualTo(items);
		assertThat(most).isBetween(5, 10);
		assertThat(story.state()).isEqualTo(State.SUCCESS);
	}

	@Test
	void branchesDoNotWaitForOneAnother() {
		Task pause = new ControlTask.Pause("holds", TaskOptions.NONE, Handlers.NONE, null, List.of());
		Story story = new Story(new ControlTask.Parallel("both", TaskOptions.NONE, Handlers.NONE, 0, true,
				List.of(pause, Samples.task("resumes"))));
		story.mostHeld = NODES;
		assertThat(Story.dispatched(story.created())).containsExactly("both.resumes");
		story.happens(new Event.Resume("both.holds"));
		story.ended("both.resumes", 1, ALICE, State.SUCCESS);
		assertThat(story.state()).isEqualTo(State.SUCCESS);
	}

	@Test
	void outputsCountWithTheIdsOfTheirTasksAndWhereThereAreNone() {
		Task inner = forEach("inner", List.of("a", "b", "c"), Samples.task("says-nothing"));
		Story story = new Story(forEach("outer", List.of("x", "y"), inner),
				Samples.task("reads", Map.of("t", "{{ outputs.outer }}")));
		story.created();
		while (story.runs.size() > 1 || !story.runs.containsKey("reads")) {
			String path = story.runs.keySet().iterator().next();
			boolean nothing = path.startsWith("outer[1].inner[2]");
			story.reported(path, Samples.ended(Story.ID, path, 1, ALICE, State.SUCCESS, nothing ? null : Map.of(), 0));
		}
		Map<String, Object> said = Map.of("says-nothing", Map.of());
		int size = Json.mapper()
			.writeValueAsBytes(Map.of("outer", List.of(Map.of("inner", List.of(said, said, said)),
					Map.of("inner", List.of(said, said, Map.of()))))).length;
		assertThat(Objects.requireNonNull(story.scope("")).outputsSize()).isBetween((long) size, 2L * size);
	}

	@ParameterizedTest
	@CsvSource({ "0, SUCCESS", "1, FAILED" })
	void subflowFailsWhoseOutputsPassItWhileItsTaskGoesOn(int missing, State end) {
		Map<String, Object> outputs = Map.of("value", "x".repeat(5000));
		Story story = new Story(CALL, Samples.task("next"));
		story.created();
		story.mostHeld = NODES + Json.mapper().writeValueAsBytes(outputs).length - missing;
		story.happens(new Event.Pause());
		Transition transition = story.happens(new Event.SubflowEnded("call", 1, State.SUCCESS, outputs, null));
		assertThat(transition.held()).isEqualTo(story.size().held()).isLessThanOrEqualTo(story.mostHeld);
		story.happens(new Event.Unpause());
		assertThat(story.taskRun("call").state()).isEqualTo(end);
		if (end == State.FAILED) {
			assertThat(story.taskRun("call").error()).contains("with its outputs the execution would hold");
			assertThat(story.taskRun("call").outputs()).doesNotContainKey("outputs");
		}
		else {
			assertThat(story.taskRun("call").outputs()).containsEntry("outputs", outputs);
			assertThat(story.size().held()).isEqualTo(NODES);
		}
	}

	@Test
	void subflowWhoseTaskEndsWithItNeedsNoRoom() {
		Story story = new Story(CALL, Samples.task("next"));
		story.mostHeld = NODES;
		story.created();
		story.happens(new Event.SubflowEnded("call", 1, State.SUCCESS, Map.of("value", "x".repeat(5000)), null));
		assertThat(story.taskRun("call").state()).isEqualTo(State.SUCCESS);
		assertThat(story.taskRun("next").state()).isEqualTo(State.QUEUED);
	}

	@Test
	void outputsOfASubflowCountOnceWhereTheyAreHandedOn() {
		Map<String, Object> outputs = Map.of("value", "x".repeat(5000));
		Story story = new Story(CALL, Samples.task("next", Map.of("t", "{{ outputs.call.outputs.value }}")));
		story.created();
		story.mostHeld = NODES + 5500;
		story.happens(new Event.Pause());
		story.happens(new Event.SubflowEnded("call", 1, State.SUCCESS, outputs, null));
		story.happens(new Event.Unpause());
		assertThat(story.taskRun("call").state()).isEqualTo(State.SUCCESS);
		assertThat(story.size().held()).isBetween(NODES + 5000, NODES + 5500);
	}

	@ParameterizedTest
	@CsvSource({ "true, WARNING", "false, FAILED" })
	void taskThatIsTooLargeForAWorkerFailsWithoutARun(boolean allowFailure, State end) {
		WorkerTask large = Samples.task("large", null, allowFailure, OnWorkerLoss.RETRY);
		Story story = new Story(large);
		story.tooLarge.add("large");
		assertThat(Story.dispatched(story.created())).isEmpty();
		assertThat(story.taskRun("large").state()).isEqualTo(end);
		assertThat(story.taskRun("large").error()).isEqualTo("too large");
		assertThat(story.state()).isEqualTo(end);
	}

	@Test
	void laterAttemptThatIsTooLargeFails() {
		Story story = new Story(Samples.task("large"));
		story.running("large", ALICE);
		story.tooLarge.add("large");
		assertThat(Story.dispatched(story.returned("large", 1, ALICE))).isEmpty();
		assertThat(story.taskRun("large").error()).isEqualTo("too large");
		assertThat(story.state()).isEqualTo(State.FAILED);
		assertThat(story.runs).isEmpty();
	}

	private static Flow flow(List<Task> tasks) {
		Flow flow = Samples.flow(tasks);
		return new Flow(flow.namespace(), flow.id(), flow.revision(), null, Map.of(), List.of(), Map.of(), flow.tasks(),
				new Handlers(List.of(Samples.task("after")), List.of(Samples.task("last"))), flow.options(), Map.of(),
				null, List.of(), null, null, null);
	}

	private static Task forEach(List<?> items, Task... tasks) {
		return forEach("each", items, tasks);
	}

	private static Task forEach(String id, List<?> items, Task... tasks) {
		return new ControlTask.ForEach(id, TaskOptions.NONE, Handlers.NONE, items, 0, true, List.of(tasks));
	}

}
