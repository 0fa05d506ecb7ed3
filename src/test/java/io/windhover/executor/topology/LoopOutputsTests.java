package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.executor.store.StoredOutputs;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class LoopOutputsTests {

	private static final int MANY = 10_000;

	private static final Task SAY = Samples.task("say");

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void areAListInTheOrderOfIndicesWithAMapForEachIteration() {
		create(forEach(250, 0, SAY, Samples.task("other")), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		List<Job> first = this.executor.jobs();
		assertThat(first).hasSize(250);
		for (int i = first.size() - 1; i >= 0; i--) {
			Job job = first.get(i);
			end(job, Map.of("value", index(job)), (i % 10 == 0) ? 2000 : 20);
			end(this.executor.job(), Map.of("twice", 2 * index(job)), 10);
		}
		assertThat(outputs(this.executor.job()).get("each")).isEqualTo(IntStream.range(0, 250)
			.mapToObj((i) -> Map.of("say", Map.of("value", i), "other", Map.of("twice", 2 * i)))
			.toList());
	}

	@Test
	void haveAnEmptyMapForAnIterationWithoutAny() {
		create(forEach(3, 1, SAY), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		end(this.executor.job(), Map.of("value", 0), 10);
		end(this.executor.job(), null, 0);
		end(this.executor.job(), Map.of("value", 2), 10);
		assertThat(outputs(this.executor.job()).get("each"))
			.isEqualTo(List.of(Map.of("say", Map.of("value", 0)), Map.of(), Map.of("say", Map.of("value", 2))));
	}

	@Test
	void ofALoopInALoopAreAListInTheMapOfItsIteration() {
		create(forEach(2, 1, forEach("inner", 2, 1, SAY)), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		for (int i = 0; i < 4; i++) {
			end(this.executor.job(), Map.of("value", i), 600);
		}
		assertThat(outputs(this.executor.job()).get("each")).isEqualTo(List.of(
				Map.of("inner", List.of(Map.of("say", Map.of("value", 0)), Map.of("say", Map.of("value", 1)))),
				Map.of("inner", List.of(Map.of("say", Map.of("value", 2)), Map.of("say", Map.of("value", 3))))));
	}

	@Test
	void areSeenByTheControlTaskThatTheSameEventBegins() {
		ControlTask.ForEach next = new ControlTask.ForEach("next", TaskOptions.NONE, Handlers.NONE,
				"{{ outputs.each }}", 1, true, List.of(Samples.task("again", Map.of("t", "{{ item.say.value }}"))));
		create(forEach(2, 1, SAY), next);
		end(this.executor.job(), Map.of("value", "a"), 2000);
		end(this.executor.job(), Map.of("value", "b"), 2000);
		assertThat(this.executor.job().variables().get("item")).isEqualTo(Map.of("say", Map.of("value", "a")));
	}

	@Test
	void ofALoopUntilAreAListAsWellAndItsConditionSeesThoseOfItsIteration() {
		Task again = new ControlTask.LoopUntil("again", TaskOptions.NONE, Handlers.NONE, "{{ outputs.say.value > 1 }}",
				Duration.ZERO, 10, List.of(SAY));
		create(again, Samples.task("after", Map.of("t", "{{ outputs.again }}")));
		for (int i = 0; i < 3; i++) {
			end(this.executor.job(), Map.of("value", i), 2000);
		}
		Job after = this.executor.job();
		assertThat(after.taskRunId()).isEqualTo("e1.after");
		assertThat(outputs(after).get("again")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
	}

	@Test
	void iterationsThatBeginTogetherHaveTheirOwnItems() {
		create(forEach(300, 0, Samples.task("say", Map.of("t", "{{ item }}"))));
		assertThat(this.executor.jobs()).hasSize(300)
			.allSatisfy((job) -> assertThat(job.variables().get("item")).isEqualTo(index(job)));
	}

	@Test
	void areKeptOnlyWhereATemplateNamesTheLoop() {
		create(forEach(2, 1, SAY), Samples.task("after"));
		end(this.executor.job(), Map.of("value", 1), 10);
		end(this.executor.job(), Map.of("value", 2), 10);
		assertThat(this.executor.entries()).containsExactly("x/e1");
		assertThat(this.executor.job().variables().get("outputs")).isEqualTo(Map.of());
	}

	@Test
	void leaveNothingWhenTheExecutionEnds() {
		create(forEach(150, 0, SAY), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		this.executor.jobs().forEach((job) -> end(job, Map.of("value", 1), 600));
		assertThat(this.executor.entries()).anyMatch((key) -> key.startsWith("l/"));
		end(this.executor.job(), null, 0);
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void areDroppedInTurnsWhenTheExecutionEnds() {
		int many = 6000;
		create(forEach(many, 0, SAY), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		this.executor.jobs().forEach((job) -> end(job, Map.of("value", 1), 600));
		assertThat(this.executor.entries()).filteredOn((key) -> key.startsWith("l/")).hasSize(many + many / 100);
		this.executor.mostChangesOfATurn();
		end(this.executor.job(), null, 0);
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.SUCCESS);
		// besides what is dropped, the items of the loop
		assertThat(this.executor.mostChangesOfATurn()).isBetween(StoredOutputs.MOST_DROPPED,
				2 * StoredOutputs.MOST_DROPPED);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void failTheLoopWhenTheyAreMoreThanAJobCarries() {
		create(forEach(5, 1, SAY), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		for (int i = 0; i < 5; i++) {
			end(this.executor.job(), Map.of("value", i), 1_000_000);
		}
		Execution last = this.executor.executions().get(1);
		assertThat(last.state()).isEqualTo(State.FAILED);
		assertThat(last.error()).contains("more than");
	}

	@Test
	void failTheLoopAlsoWhereOnlyTheIdsOfItsTasksAreSoMuch() {
		create(forEach(250, 1, Samples.task("s".repeat(20_000))),
				Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		List<Job> jobs = this.executor.jobs();
		while (!jobs.isEmpty()) {
			assertThat(jobs.get(0).taskRunId()).isNotEqualTo("e1.after");
			end(jobs.get(0), Map.of(), 0);
			jobs = this.executor.jobs();
		}
		assertThat(this.executor.executions()).last().satisfies((last) -> {
			assertThat(last.state()).isEqualTo(State.FAILED);
			assertThat(last.error()).contains("those that tasks can see here would be");
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void costNoMoreForTheLastOfTenThousandIterationsThanForTheFirst() {
		create(forEach(MANY, 0, SAY), Samples.task("after", Map.of("t", "{{ outputs.each }}")));
		List<Job> jobs = this.executor.jobs();
		assertThat(jobs).hasSize(MANY);
		this.executor.changelogBytes();
		int most = 0;
		for (int i = 0; i < MANY - 1; i++) {
			end(jobs.get(i), Map.of("value", index(jobs.get(i))), 20);
			most = Math.max(most, this.executor.changelogBytes());
		}
		assertThat(most).as("bytes written at the end of an iteration").isLessThan(10_000);
		end(jobs.get(MANY - 1), Map.of("value", index(jobs.get(MANY - 1))), 20);
		assertThat((List<?>) outputs(this.executor.job()).get("each")).hasSize(MANY)
			.last()
			.isEqualTo(Map.of("say", Map.of("value", MANY - 1)));
	}

	private void create(Task... tasks) {
		this.executor.create("e1", Samples.flow(List.of(tasks)));
	}

	private static Task forEach(int items, int concurrency, Task... tasks) {
		return forEach("each", items, concurrency, tasks);
	}

	private static Task forEach(String id, int items, int concurrency, Task... tasks) {
		return new ControlTask.ForEach(id, TaskOptions.NONE, Handlers.NONE, IntStream.range(0, items).boxed().toList(),
				concurrency, true, List.of(tasks));
	}

	private void end(Job job, @Nullable Map<String, Object> outputs, int size) {
		this.executor.report(new TaskResult.Ended("e1", job.taskRunId(), 1, ALICE, Samples.START, State.SUCCESS,
				outputs, size, List.of(), null, null, null, null));
	}

	private static int index(Job job) {
		return (int) Objects.requireNonNull(job.variables().get("index"));
	}

	private static Map<?, ?> outputs(Job job) {
		return (Map<?, ?>) Objects.requireNonNull(job.variables().get("outputs"));
	}

}
