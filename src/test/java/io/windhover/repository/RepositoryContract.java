package io.windhover.repository;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.FailureCause;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.MetricDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import static io.windhover.repository.Documents.execution;
import static io.windhover.repository.Documents.log;
import static io.windhover.repository.Documents.metric;
import static io.windhover.repository.Documents.taskRun;
import static io.windhover.repository.Documents.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

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
	void executionsAreFilteredByTheLabelsOfTheirNewestDocument() {
		Execution one = with(execution(1, "hello", State.RUNNING, 1), Map.of("team", "sales", "size", "a=b"), Map.of());
		Execution other = with(execution(2, "hello", State.RUNNING, 1), Map.of("team", "sales"), Map.of());
		write(List.of(one, other), List.of());
		assertThat(labelled("team=sales")).containsExactly("e2", "e1");
		assertThat(labelled("team=sales", "size=a=b")).containsExactly("e1");
		assertThat(labelled("team=sale")).isEmpty();
		write(List.of(with(execution(2, "hello", State.SUCCESS, 2), Map.of("team", "ops"), Map.of())), List.of());
		write(List.of(other), List.of());
		assertThat(labelled("team=sales")).containsExactly("e1");
		assertThat(labelled("team=ops")).containsExactly("e2");
	}

	private List<String> labelled(String... labels) {
		return repository().executions(new ExecutionQuery(null, "hello", Set.of(), List.of(labels), null, null, 0, 10))
			.items()
			.stream()
			.map(Execution::id)
			.toList();
	}

	@Test
	void executionsAreFilteredByTheCauseOfTheirFailure() {
		Execution failed = Documents.failed(1, "hello", "http", "No answer from 10.0.0.1:80 after 5 s");
		String cause = FailureCause.of(failed).id();
		write(List.of(failed, Documents.failed(2, "other", "http", "No answer from 10.0.0.2:80 after 7 s"),
				Documents.failed(3, "hello", "shell", "No answer from 10.0.0.1:80 after 5 s"),
				Documents.failed(4, "hello", "http", "Refused"), execution(5, "hello", State.SUCCESS, 1)), List.of());
		assertThat(ofCause(cause, null, Set.of(), List.of())).containsExactly("e2", "e1");
		assertThat(ofCause(cause, "other", Set.of(), List.of())).containsExactly("e2");
		assertThat(ofCause(cause, null, Set.of(State.FAILED, State.KILLED), List.of())).containsExactly("e2", "e1");
		assertThat(ofCause(cause, null, Set.of(State.KILLED), List.of())).isEmpty();
		assertThat(ofCause(cause, null, Set.of(), List.of("team=blue"))).containsExactly("e2", "e1");
		TimeBuckets day = TimeBuckets.of(Documents.START.minusSeconds(60), Documents.START.plusSeconds(3_600), 2);
		assertThat(repository()
			.histogram(new ExecutionQuery(null, null, Set.of(), List.of(), cause, null, null, 0, 1), day)
			.counts()
			.values()).containsExactly(Map.of(State.FAILED, 2L));
		// of two documents the newer counts
		write(List.of(execution(1, "hello", State.SUCCESS, 2)), List.of());
		assertThat(ofCause(cause, null, Set.of(), List.of())).containsExactly("e2");
	}

	private List<String> ofCause(String cause, @Nullable String flowId, Set<State> states, List<String> labels) {
		Page<Execution> found = repository()
			.executions(new ExecutionQuery(null, flowId, states, labels, cause, null, null, 0, 10));
		assertThat(found.total()).isEqualTo(found.items().size());
		return found.items().stream().map(Execution::id).toList();
	}

	@Test
	void executionsOfSeveralStatesAreOneList() {
		write(IntStream.range(0, 9)
			.mapToObj((number) -> execution(number, "hello",
					List.of(State.SUCCESS, State.FAILED, State.KILLED).get(number % 3), 1))
			.toList(), List.of());
		Page<Execution> second = repository().executions(new ExecutionQuery("demo", null,
				Set.of(State.SUCCESS, State.KILLED), List.of(), Documents.START.plusSeconds(60), null, 1, 2));
		assertThat(second.total()).isEqualTo(5);
		assertThat(second.items()).extracting(Execution::id).containsExactly("e5", "e3");
		Page<Execution> labelled = repository().executions(new ExecutionQuery(null, "hello",
				Set.of(State.FAILED, State.KILLED), List.of("team=blue"), null, null, 0, 2));
		assertThat(labelled.total()).isEqualTo(6);
		assertThat(labelled.items()).extracting(Execution::id).containsExactly("e8", "e7");
	}

	@Test
	void executionsAreCountedOverTime() {
		TimeBuckets hours = TimeBuckets.of(Documents.START.plusSeconds(60), Documents.START.plusSeconds(3 * 3_600), 5);
		assertThat(count(hours, null, null)).isEmpty();
		write(IntStream.range(0, 200)
			.mapToObj((number) -> execution(number, (number % 2 == 0) ? "hello" : "other",
					(number % 50 == 1) ? State.FAILED : State.SUCCESS, 1))
			.toList(), List.of());
		Instant noon = Instant.parse("2026-01-31T12:00:00Z");
		assertThat(count(hours, null, null)).containsExactly(entry(noon, Map.of(State.SUCCESS, 57L, State.FAILED, 2L)),
				entry(noon.plusSeconds(3_600), Map.of(State.SUCCESS, 59L, State.FAILED, 1L)),
				entry(noon.plusSeconds(7_200), Map.of(State.SUCCESS, 59L, State.FAILED, 1L)));
		assertThat(count(hours, "hello", null).values()).containsExactly(Map.of(State.SUCCESS, 29L),
				Map.of(State.SUCCESS, 30L), Map.of(State.SUCCESS, 30L));
		assertThat(count(hours, "other", State.FAILED).values()).containsExactly(Map.of(State.FAILED, 2L),
				Map.of(State.FAILED, 1L), Map.of(State.FAILED, 1L));
		assertThat(repository()
			.histogram(new ExecutionQuery(null, null, Set.of(), List.of("team=blue"), null, null, 0, 1), hours)
			.counts()).isEqualTo(count(hours, null, null));
		assertThat(repository()
			.histogram(new ExecutionQuery(null, "hello", Set.of(), List.of("team=red"), null, null, 0, 1), hours)
			.counts()).isEmpty();
	}

	private Map<Instant, Map<State, Long>> count(TimeBuckets buckets, @Nullable String flowId, @Nullable State state) {
		ExecutionHistogram found = repository()
			.histogram(new ExecutionQuery((flowId != null) ? "demo" : null, flowId, state, null, null, 0, 1), buckets);
		assertThat(found.sampled()).isFalse();
		return found.counts();
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
	void nothingIsLeftOfADeletedExecutionAndAllOfTheOthers() {
		List<LogLine> lines = LongStream.range(0, 2_100).mapToObj((sequence) -> log("e1", sequence)).toList();
		Execution one = execution(1, "hello", State.SUCCESS, 3);
		Execution other = execution(11, "hello", State.SUCCESS, 3);
		repository().write(new Batch(List.of(one, other, execution(2, "hello", State.FAILED, 3)),
				List.of(taskRun("e1", "say", State.SUCCESS, 3), taskRun("e11", "say", State.SUCCESS, 3)), List.of(),
				List.of(), lines, List.of(metric("e1"), metric("e11"))));
		repository().write(new Batch(List.of(), List.of(), List.of(), List.of(), List.of(log("e11", 0)), List.of()));
		repository().delete(List.of("e1", "e2", "none"));
		assertThat(repository().execution("e1")).isNull();
		assertThat(repository().taskRuns("e1")).isEmpty();
		assertThat(repository().logs("e1", 0, 10).total()).isZero();
		assertThat(repository().executions(query(null, null, 0, 10)).items()).containsExactly(other);
		assertThat(labelled("team=blue")).containsExactly("e11");
		assertThat(repository().taskRuns("e11")).hasSize(1);
		assertThat(repository().logs("e11", 0, 10).total()).isOne();
		repository().delete(List.of("e1"));
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
	void aTriggerThatIsDeletedBeforeAnyWasWrittenIsInNobodysWay() {
		Batch batch = new Batch(List.of(execution(1, "hello", State.RUNNING, 1)), List.of(), List.of("demo/hello/a"),
				List.of(), List.of(), List.of());
		assertThat(repository().write(batch)).isEmpty();
		assertThat(repository().execution("e1")).isNotNull();
		assertThat(repository().triggers()).isEmpty();
		repository().write(triggers(List.of("demo/hello/a"), trigger("a", 1)));
		assertThat(repository().triggers()).extracting(TriggerState::triggerId).containsExactly("a");
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

	@Test
	void whatWasCreatedAtTheSameInstantIsInTheOrderOfItsIds() {
		List<Execution> executions = IntStream.range(0, 4)
			.mapToObj((number) -> at(execution(number, "hello", State.RUNNING, 1), Documents.START))
			.toList();
		write(executions, List.of(taskRun("e1", "b", State.RUNNING, 1), taskRun("e1", "a", State.RUNNING, 1),
				first(taskRun("e1", "c", State.RUNNING, 1), Documents.START.minusNanos(1_000))));
		assertThat(repository().executions(query(null, null, 0, 3)).items()).extracting(Execution::id)
			.containsExactly("e3", "e2", "e1");
		assertThat(repository().taskRuns("e1")).extracting(TaskRun::taskId).containsExactly("c", "a", "b");
	}

	@Test
	void datesThatNoCalendarReachesAreFilters() {
		write(List.of(execution(1, "hello", State.RUNNING, 1)), List.of());
		Instant past = Instant.parse("-9999-01-01T00:00:00Z");
		Instant future = Instant.parse("+99999-01-01T00:00:00Z");
		assertThat(repository().executions(new ExecutionQuery(null, null, null, past, future, 0, 10)).total()).isOne();
		assertThat(repository().executions(new ExecutionQuery(null, null, null, future, null, 0, 10)).total()).isZero();
		assertThat(repository().executions(new ExecutionQuery(null, null, null, null, past, 0, 10)).total()).isZero();
	}

	@Test
	void everyPageCanBeRead() {
		int lines = 21_000;
		for (int from = 0; from < lines; from += 7_000) {
			List<LogLine> some = LongStream.range(from, from + 7_000)
				.mapToObj((sequence) -> log("e1", sequence))
				.toList();
			repository().write(new Batch(List.of(), List.of(), List.of(), List.of(), some, List.of()));
		}
		assertThat(repository().logs("e1", 9, 1_000).items()).extracting(LogLine::sequence)
			.startsWith(9_000L)
			.endsWith(9_999L);
		assertThat(repository().logs("e1", 10, 1_000).items()).hasSize(1_000)
			.extracting(LogLine::sequence)
			.startsWith(10_000L)
			.endsWith(10_999L);
		// across the window of a search server
		assertThat(repository().logs("e1", 14, 700).items()).hasSize(700)
			.extracting(LogLine::sequence)
			.startsWith(9_800L)
			.endsWith(10_499L);
		Page<LogLine> last = repository().logs("e1", 29, 700);
		assertThat(last.total()).isEqualTo(lines);
		assertThat(last.items()).hasSize(700).extracting(LogLine::sequence).startsWith(20_300L).endsWith(20_999L);
		assertThat(repository().logs("e1", 4, 5_100).items()).hasSize(600);
		assertThat(repository().logs("e1", 21, 1_000)).isEqualTo(new Page<>(List.of(), lines));
		assertThat(repository().logs("e1", 1_000_000, 1_000)).isEqualTo(new Page<>(List.of(), lines));
	}

	@Test
	void allTaskRunsOfAnExecutionAreRead() {
		List<TaskRun> runs = IntStream.range(0, 2_500)
			.mapToObj((number) -> taskRun("e1", "t%04d".formatted(number), State.SUCCESS, 1))
			.toList();
		write(List.of(), runs);
		assertThat(repository().taskRuns("e1")).isEqualTo(runs);
	}

	@Test
	void longNamesAreKeptApart() {
		String name = "ü".repeat(600);
		write(List.of(),
				List.of(taskRun("e1", name + "a", State.RUNNING, 1), taskRun("e1", name + "b", State.RUNNING, 1)));
		write(List.of(), List.of(taskRun("e1", name + "b", State.SUCCESS, 2)));
		assertThat(repository().taskRuns("e1")).extracting(TaskRun::state)
			.containsExactly(State.RUNNING, State.SUCCESS);
		assertThat(repository().write(triggers(List.of(), trigger(name + "a", 1), trigger(name + "b", 1)))).isEmpty();
		repository().write(triggers(List.of("demo/hello/" + name + "a")));
		assertThat(repository().triggers()).extracting(TriggerState::triggerId).containsExactly(name + "b");
	}

	@Test
	void whateverUsersWriteIsKept() {
		Map<String, Object> inputs = Map.of("", "nothing", "a.b", Map.of("c", List.of(1, "two", true)), "a", "text");
		Map<String, Object> others = Map.of("a", Map.of("b", 1), "a.b", 1.5, ".", "dot");
		Map<String, String> labels = Map.of("", "", "..", "x".repeat(40_000));
		Execution one = with(execution(1, "hello", State.RUNNING, 1), labels, inputs);
		Execution other = with(execution(2, "hello", State.RUNNING, 1), Map.of(), others);
		LogLine line = new LogLine("e1", "e1.say", "demo", "hello", "say", 1, 0, Documents.START, Level.ERROR,
				"\u0000 \ud83d\ude00 " + "long ".repeat(10_000));
		assertThat(repository().write(
				new Batch(List.of(one, other), List.of(), List.of(), List.of(), List.of(line), List.of(metric("e1")))))
			.isEmpty();
		assertThat(repository().execution("e1")).isEqualTo(one);
		assertThat(repository().execution("e2")).isEqualTo(other);
		assertThat(repository().logs("e1", 0, 1).items()).containsExactly(line);
	}

	@Test
	void aFigureThatIsNoNumberIsRefused() {
		MetricDocument good = metric("e1");
		MetricDocument broken = new MetricDocument("e1", "e1.say", 1, "demo", "hello", "say", "shell", "share",
				MetricDefinition.Kind.COUNTER, Double.NaN, Map.of(), Documents.START);
		assertThat(repository()
			.write(new Batch(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(broken, good))))
			.singleElement()
			.satisfies((refusal) -> assertThat(refusal.document()).isSameAs(broken));
	}

	@Test
	void ofTriggersTheHigherVersionStays() {
		repository().write(triggers(List.of(), trigger("a", 2), trigger("a", 1)));
		repository().write(triggers(List.of(), trigger("a", 1)));
		assertThat(repository().triggers()).singleElement().extracting(TriggerState::version).isEqualTo(2L);
		repository().write(triggers(List.of(), trigger("a", 3)));
		assertThat(repository().triggers()).singleElement().extracting(TriggerState::version).isEqualTo(3L);
	}

	@Test
	void daysGoWhole() {
		assertThat(repository().deleteBefore(LocalDate.parse("2026-01-31"))).isNull();
		List<Execution> executions = IntStream.range(0, 4)
			.mapToObj((day) -> execution(day * 24 * 60, "hello", State.SUCCESS, 1))
			.toList();
		repository().write(new Batch(executions, List.of(taskRun("e0", "say", State.SUCCESS, 1)), List.of(),
				List.of(trigger("a", 1)), List.of(log("e0", 1)), List.of(metric("e0"))));
		assertThat(repository().deleteBefore(LocalDate.parse("2026-01-31"))).isEqualTo("2026-01-31");
		assertThat(repository().executions(query(null, null, 0, 10)).total()).isEqualTo(4);
		for (int i = 0; i < 2; i++) {
			assertThat(repository().deleteBefore(LocalDate.parse("2026-02-02"))).isEqualTo("2026-02-02");
			assertThat(repository().executions(query(null, null, 0, 10)).items()).extracting(Execution::id)
				.containsExactly("e4320", "e2880");
			assertThat(repository().taskRuns("e0")).isEmpty();
			assertThat(repository().logs("e0", 0, 10).total()).isZero();
			assertThat(repository().triggers()).hasSize(1);
		}
		// what comes late is kept until the next time
		write(List.of(execution(0, "hello", State.SUCCESS, 2)), List.of());
		assertThat(repository().execution("e0")).isNotNull();
		assertThat(repository().deleteBefore(LocalDate.parse("2026-03-01"))).isNull();
		assertThat(repository().executions(query(null, null, 0, 10)).total()).isZero();
	}

	@Test
	void sizeIsThatOfWhatItHoldsAndTheSampleSaysWhoseItIs() {
		repository().open();
		RepositorySize empty = repository().size(10);
		assertThat(empty.kinds()).allSatisfy((kind) -> assertThat(kind.sample()).isEmpty());
		repository().write(new Batch(
				IntStream.range(0, 40).mapToObj((number) -> execution(number, "hello", State.SUCCESS, 1)).toList(),
				List.of(taskRun("e0", "say", State.SUCCESS, 1)), List.of(), List.of(trigger("a", 1)),
				LongStream.range(0, 40).mapToObj((line) -> log("e0", line)).toList(), List.of(metric("e0"))));
		RepositorySize size = repository().size(10);
		assertThat(size.bytes()).isGreaterThanOrEqualTo(empty.bytes());
		assertThat(size.usableBytes()).isPositive();
		assertThat(size.kinds()).extracting(RepositorySize.Kind::kind)
			.contains("executions", "task-runs", "logs", "metrics");
		assertThat(size.kinds()).filteredOn((kind) -> !kind.sample().isEmpty())
			.hasSizeGreaterThanOrEqualTo(4)
			.allSatisfy((kind) -> {
				assertThat(kind.bytes()).as(kind.kind()).isPositive();
				assertThat(kind.sample()).hasSizeLessThanOrEqualTo(10).allSatisfy((document) -> {
					assertThat(document.namespace()).isEqualTo("demo");
					assertThat(document.flowId()).isEqualTo("hello");
					assertThat(document.bytes()).isGreaterThan(20);
				});
			});
	}

	protected final List<Refusal> write(List<Execution> executions, List<TaskRun> taskRuns) {
		return repository().write(new Batch(executions, taskRuns, List.of(), List.of(), List.of(), List.of()));
	}

	private static Batch triggers(List<String> deleted, TriggerState... states) {
		return new Batch(List.of(), List.of(), deleted, List.of(states), List.of(), List.of());
	}

	private static Execution at(Execution execution, Instant createdAt) {
		return new Execution(execution.id(), execution.namespace(), execution.flowId(), 1, execution.state(),
				execution.history(), execution.labels(), execution.inputs(), null, null, createdAt, createdAt, null,
				null, null, false, execution.version());
	}

	protected static Execution with(Execution execution, Map<String, String> labels, Map<String, Object> inputs) {
		return new Execution(execution.id(), execution.namespace(), execution.flowId(), 1, execution.state(),
				execution.history(), labels, inputs, null, null, execution.createdAt(), execution.createdAt(), null,
				"failed ".repeat(10_000), null, false, execution.version());
	}

	private static TaskRun first(TaskRun run, Instant at) {
		return new TaskRun(run.id(), run.executionId(), run.namespace(), run.flowId(), 1, run.path(), run.taskId(),
				run.taskType(), run.state(), List.of(new StateChange(State.CREATED, at)), 1, run.attempts(), 0,
				run.queuedAt(), null, null, run.version());
	}

	private static ExecutionQuery query(@Nullable String flowId, @Nullable State state, int page, int size) {
		return new ExecutionQuery(null, flowId, state, null, null, page, size);
	}

}
