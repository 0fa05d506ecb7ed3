package io.windhover.executor.topology;

import java.util.List;
import java.util.Map;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Plan;
import io.windhover.flow.Flow;
import io.windhover.flow.MetricDefinition.Kind;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask.OnWorkerLoss;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metrics of tasks, as templates after them see them.
 */
class TaskMetricsTests {

	private static final List<TaskMetric> METRICS = List.of(count("rows", 2, "a"), count("rows", 1, "b"),
			new TaskMetric("duration", Kind.TIMER, 0.25, Map.of()),
			new TaskMetric("duration", Kind.TIMER, 0.5, Map.of()));

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void areSeenByNameWithAllTagsAddedUpWhereATemplateNamesTheirTask() {
		create(Samples.task("load"), Samples.task("other"),
				Samples.task("after", Map.of("t", "{{ metrics.load.rows }} {{ metrics.load.duration }}")),
				Samples.task("last"));
		end(State.SUCCESS, Map.of("value", 1), METRICS);
		end(State.SUCCESS, null, METRICS);
		Job after = this.executor.job();
		assertThat(after.variables()).containsEntry("outputs", Map.of())
			.containsEntry("metrics", Map.of("load", Map.of("rows", 3, "duration", 0.75)));
		end(after, State.SUCCESS, null, List.of());
		assertThat(this.executor.job().variables()).doesNotContainKey("metrics");
	}

	@Test
	void ofAFailureThatIsAllowedAreSeenAsWell() {
		create(Samples.task("load", null, true, OnWorkerLoss.RETRY),
				Samples.task("after", Map.of("t", "{{ metrics.load.rows }}")));
		end(State.FAILED, null, METRICS);
		assertThat(this.executor.job().variables().get("metrics"))
			.isEqualTo(Map.of("load", Map.of("rows", 3, "duration", 0.75)));
	}

	@Test
	void areSeenByControlTasksAndByTheTasksInThem() {
		Task choice = new ControlTask.If("choice", TaskOptions.NONE, Handlers.NONE, "{{ metrics.load.rows == 3 }}",
				List.of(Samples.task("many", Map.of("t", "{{ metrics.load }}"))), List.of(Samples.task("few")));
		create(Samples.task("load"), choice);
		end(State.SUCCESS, null, METRICS);
		Job many = this.executor.job();
		assertThat(many.taskRunId()).isEqualTo("e1.choice.many");
		assertThat(many.variables().get("metrics")).isEqualTo(Map.of("load", Map.of("rows", 3, "duration", 0.75)));
		end(many, State.SUCCESS, null, List.of());
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void ofAnIterationAreSeenInItOnly() {
		Task each = new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE, List.of(1, 2), 1, true,
				List.of(Samples.task("load"), Samples.task("say", Map.of("t", "{{ metrics.load.rows }}"))));
		create(each, Samples.task("after", Map.of("t", "{{ outputs.each }} {{ metrics }}")));
		for (int i = 0; i < 2; i++) {
			end(State.SUCCESS, Map.of("value", i), METRICS);
			Job say = this.executor.job();
			assertThat(say.variables().get("metrics")).isEqualTo(Map.of("load", Map.of("rows", 3, "duration", 0.75)));
			end(say, State.SUCCESS, null, List.of());
		}
		Job after = this.executor.job();
		assertThat(after.variables()).containsEntry("metrics", Map.of())
			.containsEntry("outputs",
					Map.of("each", List.of(Map.of("load", Map.of("value", 0)), Map.of("load", Map.of("value", 1)))));
		end(after, State.SUCCESS, null, List.of());
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void thatAreTooLargeFailTheirTask() {
		create(Samples.task("load"), Samples.task("after", Map.of("t", "{{ metrics.load.rows }}")));
		end(State.SUCCESS, null, List.of(count("x".repeat(5 * 1024 * 1024), 1, "a")));
		assertThat(this.executor.taskRuns()).last().satisfies((run) -> {
			assertThat(run.state()).isEqualTo(State.FAILED);
			assertThat(run.error()).startsWith("with its outputs those that tasks can see here would be");
		});
	}

	@Test
	void ofAResultThatIsKeptAreSeenAndKeptOnceMore() {
		Flow flow = Samples
			.flow(List.of(Samples.task("load"), Samples.task("after", Map.of("t", "{{ metrics.load.rows }}"))));
		this.executor.plans.put(flow.ref(), Plan.of(flow));
		this.executor.command(new ExecutionCommand.Create("e1", Samples.START, flow.ref(), Map.of(), Map.of(), null,
				new Rerun(Rerun.Kind.RESTART, "e0", null, 1),
				Map.of("load", new KeptResult(null, 0, Map.of("rows", 3))), null));
		assertThat(this.executor.job().variables().get("metrics")).isEqualTo(Map.of("load", Map.of("rows", 3)));
		TaskRun kept = this.executor.taskRuns().get(0);
		assertThat(kept.path()).isEqualTo("load");
		assertThat(kept.published()).isEqualTo(Map.of("rows", 3));
	}

	private void create(Task... tasks) {
		this.executor.create("e1", Samples.flow(List.of(tasks)));
	}

	private void end(State state, @Nullable Map<String, Object> outputs, List<TaskMetric> metrics) {
		end(this.executor.job(), state, outputs, metrics);
	}

	private void end(Job job, State state, @Nullable Map<String, Object> outputs, List<TaskMetric> metrics) {
		this.executor.report(new TaskResult.Ended("e1", job.taskRunId(), 1, ALICE, Samples.START, state, outputs, 20,
				metrics, (state == State.FAILED) ? "no luck" : null, null, null, null));
	}

	private static TaskMetric count(String name, double value, String tag) {
		return new TaskMetric(name, Kind.COUNTER, value, Map.of("tag", tag));
	}

}
