package io.windhover.worker.attempt;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.json.Json;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import io.windhover.worker.ThreadSnapshot;
import io.windhover.worker.WorkerListener;
import io.windhover.worker.WorkerListeners;
import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.RunningAttempt.Stop;
import io.windhover.worker.intake.LiveWorkerView;
import io.windhover.worker.intake.StuckDetector;
import io.windhover.worker.intake.Worker;
import io.windhover.worker.share.Slots;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mockito.Mockito;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;

@Timeout(30)
class AttemptRunnerTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private final List<TaskResult> results = new CopyOnWriteArrayList<>();

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

	private final Slots slots = new Slots(4, List.of("default"));

	private final Attempts attempts = new Attempts();

	private final ExecutorService threads = TaskThreads.tasks(4);

	private final ScheduledExecutorService timer = TaskThreads.timer();

	private final Deadlines deadlines = new Deadlines(this.timer);

	private final CountDownLatch entered = new CountDownLatch(1);

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
		this.timer.shutdownNow();
	}

	@Test
	void endIsReportedThenTheSlotIsFreeAndListenersAreTold() {
		run((configuration, context) -> Map.of("thread", Thread.currentThread().getName()), null);
		TaskResult.Ended ended = ended();
		assertThat(ended.state()).isEqualTo(State.SUCCESS);
		assertThat(ended.outputs()).isEqualTo(Map.of("thread", "task-run"));
		Awaitility.await().untilAsserted(() -> assertThat(this.told).containsExactly("started", "ended SUCCESS"));
		assertThat(this.slots.used()).isZero();
		assertThat(this.attempts.isEmpty()).isTrue();
	}

	@Test
	void timeoutInterruptsAndFails() {
		run(this::hang, Duration.ofMillis(50));
		TaskResult.Ended ended = ended();
		assertThat(ended.state()).isEqualTo(State.FAILED);
		assertThat(ended.error()).isEqualTo("timed out after PT0.05S");
		assertThat(this.lines).containsExactly("timed out after PT0.05S");
	}

	@Test
	void killInterruptsAndIsReportedAsKilled() throws InterruptedException {
		RunningAttempt attempt = run(this::hang, null);
		this.entered.await();
		this.deadlines.stop(attempt, Stop.KILL);
		assertThat(ended().state()).isEqualTo(State.KILLED);
		assertThat(this.lines).isEmpty();
	}

	@Test
	void killSaysWhoAndWhyInItsErrorAndInTheLog() throws InterruptedException {
		RunningAttempt attempt = run(this::hang, null);
		this.entered.await();
		this.deadlines.kill(attempt, "killed by ada: disk is full");
		this.deadlines.kill(attempt, "killed by bob: too late");
		TaskResult.Ended ended = ended();
		assertThat(ended.state()).isEqualTo(State.KILLED);
		assertThat(ended.error()).isEqualTo("killed by ada: disk is full");
		assertThat(this.lines).containsExactly("killed by ada: disk is full");
	}

	@Test
	void killGoesBeforeAnotherReasonToStop() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		RunningAttempt attempt = run((configuration, context) -> {
			this.entered.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				this.told.add("interrupted");
			}
			new CountDownLatch(1).await();
			return Map.of();
		}, null);
		this.entered.await();
		this.deadlines.stop(attempt, Stop.TIMEOUT);
		Awaitility.await().until(() -> this.told.contains("interrupted"));
		this.deadlines.stop(attempt, Stop.KILL);
		assertThat(ended().state()).isEqualTo(State.KILLED);
		assertThat(attempt.stop(Stop.KILL)).isFalse();
		assertThat(attempt.stopReason()).isEqualTo(Stop.KILL);
	}

	@Test
	void linesOfTheApplicationsLogTellWhichAttemptWroteThem() {
		LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
		StructuredLogEncoder encoder = encoder();
		List<String> written = new CopyOnWriteArrayList<>();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				written.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
			}

		};
		appender.setContext(logging);
		appender.start();
		ch.qos.logback.classic.Logger logger = logging.getLogger("of.a.task.type");
		logger.addAppender(appender);
		try {
			run((configuration, context) -> {
				logger.info("from within");
				return Map.of();
			}, null);
			ended();
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(written).singleElement().satisfies((line) -> {
			JsonNode json = Json.mapper().readTree(line);
			assertThat(json.get("message").asString()).isEqualTo("from within");
			assertThat(json.get("executionId").asString()).isEqualTo("execution-run");
			assertThat(json.get("taskRunId").asString()).isEqualTo("run");
			assertThat(json.get("namespace").asString()).isEqualTo("demo");
			assertThat(json.get("flowId").asString()).isEqualTo("flow");
			assertThat(json.get("attempt").asString()).isEqualTo("1");
		});
	}

	@Test
	void threadForgetsTheAttemptAfterIt() {
		List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
		Executor direct = Runnable::run;
		ExecutorService threads = Mockito.mock();
		Mockito.doAnswer((call) -> {
			direct.execute(call.getArgument(0));
			seen.add(Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()));
			return null;
		}).when(threads).execute(any());
		runner(threads, (configuration, context) -> {
			seen.add(Objects.requireNonNull(MDC.getCopyOfContextMap()));
			return Map.of();
		}).start(attempt(null));
		assertThat(seen).hasSize(2);
		assertThat(seen.get(0)).containsOnlyKeys("executionId", "taskRunId", "namespace", "flowId", "attempt");
		assertThat(seen.get(1)).isEmpty();
	}

	@Test
	void runningAttemptCanBeLookedAtClosely() throws InterruptedException {
		RunningAttempt attempt = run((configuration, context) -> {
			context.tell("pid", 42L);
			context.log(org.slf4j.event.Level.INFO, "working");
			context.count("seen", 2, "kind", "bird");
			return hang(configuration, context);
		}, null);
		this.entered.await();
		Worker worker = Mockito.mock();
		LiveWorkerView view = new LiveWorkerView(worker, this.slots, this.attempts,
				new StuckDetector(Duration.ZERO, Duration.ZERO, Clock.offset(Clock.systemUTC(), Duration.ofDays(1))),
				List.of("default"));
		Awaitility.await()
			.until(() -> Objects.requireNonNull(Objects.requireNonNull(view.detail("run")).thread())
				.state() == Thread.State.WAITING);
		WorkerView.Detail detail = Objects.requireNonNull(view.detail("run"));
		assertThat(detail.facts()).isEqualTo(Map.of("pid", 42L));
		assertThat(detail.log()).extracting(LogLine::message).containsExactly("working");
		assertThat(detail.metrics()).hasSize(1);
		ThreadSnapshot thread = Objects.requireNonNull(detail.thread());
		assertThat(thread.name()).isEqualTo("task-run");
		assertThat(thread.summary()).startsWith(
				"waits in java.util.concurrent.CountDownLatch.await, called by io.windhover.worker.attempt.AttemptRunnerTests.hang (");
		assertThat(view.running()).singleElement().satisfies((running) -> {
			assertThat(running.stuck()).isNotNull();
			assertThat(running.stopping()).isNull();
		});
		assertThat(view.thread(view.running().get(0))).isNotNull();
		assertThat(view.detail("other")).isNull();
		this.deadlines.stop(attempt, Stop.KILL);
		ended();
		Awaitility.await().until(() -> view.detail("run") == null);
	}

	@Test
	void killBeforeTheBeginningKeepsItFromRunning() {
		RunningAttempt attempt = attempt(null);
		this.deadlines.stop(attempt, Stop.KILL);
		runner(this::hang).start(attempt);
		assertThat(ended().state()).isEqualTo(State.KILLED);
		assertThat(this.entered.getCount()).isOne();
	}

	@Test
	void taskThatIgnoresTheInterruptIsReportedWhenItEnds() throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		RunningAttempt attempt = run((configuration, context) -> {
			this.entered.countDown();
			boolean waiting = true;
			while (waiting) {
				try {
					release.await();
					waiting = false;
				}
				catch (InterruptedException ex) {
					this.told.add("ignored");
				}
			}
			return Map.of();
		}, null);
		this.entered.await();
		this.deadlines.stop(attempt, Stop.KILL);
		Awaitility.await().until(() -> this.told.contains("ignored"));
		assertThat(this.results).isEmpty();
		assertThat(this.slots.used()).isOne();
		release.countDown();
		assertThat(ended().state()).isEqualTo(State.KILLED);
	}

	@Test
	void shutdownGivesBackInsteadOfEnding() throws InterruptedException {
		RunningAttempt attempt = run(this::hang, null);
		this.entered.await();
		this.deadlines.stop(attempt, Stop.SHUTDOWN);
		Awaitility.await().until(() -> this.slots.used() == 0);
		assertThat(this.results).singleElement()
			.isInstanceOfSatisfying(TaskResult.Returned.class,
					(returned) -> assertThat(returned.reason()).isEqualTo("shutdown"));
		assertThat(this.attempts.knows(attempt.job())).isFalse();
		assertThat(this.lines).isEmpty();
	}

	@Test
	void resultIsSentUntilTheBrokerHasIt() {
		this.faults.add(new TimeoutException("no broker"));
		run((configuration, context) -> Map.of(), null);
		assertThat(ended().state()).isEqualTo(State.SUCCESS);
		assertThat(this.faults).isEmpty();
	}

	@Test
	void resultThatIsTooLargeForKafkaFails() {
		this.faults.add(new RecordTooLargeException("1 > 0"));
		run((configuration, context) -> Map.of("a", 1), null);
		TaskResult.Ended ended = ended();
		assertThat(ended.state()).isEqualTo(State.FAILED);
		assertThat(ended.error()).contains("larger than Kafka takes");
		Awaitility.await().until(() -> this.told.contains("ended FAILED"));
	}

	@Test
	void failingListenerChangesNothing() {
		this.told.add("fail");
		run((configuration, context) -> Map.of(), null);
		assertThat(ended().state()).isEqualTo(State.SUCCESS);
		Awaitility.await().until(() -> this.slots.used() == 0);
	}

	private Map<String, Object> hang(Map<String, Object> configuration, io.windhover.worker.task.TaskContext context)
			throws InterruptedException {
		this.entered.countDown();
		new CountDownLatch(1).await();
		return Map.of();
	}

	private TaskResult.Ended ended() {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !this.results.isEmpty());
		assertThat(this.results).hasSize(1);
		return (TaskResult.Ended) this.results.get(0);
	}

	private RunningAttempt run(TestTasks.Script script, @Nullable Duration timeout) {
		RunningAttempt attempt = attempt(timeout);
		runner(script).start(attempt);
		return attempt;
	}

	private RunningAttempt attempt(@Nullable Duration timeout) {
		RunningAttempt attempt = new RunningAttempt(TestTasks.job("run", Map.of(), timeout), Instant.now(), null,
				this.slots.share("default"));
		assertThat(this.slots.share("default").tryTake()).isTrue();
		this.attempts.add(attempt);
		return attempt;
	}

	private static StructuredLogEncoder encoder() {
		LoggerContext context = new LoggerContext();
		context.putObject(Environment.class.getName(), new MockEnvironment());
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(context);
		encoder.setFormat("ecs");
		encoder.start();
		return encoder;
	}

	private AttemptRunner runner(TestTasks.Script script) {
		return runner(this.threads, script);
	}

	private AttemptRunner runner(ExecutorService threads, TestTasks.Script script) {
		Publisher publisher = publisher();
		WorkerListeners listeners = new WorkerListeners(() -> List.of(listener()));
		TaskWork work = new TaskWork(TestTasks.types(new TestTasks.Scripted(script)), (job, type) -> {
			AttemptLog log = new AttemptLog(job, this::log, listeners, Clock.systemUTC(), 5, 10_000);
			ScratchDirectories scratch = new ScratchDirectories(Path.of("target"), "attempt-runner");
			AttemptFiles files = TestTasks.files(job);
			return new AttemptContext(job, log, new AttemptMetrics(job, type, listeners), new AttemptFacts(),
					new UsedSecrets(new SecretSources(List::of)), scratch, files,
					new AttemptDirectory(files, scratch, log), new AttemptChange(), 1_000);
		}, 1000);
		ResultPublisher reports = new ResultPublisher(publisher, TOPICS, new InstanceRef("here", "1"), () -> false,
				Clock.systemUTC());
		return new AttemptRunner(threads, this.attempts, work, reports, this.deadlines, listeners, CurrentSpan.NONE,
				Clock.systemUTC());
	}

	private WorkerListener listener() {
		return new WorkerListener() {

			@Override
			public void started(Job job, Duration queued) {
				if (AttemptRunnerTests.this.told.contains("fail")) {
					throw new IllegalStateException("listener");
				}
				AttemptRunnerTests.this.told.add("started");
			}

			@Override
			public void ended(Job job, State state, Duration duration) {
				AttemptRunnerTests.this.told.add("ended " + state);
			}

		};
	}

	private CompletableFuture<?> log(LogLine line) {
		this.lines.add(line.message());
		return new CompletableFuture<>();
	}

	private Publisher publisher() {
		Publisher publisher = Mockito.mock();
		Mockito.when(publisher.send(any(), any(), any())).then((call) -> {
			Object value = call.getArgument(2);
			if (!this.faults.isEmpty()) {
				return CompletableFuture.failedFuture(this.faults.remove(0));
			}
			this.results.add((TaskResult) value);
			return CompletableFuture.completedFuture(null);
		});
		return publisher;
	}

}
