package io.windhover.executor.topology;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class ScopeOutputsTests {

	private static final int LARGE = 2000;

	private static final Task X = Samples.task("x");

	private static final Task AFTER = Samples.task("after", Map.of("t", "{{ outputs.x }}"));

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void areSeenAfterTheScopesAroundThemAsSmallAndAsLargeOnes() {
		for (int size : List.of(10, LARGE)) {
			create("e" + size, sequential("s", sequential("t", X), Samples.task("y")), AFTER);
			end(this.executor.job(), Map.of("value", size), size);
			end(this.executor.job(), null, 0);
			Job after = this.executor.job();
			assertThat(outputs(after)).isEqualTo(Map.of("x", Map.of("value", size)));
			end(after, null, 0);
			assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.SUCCESS);
			assertThat(this.executor.entries()).isEmpty();
		}
	}

	@Test
	void largeOnesStayInTheirEntryUntilNobodySeesThem() {
		create("e1", sequential("s", sequential("t", X), AFTER), Samples.task("last"));
		end(this.executor.job(), Map.of("value", 1), LARGE);
		assertThat(this.executor.entries()).contains("o/e1/s.t/x");
		end(this.executor.job(), null, 0);
		assertThat(this.executor.entries()).containsExactly("x/e1");
	}

	@Test
	void areNotKeptAfterTheScopeWhereNoTemplateOutsideOfItNamesThem() {
		create("e1", sequential("s", X, AFTER), Samples.task("last"));
		end(this.executor.job(), Map.of("value", 1), LARGE);
		assertThat(outputs(this.executor.job()).get("x")).isEqualTo(Map.of("value", 1));
		end("e1.s.after", null, 0);
		assertThat(this.executor.entries()).containsExactly("x/e1");
		assertThat(outputs(this.executor.job())).isEmpty();
	}

	@Test
	void listOfALoopIsSeenAfterTheScopeAroundIt() {
		create("e1", sequential("s", forEach(3, X)), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		for (int i = 0; i < 3; i++) {
			end(this.executor.job(), Map.of("value", i), LARGE);
		}
		assertThat(outputs(this.executor.job()).get("each"))
			.isEqualTo(IntStream.range(0, 3).mapToObj((i) -> Map.of("x", Map.of("value", i))).toList());
		end("e1.after", null, 0);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void becomePartOfTheListOfALoopAroundTheScope() {
		create("e1", forEach(2, sequential("s", X)), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		end(this.executor.job(), Map.of("value", 0), 10);
		end(this.executor.job(), Map.of("value", 1), LARGE);
		assertThat(outputs(this.executor.job()).get("each"))
			.isEqualTo(List.of(Map.of("x", Map.of("value", 0)), Map.of("x", Map.of("value", 1))));
	}

	@Test
	void taskOfAListAroundIsMeantBeforeOneInAScope() {
		create("e1", X, sequential("s", sequential("t", X), AFTER), Samples.task("last"));
		end(this.executor.job(), Map.of("value", "outer"), 10);
		end(this.executor.job(), Map.of("value", "inner"), 10);
		assertThat(outputs(this.executor.job())).isEqualTo(Map.of("x", Map.of("value", "outer")));
	}

	@Test
	void failTheScopeWhenTheyAreMoreThanAJobCarries() {
		List<Task> branches = IntStream.range(0, 5)
			.mapToObj((i) -> sequential("s" + i, Samples.task("x" + i)))
			.toList();
		create("e1", new ControlTask.Parallel("p", TaskOptions.NONE, Handlers.NONE, 0, true, branches), Samples.task(
				"after",
				Map.of("t", "{{ outputs.x0 }}{{ outputs.x1 }}{{ outputs.x2 }}{{ outputs.x3 }}{{ outputs.x4 }}")));
		this.executor.jobs().forEach((job) -> end(job, Map.of("value", 1), 1_000_000));
		assertThat(this.executor.executions()).last().satisfies((last) -> {
			assertThat(last.state()).isEqualTo(State.FAILED);
			assertThat(last.error()).contains("those that tasks can see here would be");
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void costNoMoreForTheLastOfManyScopesThanForTheFirst() {
		int many = 5000;
		List<Task> branches = IntStream.range(0, many)
			.mapToObj((i) -> sequential("s" + i, Samples.task("x" + i)))
			.toList();
		create("e1", new ControlTask.Parallel("p", TaskOptions.NONE, Handlers.NONE, 0, true, branches),
				Samples.task("after", Map.of("t", "{{ outputs.x0 }}")));
		List<Job> jobs = this.executor.jobs();
		assertThat(jobs).hasSize(many);
		this.executor.changelogBytes();
		int most = 0;
		for (Job job : jobs.subList(0, many - 1)) {
			end(job, Map.of("value", 1), 10);
			most = Math.max(most, this.executor.changelogBytes());
		}
		assertThat(most).as("bytes written at the end of a scope").isLessThan(10_000);
		end(jobs.get(many - 1), Map.of("value", 1), 10);
		assertThat(outputs(this.executor.job())).isEqualTo(Map.of("x0", Map.of("value", 1)));
	}

	private void create(String id, Task... tasks) {
		this.executor.create(id, Samples.flow(List.of(tasks)));
	}

	private static Task sequential(String id, Task... tasks) {
		return new ControlTask.Sequential(id, TaskOptions.NONE, Handlers.NONE, List.of(tasks));
	}

	private static Task forEach(int items, Task... tasks) {
		return new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				IntStream.range(0, items).boxed().toList(), 1, true, List.of(tasks));
	}

	private void end(Job job, @Nullable Map<String, Object> outputs, int size) {
		end(job.taskRunId(), outputs, size);
	}

	private void end(String taskRunId, @Nullable Map<String, Object> outputs, int size) {
		String id = taskRunId.substring(0, taskRunId.indexOf('.'));
		this.executor.report(new TaskResult.Ended(id, taskRunId, 1, ALICE, Samples.START, State.SUCCESS, outputs, size,
				List.of(), null, null, null, null));
	}

	private static Map<?, ?> outputs(Job job) {
		return (Map<?, ?>) Objects.requireNonNull(job.variables().get("outputs"));
	}

}
