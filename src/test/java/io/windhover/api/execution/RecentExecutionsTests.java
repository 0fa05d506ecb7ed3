package io.windhover.api.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.ControlTask;
import io.windhover.flow.Flow;
import io.windhover.flow.TaskOptions;
import io.windhover.indexer.Documents;
import io.windhover.indexer.ExecutionQuery;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentExecutionsTests {

	private final RecentExecutions recent = new RecentExecutions(100);

	@Test
	void aCreatedExecutionIsKnownAtOnceAndCompletely() {
		this.recent.created(create("e1"));
		Snapshot found = this.recent.find("e1");
		assertThat(found.complete()).isTrue();
		assertThat(found.execution()).isNotNull().extracting(Execution::state).isEqualTo(State.CREATED);
		assertThat(this.recent.find("e2").execution()).isNull();
	}

	@Test
	void aLateCommandTakesNothingBack() {
		this.recent.changed(Documents.execution(1, "hello", State.RUNNING, 2));
		this.recent.created(create("e1"));
		this.recent.changed(Documents.execution(1, "hello", State.CREATED, 1));
		assertThat(this.recent.find("e1").execution()).isNotNull()
			.extracting(Execution::state)
			.isEqualTo(State.RUNNING);
	}

	@Test
	void theNewestOfEachTaskRunIsKept() {
		this.recent.changed(Documents.taskRun("e1", "say", State.SUCCESS, 3));
		this.recent.changed(Documents.taskRun("e1", "say", State.RUNNING, 2));
		assertThat(this.recent.find("e1").taskRuns()).singleElement()
			.extracting(TaskRun::state)
			.isEqualTo(State.SUCCESS);
	}

	@Test
	void theEndIsToldWhenTheExecutionAndItsTaskRunsHaveEnded() {
		this.recent.created(create("e1"));
		CompletableFuture<Void> end = this.recent.ended("e1");
		this.recent.changed(Documents.taskRun("e1", "say", State.RUNNING, 2));
		this.recent.changed(Documents.execution(1, "hello", State.SUCCESS, 3));
		assertThat(end).isNotDone();
		this.recent.changed(Documents.taskRun("e1", "say", State.SUCCESS, 3));
		assertThat(end).isCompleted();
		assertThat(this.recent.ended("e1")).isCompleted();
	}

	@Test
	void whatChangedLongestAgoIsForgottenFirst() {
		for (int number = 0; number < 150; number++) {
			this.recent.changed(Documents.execution(number, "hello", State.RUNNING, 1));
		}
		assertThat(this.recent.find("e49").execution()).isNull();
		assertThat(this.recent.find("e50").execution()).isNotNull();
		assertThat(this.recent.find("e149").execution()).isNotNull();
	}

	@Test
	void manyTaskRunsDoNotGrowItEither() {
		for (int number = 0; number < 150; number++) {
			for (int task = 0; task < 20; task++) {
				this.recent.changed(Documents.taskRun("e" + number, "t" + task, State.RUNNING, 1));
			}
		}
		assertThat(this.recent.find("e99").taskRuns()).isEmpty();
		assertThat(this.recent.find("e149").taskRuns()).hasSize(20);
	}

	@Test
	void listingsAreNewestFirstAndFiltered() {
		this.recent.changed(Documents.execution(1, "hello", State.RUNNING, 1));
		this.recent.changed(Documents.execution(3, "hello", State.RUNNING, 1));
		this.recent.changed(Documents.execution(2, "other", State.RUNNING, 1));
		ExecutionQuery query = new ExecutionQuery("demo", "hello", null, null, null, 0, 10);
		assertThat(this.recent.matching(query)).extracting(Execution::id).containsExactly("e3", "e1");
	}

	private static ExecutionCommand.Create create(String id) {
		Flow flow = new Flow("demo", "hello", 1, null, Map.of(), List.of(), List.of(), ControlTask.Handlers.NONE,
				TaskOptions.NONE, List.of(), null, null, null);
		return new ExecutionCommand.Create(id, Instant.EPOCH, flow.ref(), Map.of(), Map.of(), null);
	}

}
