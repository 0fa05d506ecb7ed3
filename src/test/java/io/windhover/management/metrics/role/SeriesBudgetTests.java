package io.windhover.management.metrics.role;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.ServedGroups;
import io.windhover.worker.WorkerView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many series a flow has, by the page that tells it.
 */
class SeriesBudgetTests {

	/** Of a flow to which nothing has happened, on an instance with all roles. */
	private static final int BUDGET = 30;

	private static final Trigger SCHEDULE = new ScheduleTrigger("nightly", "0 2 * * *", ZoneOffset.UTC, null,
			ScheduleTrigger.RecoverMissed.LAST, Map.of());

	private static final Trigger POLLING = new PollingTrigger("poll", "http-poll", Duration.ofSeconds(1), Map.of(),
			Map.of());

	private static final Trigger WEBHOOK = new WebhookTrigger("hook", "key", Map.of(), null);

	private static final String PAGE = page();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final MetricsProperties properties = new MetricsProperties("", 100, false);

	private final FlowMeters flows = new FlowMeters(100, Clock.systemUTC());

	private final StaticListableBeanFactory views = new StaticListableBeanFactory();

	private final WorkerMetrics worker = new WorkerMetrics(this.flows, this.properties,
			new ServedTasks(new ServedGroups(List.of("default"))), this.views.getBeanProvider(WorkerView.class));

	private final ExecutorMetrics executor = new ExecutorMetrics(this.flows, this.properties,
			this.views.getBeanProvider(ExecutorView.class), CurrentSpan.NONE);

	private final SchedulerMetrics scheduler = new SchedulerMetrics(this.flows, this.properties,
			this.views.getBeanProvider(SchedulerView.class));

	private final IndexerMetrics indexer = new IndexerMetrics(this.flows, this.properties);

	@BeforeEach
	void bind() {
		Stream
			.of(this.worker, this.executor, this.scheduler, this.indexer,
					new FlowHistoryMetrics(this.flows, this.properties, this.views.getBeanProvider(SchedulerView.class),
							ExpectationDefaults.NONE, Clock.systemUTC()),
					new WebhookMetrics(this.flows, this.properties))
			.forEach((metrics) -> metrics.bindTo(this.registry));
	}

	@Test
	void flowAtRestKeepsTheBudget() {
		assertThat(series(flow(List.of("log")))).isEqualTo(18);
		assertThat(series(flow(List.of("log", "http", "shell", "return")))).isEqualTo(BUDGET);
		assertThat(series(flow(List.of("log"), SCHEDULE))).isEqualTo(25);
		assertThat(series(flow(List.of("log", "http"), SCHEDULE))).isLessThanOrEqualTo(BUDGET);
		assertThat(series(flow(List.of("log"), POLLING))).isLessThanOrEqualTo(BUDGET);
		assertThat(series(flow(List.of("log"), SCHEDULE, WEBHOOK))).isLessThanOrEqualTo(BUDGET);
	}

	@Test
	void pageTellsTheSeriesAtRestOfEachRole() {
		Map<String, Integer> measured = new LinkedHashMap<>();
		measured.put("executor|each flow", more("executor_", null, flow(List.of())));
		measured.put("worker|each type of task that it may be given",
				more("worker_", flow(List.of("log")), flow(List.of("log", "shell"))));
		measured.put("scheduler|each flow", more("(scheduler|flow)_", null, flow(List.of())));
		measured.put("scheduler|each flow with triggers",
				more("(scheduler|flow)_", flow(List.of()), flow(List.of(), WEBHOOK)));
		measured.put("scheduler|each flow with triggers `schedule`, and each with triggers `flow`",
				more("scheduler_", flow(List.of(), WEBHOOK), flow(List.of(), WEBHOOK, SCHEDULE)));
		measured.put("scheduler|each type of polling trigger",
				more("scheduler_", flow(List.of(), WEBHOOK), flow(List.of(), WEBHOOK, POLLING)));
		measured.put("scheduler|each property of `expect`", more("flow_", flow(List.of()), expecting()));
		measured.put("indexer|each flow", more("indexer_", null, flow(List.of())));
		measured.put("indexer|each flow with triggers",
				more("indexer_", flow(List.of()), flow(List.of(), SCHEDULE, POLLING)));
		measured.put("api|each flow with webhooks", more("api_", flow(List.of()), flow(List.of(), WEBHOOK)));
		assertThat(table("| role | series at rest | for |").map((row) -> row[0] + "|" + row[2] + "|" + row[1]))
			.containsExactlyElementsOf(
					measured.entrySet().stream().map((entry) -> entry.getKey() + "|" + entry.getValue()).toList());
	}

	@Test
	void pageTellsSeriesAndBytesByTheNumberOfFlows() {
		// 20 characters together
		Flow flow = flow(List.of("log"), SCHEDULE);
		store(flow);
		List<String> rest = lines(".*");
		succeed(flow);
		List<String> once = lines(".*");
		assertThat(table("| flows | series at rest | text | series after a success of each | text |")).isNotEmpty()
			.allSatisfy((row) -> {
				int count = Integer.parseInt(row[0].replace(",", ""));
				assertThat(row).containsExactly(row[0], number(count * rest.size()), megabytes(count, rest),
						number(count * once.size()), megabytes(count, once));
			});
	}

	@Test
	void pageTellsWhatSeveralInstancesHaveTogether() {
		int executors = more("executor_", null, flow(List.of("log"), SCHEDULE));
		int workers = more("worker_", null, flow(List.of("log"), SCHEDULE));
		int schedulers = more("(scheduler|flow)_", null, flow(List.of("log"), SCHEDULE));
		int indexers = more("indexer_", null, flow(List.of("log"), SCHEDULE));
		int all = executors + workers + schedulers + indexers;
		assertThat(table("| instances | series of 1,000 flows at rest |").map((row) -> row[1])).containsExactly(
				number(all * 1000), number(3 * all * 1000),
				number((2 * executors + 8 * workers + 2 * schedulers + 2 * indexers) * 1000));
	}

	private void succeed(Flow flow) {
		Execution execution = new Execution("e", flow.namespace(), flow.id(), 1, State.SUCCESS, List.of(), Map.of(),
				Map.of(), null, null, null, null, Instant.EPOCH, null, null, null, null, false, null, null, 1);
		TaskRun taskRun = new TaskRun("e.log", "e", flow.namespace(), flow.id(), 1, "log", "log", "log", State.SUCCESS,
				List.of(), 1, List.of(), 0, Instant.EPOCH, null, null, 1);
		Job job = new Job("e", "e.log", 1, flow.namespace(), flow.id(), 1, task("log"), Map.of(), Instant.EPOCH, null,
				null, null);
		this.scheduler.fired(flow.key(), ScheduleTrigger.TYPE, Duration.ofMillis(1));
		this.executor.executionStarted(execution);
		this.worker.started(job, Duration.ofMillis(1));
		this.worker.ended(job, State.SUCCESS, Duration.ofMillis(1));
		this.executor.workerTaskResult(flow.key(), State.SUCCESS);
		this.executor.taskRunEnded(taskRun, Duration.ofMillis(1));
		this.executor.executionEnded(execution, Duration.ofMillis(1));
		Stream.of("executions", "task-runs", "logs", "triggers")
			.forEach((index) -> this.indexer.indexed(flow.key(), index, 1, Duration.ofMillis(1)));
	}

	/** What one flow has more than another. */
	private int more(String prefix, @Nullable Flow less, Flow more) {
		ToIntFunction<Flow> count = (flow) -> {
			store(flow);
			int series = lines(prefix + ".*").size();
			this.flows.flowDeleted(flow.key());
			return series;
		};
		return count.applyAsInt(more) - ((less != null) ? count.applyAsInt(less) : 0);
	}

	/**
	 * A trigger that is stored has a document, though nothing has happened to its flow.
	 */
	private void store(Flow flow) {
		this.flows.flowStored(flow);
		if (!flow.triggers().isEmpty()) {
			this.indexer.indexed(flow.key(), "triggers", 1, Duration.ofMillis(1));
		}
	}

	private int series(Flow flow) {
		return more("", null, flow);
	}

	private List<String> lines(String pattern) {
		return this.registry.scrape()
			.lines()
			.filter((line) -> line.contains("flow_id=\"nightly-report\"") && line.matches(pattern))
			.toList();
	}

	private static String number(int value) {
		return String.format(Locale.ROOT, "%,d", value);
	}

	private static String megabytes(int flows, List<String> lines) {
		int bytes = lines.stream().mapToInt((line) -> line.getBytes(StandardCharsets.UTF_8).length + 1).sum();
		return String.format(Locale.ROOT, "%.1f MB", flows * (double) bytes / 1e6);
	}

	private static Stream<String[]> table(String header) {
		return PAGE.lines()
			.dropWhile((line) -> !line.equals(header))
			.skip(2)
			.takeWhile((line) -> line.startsWith("|"))
			.map((line) -> line.substring(1, line.length() - 1).strip().split(" *\\| *", -1));
	}

	private static String page() {
		try {
			return Files.readString(Path.of("src/docs/scrape.md"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static WorkerTask task(String type) {
		return new WorkerTask(type, type, Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
	}

	private static Flow flow(List<String> types, Trigger... triggers) {
		return flow(types, null, triggers);
	}

	private static Flow expecting() {
		return flow(List.of(),
				new Expectations(Duration.ofDays(1), null, null, null, List.of(), null, null, null, null));
	}

	private static Flow flow(List<String> types, @Nullable Expectations expect, Trigger... triggers) {
		List<Task> tasks = types.stream().<Task>map(SeriesBudgetTests::task).toList();
		return new Flow("orders", "nightly-report", 1, null, Map.of(), List.of(), Map.of(), tasks,
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(triggers), null, null, null,
				expect);
	}

}
