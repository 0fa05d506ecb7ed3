package io.windhover.worker.attempt;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;
import io.windhover.plugin.SecretSource;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerListeners;
import io.windhover.worker.task.TaskFailedException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

class TaskWorkTests {

	private static final SecretSource SOURCE = new SecretSource() {

		@Override
		public String description() {
			return "the test";
		}

		@Override
		public @Nullable String find(String name) {
			return name.equals("PASSWORD") ? "hunter-22" : null;
		}

	};

	private static final int MAX_OUTPUTS = 1000;

	private static final int MAX_LINES = 5;

	private final List<AttemptContext> contexts = new ArrayList<>();

	private final List<LogLine> lines = new ArrayList<>();

	private final AtomicInteger dropped = new AtomicInteger();

	private boolean full;

	private long maxLogBytes = 1_000_000;

	private final List<TaskMetric> told = new ArrayList<>();

	@Test
	void returnedOutputsAreASuccess() {
		AttemptOutcome outcome = run((configuration, context) -> Map.of("a", 1));
		assertThat(outcome)
			.isEqualTo(new AttemptOutcome(State.SUCCESS, Map.of("a", 1), 7, List.of(), null, null, null, null));
	}

	@Test
	void exceptionIsAFailureWithItsMessage() {
		AttemptOutcome outcome = run((configuration, context) -> {
			throw new IllegalStateException("no luck");
		});
		assertThat(outcome.state()).isEqualTo(State.FAILED);
		assertThat(outcome.error()).isEqualTo("no luck");
		assertThat(this.lines).extracting(LogLine::level, LogLine::message)
			.containsExactly(org.assertj.core.api.Assertions.tuple(Level.ERROR, "no luck"));
	}

	@Test
	void evenAnErrorIsAFailure() {
		AttemptOutcome outcome = run((configuration, context) -> {
			throw new StackOverflowError();
		});
		assertThat(outcome.error()).isEqualTo("StackOverflowError");
	}

	@Test
	void failureMayHaveOutputs() {
		AttemptOutcome outcome = run((configuration, context) -> {
			throw new TaskFailedException("exit code 3", Map.of("exitCode", 3));
		});
		assertThat(outcome.state()).isEqualTo(State.FAILED);
		assertThat(outcome.outputs()).isEqualTo(Map.of("exitCode", 3));
	}

	@Test
	void outputsThatAreTooLargeFail() {
		AttemptOutcome outcome = run((configuration, context) -> Map.of("a", "x".repeat(MAX_OUTPUTS)));
		assertThat(outcome.state()).isEqualTo(State.FAILED);
		assertThat(outcome.outputs()).isNull();
		assertThat(outcome.error()).contains("1008 bytes", "windhover.worker.max-outputs");
	}

	@Test
	void outputsThatJsonCannotHoldFail() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		AttemptOutcome outcome = run((configuration, context) -> Map.of("a", endless));
		assertThat(outcome.error()).startsWith("the outputs cannot be written as JSON");
	}

	@Test
	void brokenTemplateFailsWithItsField() {
		AttemptOutcome outcome = run(TestTasks.job("1", Map.of("message", "{{ broken }}"), null),
				(configuration, context) -> Map.of());
		assertThat(outcome.error()).isEqualTo("message: there is no 'broken'");
	}

	@Test
	void templatesSeeTheTaskRun() {
		AttemptOutcome outcome = run(TestTasks.job("7", Map.of("message", "{{ taskRun }}"), null),
				(configuration, context) -> configuration);
		assertThat(outcome.outputs()).isEqualTo(Map.of("taskRun", Map.of("id", "7", "attempt", 1)));
	}

	@Test
	void unknownTypeFailsWithWhatThereIs() {
		TaskWork work = new TaskWork(TestTasks.types(), this::context, MAX_OUTPUTS);
		assertThat(work.run(TestTasks.job("1", Map.of(), null), this.contexts::add, (outcome) -> outcome).error())
			.contains("no task type 'scripted'");
	}

	@Test
	void declaredMetricsAreToldAndCountersAreSummed() {
		AttemptOutcome outcome = run((configuration, context) -> {
			context.count("seen", 2, "kind", "bird");
			context.count("seen", 3, "kind", "bird");
			context.record("took", Duration.ofMillis(1500));
			return Map.of();
		});
		assertThat(this.told).hasSize(3);
		assertThat(outcome.metrics()).containsExactly(
				new TaskMetric("seen", MetricDefinition.Kind.COUNTER, 5, Map.of("kind", "bird")),
				new TaskMetric("took", MetricDefinition.Kind.TIMER, 1.5, Map.of()));
	}

	@Test
	void metricsThatDoNotFitAreLeftOutAndFailNothing() {
		AttemptOutcome outcome = run((configuration, context) -> {
			context.count("unheard-of", 1);
			context.count("took", 1);
			context.count("seen", 1);
			context.count("seen", 1, "colour", "red");
			context.count("seen", Double.NaN, "kind", "bird");
			context.count("seen", -1, "kind", "bird");
			context.record("took", Duration.ofSeconds(1), "kind", "bird");
			return Map.of();
		});
		assertThat(outcome.state()).isEqualTo(State.SUCCESS);
		assertThat(outcome.metrics()).isEmpty();
		assertThat(this.told).isEmpty();
	}

	@Test
	void logLinesAreNumberedAndBoundedInNumberAndSize() {
		run((configuration, context) -> {
			for (int i = 0; i < 20; i++) {
				context.log(Level.INFO, "é".repeat(10_000));
			}
			return Map.of();
		});
		assertThat(this.lines).extracting(LogLine::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
		assertThat(this.lines.get(0).message()).hasSize(8 * 1024);
		assertThat(this.lines.get(MAX_LINES).message())
			.isEqualTo("Only the first 5 lines of a task run are kept (windhover.worker.max-log-lines)");
	}

	@Test
	void logIsBoundedInSizeHoweverFewItsLines() {
		this.maxLogBytes = 24_000;
		run((configuration, context) -> {
			context.log(Level.INFO, "é".repeat(5_000));
			context.log(Level.INFO, "x".repeat(15_000));
			context.log(Level.INFO, "short");
			return Map.of();
		});
		assertThat(this.lines).hasSize(2);
		assertThat(this.lines.get(1).message())
			.isEqualTo("Only the first 24000 bytes of the log of a task run are kept (windhover.worker.max-log-size)");
	}

	@Test
	void logIsBoundedWithThoseOfTheAttemptsBefore() {
		TestTasks.Script chatty = (configuration, context) -> {
			context.log(Level.INFO, "one");
			context.log(Level.INFO, "two");
			throw new IllegalStateException("no luck");
		};
		AttemptOutcome first = run(chatty);
		assertThat(first.logged()).isEqualTo(new LogLine.LogVolume(3, 13));
		AttemptOutcome second = run(again(first.logged()), chatty);
		assertThat(second.logged()).isEqualTo(new LogLine.LogVolume(6, 26));
		AttemptOutcome third = run(again(second.logged()), chatty);
		assertThat(third.logged()).isEqualTo(new LogLine.LogVolume(9, 39));
		String full = "Only the first 5 lines of a task run are kept (windhover.worker.max-log-lines)";
		assertThat(this.lines).extracting(LogLine::message)
			.containsExactly("one", "two", "no luck", "one", "two", full, full);
		assertThat(this.lines).extracting(LogLine::sequence).containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 0L);
		this.lines.clear();
		this.maxLogBytes = 41;
		run(again(new LogLine.LogVolume(1, 36)), chatty);
		assertThat(this.lines).extracting(LogLine::message)
			.containsExactly("one",
					"Only the first 41 bytes of the log of a task run are kept (windhover.worker.max-log-size)");
	}

	private static Job again(LogLine.@Nullable LogVolume logged) {
		Job job = TestTasks.job("1", Map.of(), null);
		return new Job(job.executionId(), job.taskRunId(), 2, job.namespace(), job.flowId(), job.flowRevision(),
				job.task(), job.variables(), job.queuedAt(), null, logged, null);
	}

	@Test
	void lastLinesAreThereToBeLookedAtAlsoThoseThatAreNotKept() {
		run((configuration, context) -> {
			for (int i = 0; i < 120; i++) {
				context.log(Level.INFO, "line " + i + " " + "x".repeat(2000));
			}
			return Map.of();
		});
		List<LogLine> last = this.contexts.get(0).log().last();
		assertThat(last).extracting(LogLine::sequence)
			.containsExactlyElementsOf(LongStream.range(70, 120).boxed().toList());
		assertThat(last).allMatch((line) -> line.message().length() == 1024 && line.message().startsWith("line "));
	}

	@Test
	void linesThatAreDroppedAreCountedAndToldToTheReader() {
		run((configuration, context) -> {
			context.log(Level.INFO, "first");
			this.full = true;
			context.log(Level.INFO, "second");
			context.log(Level.INFO, "third");
			this.full = false;
			context.log(Level.INFO, "fourth");
			context.log(Level.INFO, "fifth");
			return Map.of();
		});
		assertThat(this.dropped).hasValue(2);
		assertThat(this.lines).extracting(LogLine::message)
			.containsExactly("first", "2 log lines were dropped here, because Kafka did not take them in time",
					"fourth", "fifth");
		assertThat(this.lines).extracting(LogLine::sequence).containsExactly(0L, 2L, 3L, 4L);
	}

	@Test
	void figuresOfOneAttemptAreBounded() {
		AttemptOutcome outcome = run((configuration, context) -> {
			for (int i = 0; i < 2000; i++) {
				context.record("took", Duration.ofMillis(1));
				context.count("seen", 1, "kind", "bird");
			}
			return Map.of();
		});
		assertThat(outcome.metrics()).hasSize(1000)
			.contains(new TaskMetric("seen", MetricDefinition.Kind.COUNTER, 2000, Map.of("kind", "bird")));
	}

	@Test
	void secretsAreMaskedInAllThatLeavesTheTask() {
		Job job = TestTasks.job("1", Map.of("password", "secret:PASSWORD"), null);
		AttemptOutcome outcome = run(job, (configuration, context) -> {
			assertThat(configuration).containsEntry("password", "hunter-22");
			context.log(Level.INFO, "login with hunter-22!");
			context.tell("url", "http://me:hunter-22@example.org");
			context.count("seen", 1, "kind", "hunter-22");
			throw new TaskFailedException("hunter-22 is wrong", Map.of("header", "Basic aHVudGVyLTIy"));
		});
		assertThat(outcome.error()).isEqualTo("****** is wrong");
		assertThat(outcome.outputs()).isEqualTo(Map.of("header", "Basic ******"));
		assertThat(this.lines).extracting(LogLine::message).containsExactly("login with ******!", "****** is wrong");
		assertThat(this.contexts.get(0).facts().all()).isEqualTo(Map.of("url", "http://me:******@example.org"));
		assertThat(outcome.metrics().toString()).doesNotContain("hunter");
	}

	@Test
	void aMissingSecretFailsTheTaskWithItsName() {
		AttemptOutcome outcome = run(TestTasks.job("1", Map.of("password", "secret:NONE"), null),
				(configuration, context) -> Map.of());
		assertThat(outcome.state()).isEqualTo(State.FAILED);
		assertThat(outcome.error()).isEqualTo("there is no secret 'NONE'; add it to the test");
	}

	private AttemptOutcome run(TestTasks.Script script) {
		return run(TestTasks.job("1", Map.of(), null), script);
	}

	private AttemptOutcome run(Job job, TestTasks.Script script) {
		return new TaskWork(TestTasks.types(new TestTasks.Scripted(script)), this::context, MAX_OUTPUTS).run(job,
				this.contexts::add, (outcome) -> outcome);
	}

	private CompletableFuture<?> send(LogLine line) {
		if (this.full) {
			return CompletableFuture.failedFuture(new BufferExhaustedException("full"));
		}
		this.lines.add(line);
		return new CompletableFuture<>();
	}

	private AttemptContext context(Job job, io.windhover.flow.definition.TaskDefinition<?> type) {
		WorkerListener listener = new WorkerListener() {

			@Override
			public void lineDropped(Job job) {
				TaskWorkTests.this.dropped.incrementAndGet();
			}

			@Override
			public void published(Job job, MetricDefinition definition, TaskMetric metric) {
				TaskWorkTests.this.told.add(metric);
			}

		};
		WorkerListeners listeners = new WorkerListeners(() -> List.of(listener));
		AttemptLog log = new AttemptLog(job, this::send, listeners, Clock.systemUTC(), MAX_LINES, this.maxLogBytes);
		ScratchDirectories scratch = new ScratchDirectories(Path.of("target"), "task-work");
		AttemptFiles files = TestTasks.files(job);
		return new AttemptContext(job, log, new AttemptMetrics(job, type, listeners), new AttemptFacts(),
				new UsedSecrets(new SecretSources(() -> List.of(SOURCE))), scratch, files,
				new AttemptDirectory(files, scratch, log), new AttemptChange(), 1_000);
	}

}
