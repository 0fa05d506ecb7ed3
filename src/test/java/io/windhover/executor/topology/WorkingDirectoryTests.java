package io.windhover.executor.topology;

import java.util.List;
import java.util.stream.IntStream;

import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.WorkingDirectory;
import io.windhover.executor.store.StoredExecution;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class WorkingDirectoryTests {

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void jobHasWhatTheTaskBeforeHasLeft() {
		this.executor.create("e1", Samples.flow(List.of(sharing(), Samples.task("after"))));
		Job a = this.executor.job();
		assertThat(a.workingDirectory()).isEqualTo(new WorkingDirectory(null, null));
		succeed(a, "1");
		this.executor.reopen();
		Job b = this.executor.job();
		assertThat(b.workingDirectory()).isEqualTo(new WorkingDirectory("1", null));
		succeed(b, "2");
		Job c = this.executor.job();
		assertThat(c.workingDirectory()).isEqualTo(new WorkingDirectory("2", "1"));
		succeed(c, null);
		Job after = this.executor.job();
		assertThat(after.workingDirectory()).isNull();
		succeed(after, "9");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void directoriesOfManyRunsAreNotMixed() {
		int many = StoredExecution.MOST_NODES * 2;
		this.executor.create("e1", Samples.flow(List.of(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				IntStream.range(0, many).boxed().toList(), 0, true, List.of(sharing())))));
		List<Job> first = this.executor.jobs();
		assertThat(first).hasSize(many);
		first.forEach((job) -> succeed(job, job.taskRunId()));
		assertThat(this.executor.jobs()).hasSize(many)
			.allSatisfy((job) -> assertThat(job.workingDirectory())
				.isEqualTo(new WorkingDirectory(job.taskRunId().replace(".b", ".a"), null)));
	}

	private void succeed(Job job, @Nullable String snapshot) {
		this.executor.start(job, ALICE);
		this.executor.report(new TaskResult.Ended(job.executionId(), job.taskRunId(), job.attempt(), ALICE,
				Samples.START, State.SUCCESS, null, 0, List.of(), null, null, snapshot, null));
	}

	private static Task sharing() {
		return new ControlTask.Sequential("s", TaskOptions.NONE, Handlers.NONE,
				List.of(Samples.task("a"), Samples.task("b"), Samples.task("c")), true);
	}

}
