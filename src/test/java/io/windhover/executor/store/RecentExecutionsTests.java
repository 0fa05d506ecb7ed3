package io.windhover.executor.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.FlowRef;
import io.windhover.repository.Documents;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentExecutionsTests {

	private final OwnedPartition partition = new OwnedPartition(0, new UncommittedChanges());

	private final RecentExecutions recent = new RecentExecutions(100);

	@Test
	void aCreatedExecutionIsKnownCompletely() {
		created("e1");
		Snapshot found = find("e1");
		assertThat(found.complete()).isTrue();
		assertThat(found.execution()).isNotNull().extracting(Execution::state).isEqualTo(State.CREATED);
		assertThat(this.recent.find("e2")).isNull();
	}

	@Test
	void whatWasSeenOnlyLaterIsNotComplete() {
		changed(Documents.execution(1, "hello", State.RUNNING, 2));
		assertThat(find("e1").complete()).isFalse();
	}

	@Test
	void theNewestOfEachDocumentIsKept() {
		changed(Documents.execution(1, "hello", State.RUNNING, 2));
		changed(Documents.execution(1, "hello", State.CREATED, 1));
		changed(Documents.taskRun("e1", "say", State.SUCCESS, 3));
		changed(Documents.taskRun("e1", "say", State.RUNNING, 2));
		assertThat(find("e1").execution()).isNotNull().extracting(Execution::state).isEqualTo(State.RUNNING);
		assertThat(find("e1").taskRuns()).singleElement().extracting(TaskRun::state).isEqualTo(State.SUCCESS);
	}

	@Test
	void theEndOfAnExecutionIsKnown() {
		created("e1");
		assertThat(this.recent.hasEnded("e1")).isFalse();
		changed(Documents.execution(1, "hello", State.SUCCESS, 3));
		assertThat(this.recent.hasEnded("e1")).isTrue();
	}

	@Test
	void whatChangedLongestAgoIsForgottenFirst() {
		for (int number = 0; number < 150; number++) {
			changed(Documents.execution(number, "hello", State.RUNNING, 1));
		}
		assertThat(this.recent.find("e49")).isNull();
		assertThat(this.recent.find("e50")).isNotNull();
		assertThat(this.recent.find("e149")).isNotNull();
	}

	@Test
	void manyTaskRunsDoNotGrowItEither() {
		for (int number = 0; number < 150; number++) {
			for (int task = 0; task < 20; task++) {
				changed(Documents.taskRun("e" + number, "t" + task, State.RUNNING, 1));
			}
		}
		assertThat(this.recent.find("e99")).isNull();
		assertThat(find("e149").taskRuns()).hasSize(20);
	}

	@Test
	void aPartitionTakesItsExecutionsWithIt() {
		created("e1");
		OwnedPartition other = new OwnedPartition(1, new UncommittedChanges());
		ChangedDocuments change = new ChangedDocuments("e2", other);
		change.add(Documents.execution(2, "hello", State.RUNNING, 1), true);
		this.recent.apply(List.of(change));
		this.recent.forget(this.partition);
		assertThat(this.recent.find("e1")).isNull();
		assertThat(this.recent.find("e2")).isNotNull();
	}

	@Test
	void listingsAreNewestFirstFilteredAndBounded() {
		changed(Documents.execution(1, "hello", State.RUNNING, 1));
		changed(Documents.execution(3, "hello", State.RUNNING, 1));
		changed(Documents.execution(2, "other", State.RUNNING, 1));
		ExecutionQuery query = new ExecutionQuery("demo", "hello", null, null, null, 0, 10);
		assertThat(this.recent.matching(query, 10)).extracting(Execution::id).containsExactly("e3", "e1");
		assertThat(this.recent.matching(query, 1)).extracting(Execution::id).containsExactly("e3");
	}

	private Snapshot find(String id) {
		return Objects.requireNonNull(this.recent.find(id));
	}

	private void created(String id) {
		ChangedDocuments change = new ChangedDocuments(id, this.partition);
		change.add(Execution.created(new ExecutionCommand.Create(id, Instant.EPOCH, new FlowRef("demo", "hello", 1),
				Map.of(), Map.of(), null)), true);
		this.recent.apply(List.of(change));
	}

	private void changed(Execution document) {
		ChangedDocuments change = new ChangedDocuments(document.id(), this.partition);
		change.add(document, false);
		this.recent.apply(List.of(change));
	}

	private void changed(TaskRun document) {
		ChangedDocuments change = new ChangedDocuments(document.executionId(), this.partition);
		change.add(document);
		this.recent.apply(List.of(change));
	}

}
