package io.windhover.indexer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.windhover.indexer.Documents.execution;
import static io.windhover.indexer.Documents.log;
import static io.windhover.indexer.Documents.metric;
import static io.windhover.indexer.Documents.taskRun;
import static io.windhover.indexer.Documents.trigger;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every repository does: a test of an implementation extends it.
 */
public abstract class RepositoryContract {

	/**
	 * The repository under test, empty at the start of each test.
	 */
	protected abstract Repository repository();

	@Test
	void anEmptyRepositoryFindsNothing() {
		repository().open();
		assertThat(repository().executions(query(null, null, 0, 10))).isEqualTo(new Page<>(List.of(), 0));
		assertThat(repository().execution("e1")).isNull();
		assertThat(repository().taskRuns("e1")).isEmpty();
		assertThat(repository().logs("e1", 0, 10)).isEqualTo(new Page<>(List.of(), 0));
		assertThat(repository().triggers()).isEmpty();
	}

	@Test
	void aDocumentIsReadAsItWasWritten() {
		Execution execution = execution(1, "hello", State.SUCCESS, 3);
		TaskRun taskRun = taskRun("e1", "say", State.SUCCESS, 3);
		assertThat(write(List.of(execution), List.of(taskRun))).isEmpty();
		assertThat(repository().execution("e1")).isEqualTo(execution);
		assertThat(repository().taskRuns("e1")).containsExactly(taskRun);
		assertThat(repository().taskRuns("e2")).isEmpty();
	}

	@Test
	void ofTwoDocumentsTheHigherVersionStaysInWhateverOrderTheyCome() {
		write(List.of(execution(1, "hello", State.SUCCESS, 3), execution(1, "hello", State.RUNNING, 2)),
				List.of(taskRun("e1", "say", State.SUCCESS, 3)));
		write(List.of(execution(1, "hello", State.CREATED, 1)), List.of(taskRun("e1", "say", State.RUNNING, 2)));
		assertThat(repository().execution("e1")).extracting(Execution::state).isEqualTo(State.SUCCESS);
		assertThat(repository().taskRuns("e1")).singleElement().extracting(TaskRun::state).isEqualTo(State.SUCCESS);
		assertThat(repository().executions(query(null, State.RUNNING, 0, 10)).total()).isZero();
	}

	@Test
	void executionsArePagedNewestFirst() {
		write(IntStream.range(0, 25).mapToObj((number) -> execution(number, "hello", State.RUNNING, 1)).toList(),
				List.of());
		Page<Execution> second = repository().executions(query(null, null, 1, 10));
		assertThat(second.total()).isEqualTo(25);
		assertThat(second.items()).extracting(Execution::id)
			.containsExactly("e14", "e13", "e12", "e11", "e10", "e9", "e8", "e7", "e6", "e5");
		assertThat(repository().executions(query(null, null, 3, 10)).items()).isEmpty();
	}

	@Test
	void executionsAreFilteredByFlowAndState() {
		write(List.of(execution(1, "hello", State.SUCCESS, 1), execution(2, "hello", State.FAILED, 1),
				execution(3, "other", State.SUCCESS, 1)), List.of());
		assertThat(repository().executions(query("hello", null, 0, 10)).items()).extracting(Execution::id)
			.containsExactly("e2", "e1");
		assertThat(repository().executions(query("hello", State.SUCCESS, 0, 10)).items()).extracting(Execution::id)
			.containsExactly("e1");
		assertThat(repository().executions(new ExecutionQuery("elsewhere", null, null, null, null, 0, 10)).items())
			.isEmpty();
	}

	@Test
	void datesIncludeTheirBeginningAndExcludeTheirEnd() {
		List<Execution> executions = IntStream.range(0, 5)
			.mapToObj((number) -> execution(number, "hello", State.RUNNING, 1))
			.toList();
		write(executions, List.of());
		ExecutionQuery query = new ExecutionQuery(null, null, null, executions.get(1).createdAt(),
				executions.get(3).createdAt(), 0, 10);
		assertThat(repository().executions(query).items()).extracting(Execution::id).containsExactly("e2", "e1");
		assertThat(executions.stream().filter(query::matches)).extracting(Execution::id).containsExactly("e1", "e2");
	}

	@Test
	void logsAreInOrderAndWrittenOnce() {
		List<LogLine> lines = LongStream.range(0, 12).mapToObj((sequence) -> log("e1", sequence)).toList();
		Batch batch = new Batch(List.of(), List.of(), List.of(), List.of(), lines, List.of(metric("e1")));
		assertThat(repository().write(batch)).isEmpty();
		assertThat(repository().write(batch)).isEmpty();
		Page<LogLine> page = repository().logs("e1", 1, 5);
		assertThat(page.total()).isEqualTo(12);
		assertThat(page.items()).isEqualTo(lines.subList(5, 10));
	}

	@Test
	void triggersGoWhenTheyAreDeletedAndMayComeBack() {
		repository().write(triggers(List.of(), trigger("a", 7), trigger("b", 1)));
		repository().write(triggers(List.of("demo/hello/a", "demo/hello/b"), trigger("b", 1)));
		assertThat(repository().triggers()).extracting(TriggerState::triggerId).containsExactly("b");
		repository().write(triggers(List.of(), trigger("a", 1)));
		assertThat(repository().triggers()).extracting(TriggerState::triggerId).containsExactly("a", "b");
	}

	@Test
	@SuppressWarnings("NullAway") // a document as no version of the engine writes it
	void aRefusedDocumentIsHandedBackAndTheOthersAreKept() {
		LogLine broken = new LogLine("e1", "e1.say", "demo", "hello", "say", 1, 1, Documents.START, null, "no level");
		List<Refusal> refusals = repository().write(new Batch(List.of(execution(1, "hello", State.RUNNING, 1)),
				List.of(), List.of(), List.of(), List.of(log("e1", 0), broken, log("e1", 2)), List.of()));
		assertThat(refusals).singleElement().satisfies((refusal) -> assertThat(refusal.document()).isSameAs(broken));
		assertThat(repository().logs("e1", 0, 10).items()).extracting(LogLine::sequence).containsExactly(0L, 2L);
		assertThat(repository().execution("e1")).isNotNull();
	}

	protected final List<Refusal> write(List<Execution> executions, List<TaskRun> taskRuns) {
		return repository().write(new Batch(executions, taskRuns, List.of(), List.of(), List.of(), List.of()));
	}

	private static Batch triggers(List<String> deleted, TriggerState... states) {
		return new Batch(List.of(), List.of(), deleted, List.of(states), List.of(), List.of());
	}

	private static ExecutionQuery query(@Nullable String flowId, @Nullable State state, int page, int size) {
		return new ExecutionQuery(null, flowId, state, null, null, page, size);
	}

}
