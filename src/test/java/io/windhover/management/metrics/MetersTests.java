package io.windhover.management.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.api.ApiView;
import io.windhover.api.WebhookFailure;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.Sampler;
import io.windhover.management.Samples;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.Incidents;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.metrics.process.ClusterMetrics;
import io.windhover.management.metrics.process.DeadLetterMetrics;
import io.windhover.management.metrics.process.IncidentMetrics;
import io.windhover.management.metrics.process.MeterMetrics;
import io.windhover.management.metrics.process.NewerRecordMetrics;
import io.windhover.management.metrics.process.OperationMetrics;
import io.windhover.management.metrics.process.SampleMetrics;
import io.windhover.management.metrics.process.StorageMetrics;
import io.windhover.management.metrics.process.StreamsMetrics;
import io.windhover.management.metrics.process.TraceMetrics;
import io.windhover.management.metrics.process.VersionMetrics;
import io.windhover.management.metrics.role.ApiMetrics;
import io.windhover.management.metrics.role.CanaryMetrics;
import io.windhover.management.metrics.role.EventMetrics;
import io.windhover.management.metrics.role.ExecutorMetrics;
import io.windhover.management.metrics.role.ExecutorStateMetrics;
import io.windhover.management.metrics.role.FlowHistoryMetrics;
import io.windhover.management.metrics.role.IndexerMetrics;
import io.windhover.management.metrics.role.IndexerStateMetrics;
import io.windhover.management.metrics.role.SchedulerGauges;
import io.windhover.management.metrics.role.SchedulerMetrics;
import io.windhover.management.metrics.role.ServedTasks;
import io.windhover.management.metrics.role.TaskMeters;
import io.windhover.management.metrics.role.WebhookMetrics;
import io.windhover.management.metrics.role.WorkerGauges;
import io.windhover.management.metrics.role.WorkerMetrics;
import io.windhover.management.metrics.role.WorkerQueueMetrics;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Outcome;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.tracing.SpanExportView;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.CountingDeadLetters;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.Topics;
import io.windhover.topic.record.NewerRecords;
import io.windhover.worker.WorkerView;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.info.GitProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class MetersTests {

	private static final ServedGroups DEFAULT = new ServedGroups(List.of("default"));

	private static final ServedTasks SERVED = new ServedTasks(DEFAULT);

	/** What has nothing to say of a flow before anything happens to it. */
	private static final Set<Meters> LATER = Set.of(Meters.WORKER_RUNNING, Meters.SCHEDULER_EVALUATE_RUNNING,
			Meters.SCHEDULER_EVALUATE_FAILED);

	private final FixedClock clock = new FixedClock();

	private final PrometheusMeterRegistry registry = strict();

	private final WorkerView workerView = mock(WorkerView.class);

	private final SchedulerView schedulerView = mock(SchedulerView.class);

	private final ExecutorView executorView = mock(ExecutorView.class);

	private final Sampler sampler = mock(Sampler.class);

	private final InstanceRegistry instances = mock(InstanceRegistry.class);

	private final Instance instance = new Instance("me", "1", Set.of(Role.EXECUTOR), Instant.EPOCH);

	private FlowMeters flows = new FlowMeters(2, this.clock);

	private MetricsProperties properties = new MetricsProperties("", 2, false);

	@Test
	void everyMeterOfTheCatalogueExistsFromBootWithItsTags() throws Exception {
		bindAll();
		for (Meters meter : Meters.values()) {
			assertThat(this.registry.find(meter.getName()).meters()).as(meter.getName()).isNotEmpty();
			assertThat(this.registry.find(meter.getName()).meters()).allSatisfy((found) -> {
				assertThat(found.getId().getType()).isEqualTo(meter.getType());
				assertThat(found.getId().getDescription()).isEqualTo(meter.description());
				assertThat(found.getId().getTags()).extracting((tag) -> tag.getKey())
					.containsExactlyInAnyOrderElementsOf(
							Arrays.stream(meter.getKeyNames()).map((key) -> key.asString()).toList());
			});
		}
		assertThat(scrape()).anyMatch((line) -> line.startsWith("worker_started_count_total{"))
			.anyMatch((line) -> line.startsWith("worker_ended_duration_seconds_count{"))
			.anyMatch((line) -> line.startsWith("worker_running_count{"))
			.anyMatch((line) -> line.startsWith("scheduler_evaluate_running_count{"))
			.anyMatch((line) -> line.startsWith("indexer_duration_seconds_max{"));
	}

	@Test
	void seriesOfAFlowExistAtZeroWhileItIsKnownAndGoWithIt() throws Exception {
		bindAll();
		this.flows.flowStored(flow("one"));
		List<String> lines = scrape("flow_id=\"one\"");
		// what is not known of a flow is no 0
		assertThat(lines).allMatch((line) -> line.endsWith(" 0.0") || line.endsWith(" 0")
				|| ((line.startsWith("flow_") || line.startsWith("scheduler_triggers_paused"))
						&& line.endsWith(" NaN")));
		for (Meters meter : Meters.values()) {
			// it expects nothing, and polls nothing
			assertThat(this.registry.find(meter.getName()).tag("flow_id", "one").meters().isEmpty()).as(meter.getName())
				.isNotEqualTo(meter.tags().contains(Meters.Tag.FLOW) && !meter.tags().contains(Meters.Tag.EXPECTATION)
						&& meter.getType() != Meter.Type.TIMER && !LATER.contains(meter));
		}
		assertThat(lines).anyMatch((line) -> line.startsWith("worker_ended_count_total{")
				&& line.contains("state=\"FAILED\"") && line.contains("task_type=\"log\""));
		this.flows.flowDeleted(new FlowKey("ns", "one"));
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
	}

	/** An alert on an increase would not see the first one otherwise. */
	@Test
	void countersOfAlertsAreAtZeroBeforeAnythingHappens() throws Exception {
		bindAll();
		this.flows.flowStored(flow("one"));
		assertThat(scrape()).contains("executor_leases_expired_total 0.0", "indexer_failures_total 0.0",
				"indexer_retention_failures_total 0.0", "worker_queue_wait_seconds_count{worker_group=\"default\"} 0");
		assertThat(scrape("topic_dead_letters_total{")).hasSize(Topics.withPrefix("").all().size())
			.allMatch((line) -> line.endsWith("} 0.0"));
		assertThat(scrape("executor_execution_end_count_total{", "flow_id=\"one\""))
			.allMatch((line) -> line.endsWith("} 0.0"))
			.extracting((line) -> line.replaceAll(".*state=\"(\\w+)\".*", "$1"))
			.containsExactlyInAnyOrder("SUCCESS", "FAILED");
		// the alert on all other reasons looks for what was not there before
		this.flows.flowStored(flow("two", List.of(task()), polling()));
		assertThat(scrape("flow_id=\"two\"", "trigger_type=\"http-poll\"")).contains(
				"scheduler_trigger_missed_total{flow_id=\"two\",namespace_id=\"ns\",reason=\"still-evaluating\",trigger_type=\"http-poll\"} 0.0",
				"scheduler_evaluate_failed_count_total{flow_id=\"two\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 0.0",
				"scheduler_evaluate_duration_seconds_count{flow_id=\"two\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 0",
				"scheduler_evaluate_running_count{flow_id=\"two\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 0.0");
	}

	/** So that the second event of a flow is an increase at the latest. */
	@Test
	void firstEventOfAFlowBringsTheCountersThatMayFollowIt() {
		ExecutorMetrics executor = executor();
		this.flows.flowStored(flow("one"));
		assertThat(scrape("flow_id=\"one\"")).noneMatch((line) -> line.contains("WARNING"));
		executor.executionStarted(Execution
			.created(new ExecutionCommand.Create("e", Instant.EPOCH, flow("one").ref(), Map.of(), Map.of(), null)));
		for (String meter : List.of("executor_execution_end_count_total{", "executor_taskrun_ended_count_total{",
				"executor_workertaskresult_count_total{")) {
			assertThat(scrape(meter, "flow_id=\"one\"")).allMatch((line) -> line.endsWith("} 0.0"))
				.extracting((line) -> line.replaceAll(".*state=\"(\\w+)\".*", "$1"))
				.containsExactlyInAnyOrder("SUCCESS", "WARNING", "FAILED", "KILLED");
		}
		assertThat(scrape("_seconds", "flow_id=\"one\"")).isEmpty();
	}

	@Test
	void seriesThatComeLateGoWithTheirFlowAndDoNotComeBack() {
		WorkerMetrics worker = worker();
		FlowKey one = new FlowKey("ns", "one");
		FlowSeries series = new FlowSeries(new SeriesFactory(this.registry, this.properties),
				new FlowLabels("ns", "found"));
		FlowSeries.LateTimer timer = series.lateTimer(Meters.WORKER_QUEUED_DURATION, "log");
		series.remove();
		series.begin();
		timer.record(Duration.ofSeconds(1));
		assertThat(scrape("flow_id=\"found\"")).isEmpty();
		this.flows.flowStored(flow("one"));
		worker.started(job("one"), Duration.ZERO);
		worker.ended(job("one"), State.KILLED, Duration.ZERO);
		assertThat(scrape("flow_id=\"one\"", "_seconds_count")).hasSize(2);
		this.flows.flowDeleted(one);
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
	}

	/**
	 * Tasks in others and in handlers, too, but none of another group, and no control
	 * task.
	 */
	@Test
	void workerHasSeriesOfTheTypesThatItMayBeGiven() {
		worker();
		WorkerTask other = new WorkerTask("far", "shell", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY,
				"gpu");
		ControlTask.Sequential steps = new ControlTask.Sequential("steps", TaskOptions.NONE, ControlTask.Handlers.NONE,
				List.of(task(), other));
		this.flows.flowStored(flow("one", List.of(steps)));
		assertThat(scrape("flow_id=\"one\"")).isNotEmpty().allMatch((line) -> line.contains("task_type=\"log\""));
	}

	@Test
	void gaugesOfTheWorkerFollowTheView() {
		new WorkerGauges(this.properties, DEFAULT, provider(this.workerView)).bindTo(this.registry);
		assertThat(scrape("worker_")).allMatch((line) -> line.endsWith("{worker_group=\"default\"} 0.0"));
		WorkerView.Stuck stuck = new WorkerView.Stuck(Instant.EPOCH, "too long");
		given(this.workerView.running())
			.willReturn(List.of(new WorkerView.Running(job("one"), Instant.EPOCH, null, stuck, null),
					new WorkerView.Running(job("one"), Instant.EPOCH)));
		given(this.workerView.slotsUsed()).willReturn(2);
		given(this.workerView.slotsMax()).willReturn(8);
		given(this.workerView.isDrainRequested()).willReturn(true);
		assertThat(scrape("worker_")).containsExactlyInAnyOrder("worker_stuck{worker_group=\"default\"} 1.0",
				"worker_slots_used{worker_group=\"default\"} 2.0", "worker_slots_max{worker_group=\"default\"} 8.0",
				"worker_draining{worker_group=\"default\"} 1.0");
	}

	@Test
	void groupsOfAWorkerShareItsSlots() {
		new WorkerGauges(this.properties, new ServedGroups(List.of("default", "gpu")), provider(this.workerView))
			.bindTo(this.registry);
		WorkerView.Stuck stuck = new WorkerView.Stuck(Instant.EPOCH, "too long");
		given(this.workerView.running())
			.willReturn(List.of(new WorkerView.Running(jobOf("gpu"), Instant.EPOCH, null, stuck, null)));
		given(this.workerView.slotsUsed()).willReturn(1);
		given(this.workerView.slotsMax()).willReturn(8);
		assertThat(scrape("worker_")).contains("worker_stuck{worker_group=\"default\"} 0.0",
				"worker_stuck{worker_group=\"gpu\"} 1.0", "worker_slots_used{worker_group=\"default\"} 1.0",
				"worker_slots_used{worker_group=\"gpu\"} 1.0", "worker_slots_max{worker_group=\"default\"} 7.0",
				"worker_slots_max{worker_group=\"gpu\"} 7.0", "worker_draining{worker_group=\"gpu\"} 0.0");
	}

	@Test
	void waitInTheQueueIsToldByGroup() {
		WorkerQueueMetrics queue = new WorkerQueueMetrics(this.properties, new ServedGroups(List.of("default", "gpu")));
		queue.bindTo(this.registry);
		queue.started(jobOf("gpu"), Duration.ofSeconds(40));
		queue.started(jobOf("unknown"), Duration.ofSeconds(40));
		assertThat(scrape("worker_queue_wait_seconds_count")).containsExactlyInAnyOrder(
				"worker_queue_wait_seconds_count{worker_group=\"default\"} 0",
				"worker_queue_wait_seconds_count{worker_group=\"gpu\"} 1");
	}

	@Test
	void jobsWaitByGroupAlsoOfOneThatIsNew() throws Exception {
		Samples samples = new Samples(this.clock);
		SampleMetrics metrics = new SampleMetrics(provider(samples.sampler), this.properties, this.clock);
		metrics.bindTo(this.registry);
		samples.brokerAnswers();
		metrics.sampled();
		assertThat(scrape("worker_queue_waiting"))
			.containsExactly("worker_queue_waiting{worker_group=\"default\"} 2.0");
		samples.groups = List.of("default", "gpu");
		samples.brokerAnswers();
		metrics.sampled();
		assertThat(scrape("worker_queue_waiting")).containsExactlyInAnyOrder(
				"worker_queue_waiting{worker_group=\"default\"} 2.0", "worker_queue_waiting{worker_group=\"gpu\"} 5.0");
	}

	@Test
	void versionIsToldInTagsAlsoWhereItIsNotKnown() {
		Properties build = new Properties();
		build.setProperty("version", "1.2.3");
		Properties git = new Properties();
		git.setProperty("commit.id.abbrev", "abc1234");
		new VersionMetrics(this.properties, this.instance, new BuildProperties(build), new GitProperties(git))
			.bindTo(this.registry);
		assertThat(scrape()).contains("instance_version{commit=\"abc1234\",instance_id=\"me\",version=\"1.2.3\"} 1.0");
		new VersionMetrics(this.properties, this.instance, null, null).bindTo(this.registry);
		assertThat(scrape())
			.contains("instance_version{commit=\"__none__\",instance_id=\"me\",version=\"__none__\"} 1.0");
	}

	@Test
	void operationsAreCountedByOutcome() {
		OperationMetrics operations = new OperationMetrics(this.properties);
		operations.bindTo(this.registry);
		operations.performed(Operation.WORKER_DRAIN, "this", Outcome.accepted());
		operations.performed(Operation.TRIGGER_FIRE, "a/b/c", Outcome.conflict("it is paused"));
		assertThat(scrape()).contains(
				"management_operations_total{operation=\"worker.drain\",outcome=\"accepted\"} 1.0",
				"management_operations_total{operation=\"trigger.fire\",outcome=\"conflict\"} 1.0",
				"management_operations_total{operation=\"trigger.fire\",outcome=\"failed\"} 0.0");
	}

	@Test
	void workerCountsByFlowTypeAndState() {
		WorkerMetrics worker = worker();
		this.flows.flowStored(flow("one"));
		worker.started(job("one"), Duration.ofMillis(1500));
		worker.retried(job("one"));
		assertThat(scrape("flow_id=\"one\""))
			.contains("worker_log_dropped_count_total{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 0.0");
		worker.lineDropped(job("one"));
		worker.ended(job("one"), State.FAILED, Duration.ofSeconds(2));
		assertThat(scrape("flow_id=\"one\"")).contains(
				"worker_started_count_total{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 1.0",
				"worker_retried_count_total{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 1.0",
				"worker_log_dropped_count_total{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 1.0",
				"worker_queued_duration_seconds_sum{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 1.5",
				"worker_ended_count_total{flow_id=\"one\",namespace_id=\"ns\",state=\"FAILED\",task_type=\"log\"} 1.0",
				"worker_ended_count_total{flow_id=\"one\",namespace_id=\"ns\",state=\"SUCCESS\",task_type=\"log\"} 0.0",
				"worker_ended_duration_seconds_sum{flow_id=\"one\",namespace_id=\"ns\",state=\"FAILED\",task_type=\"log\"} 2.0");
	}

	@Test
	void waitInTheQueueIsToldInBucketsForAllFlows() {
		WorkerQueueMetrics queue = new WorkerQueueMetrics(this.properties, DEFAULT);
		queue.bindTo(this.registry);
		assertThat(scrape("worker_queue_wait_seconds_bucket")).hasSize(WorkerQueueMetrics.BUCKETS.size() + 1)
			.allMatch((line) -> line.endsWith(" 0"));
		queue.started(job("one"), Duration.ofMillis(800));
		queue.started(job("two"), Duration.ofSeconds(40));
		assertThat(scrape("worker_queue_wait_seconds")).contains(
				"worker_queue_wait_seconds_bucket{worker_group=\"default\",le=\"0.5\"} 0",
				"worker_queue_wait_seconds_bucket{worker_group=\"default\",le=\"1.0\"} 1",
				"worker_queue_wait_seconds_bucket{worker_group=\"default\",le=\"30.0\"} 1",
				"worker_queue_wait_seconds_bucket{worker_group=\"default\",le=\"60.0\"} 2",
				"worker_queue_wait_seconds_bucket{worker_group=\"default\",le=\"+Inf\"} 2");
	}

	@Test
	void runningGaugeIsWhatTheViewShows() {
		given(this.workerView.running()).willReturn(List.of(new WorkerView.Running(job("one"), Instant.EPOCH),
				new WorkerView.Running(job("one"), Instant.EPOCH)));
		WorkerMetrics worker = worker();
		this.flows.flowStored(flow("one"));
		worker.started(job("one"), Duration.ZERO);
		assertThat(scrape("flow_id=\"one\""))
			.contains("worker_running_count{flow_id=\"one\",namespace_id=\"ns\",task_type=\"log\"} 2.0");
	}

	@Test
	void whatStillRunsOfADeletedFlowCountsForNoFlow() {
		WorkerMetrics worker = worker();
		this.flows.flowStored(flow("one"));
		this.flows.flowDeleted(new FlowKey("ns", "one"));
		worker.ended(job("one"), State.SUCCESS, Duration.ofSeconds(1));
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
		assertThat(counted(Meters.WORKER_ENDED, Meters.Tag.NONE)).isEqualTo(1);
		this.flows.flowStored(flow("one"));
		worker.ended(job("one"), State.SUCCESS, Duration.ofSeconds(1));
		assertThat(counted(Meters.WORKER_ENDED, "one")).isEqualTo(1);
	}

	@Test
	void eventBeforeItsFlowIsKnownCountsForItAndGoesAfterAnHourUnlessItBecomesKnown() {
		WorkerMetrics worker = worker();
		worker.started(job("one"), Duration.ZERO);
		worker.started(job("two"), Duration.ZERO);
		this.flows.flowStored(flow("two"));
		assertThat(counted(Meters.WORKER_STARTED, "one")).isEqualTo(1);
		this.clock.advance(Duration.ofMinutes(61));
		this.flows.sampled();
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
		assertThat(counted(Meters.WORKER_STARTED, "two")).isEqualTo(1);
	}

	@Test
	void flowsAboveTheLimitShareOneSeriesAndSumsStayRight() {
		WorkerMetrics worker = worker();
		for (String id : List.of("one", "two", "three", "four")) {
			this.flows.flowStored(flow(id));
			worker.started(job(id), Duration.ZERO);
		}
		assertThat(counted(Meters.WORKER_STARTED, "one")).isEqualTo(1);
		assertThat(counted(Meters.WORKER_STARTED, Meters.Tag.OTHER)).isEqualTo(2);
		assertThat(scrape("flow_id=\"three\"")).isEmpty();
		this.flows.flowDeleted(new FlowKey("ns", "three"));
		assertThat(counted(Meters.WORKER_STARTED, Meters.Tag.OTHER)).isEqualTo(2);
	}

	@Test
	void prefixStandsBeforeEveryName() throws Exception {
		this.properties = new MetricsProperties("wh", 2, false);
		bindAll();
		assertThat(this.registry.getMeters())
			.allSatisfy((meter) -> assertThat(meter.getId().getName()).startsWith("wh."));
		assertThat(new MetricsProperties("wh.", 2, false).named("x")).isEqualTo("wh.x");
	}

	@Test
	void executorIndexerAndSchedulerCountTheirEvents() {
		ExecutorMetrics executor = executor();
		Execution execution = Execution
			.created(new ExecutionCommand.Create("e", Instant.EPOCH, flow("one").ref(), Map.of(), Map.of(), null));
		executor.executionStarted(execution);
		executor.workerTaskResult(new FlowKey("ns", "one"), State.FAILED);
		IndexerMetrics indexer = new IndexerMetrics(this.flows, this.properties);
		indexer.bindTo(this.registry);
		indexer.indexed(new FlowKey("ns", "one"), "executions", 7, Duration.ofSeconds(1));
		SchedulerMetrics scheduler = scheduler();
		scheduler.fired(new FlowKey("ns", "one"), "schedule", Duration.ofSeconds(3));
		scheduler.backfilled(new FlowKey("ns", "one"), "schedule");
		scheduler.evaluationEnded(new FlowKey("ns", "one"), "http-poll", Duration.ofSeconds(2));
		scheduler.evaluationFailed(new FlowKey("ns", "one"), "http-poll");
		assertThat(counted(Meters.EXECUTOR_EXECUTION_STARTED, "one")).isEqualTo(1);
		assertThat(counted(Meters.EXECUTOR_WORKERTASKRESULT, "one")).isEqualTo(1);
		assertThat(counted(Meters.INDEXER_COUNT, "one")).isEqualTo(7);
		assertThat(scrape("flow_id=\"one\"")).contains(
				"scheduler_trigger_count_total{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"schedule\"} 2.0",
				"scheduler_trigger_delay_seconds_count{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"schedule\"} 1",
				"scheduler_trigger_delay_seconds_sum{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"schedule\"} 3.0",
				"scheduler_evaluate_duration_seconds_sum{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 2.0",
				"scheduler_evaluate_failed_count_total{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 1.0");
	}

	@Test
	void evaluationsThatRunAreThoseOfTheView() {
		TriggerState state = new TriggerState("ns", "one", 1, "t", "http-poll", null, null, null, null, null, false,
				Instant.EPOCH, 1, null);
		given(this.schedulerView.evaluating()).willReturn(List.of(state));
		SchedulerMetrics scheduler = scheduler();
		scheduler.evaluationEnded(new FlowKey("ns", "one"), "http-poll", Duration.ZERO);
		assertThat(scrape("flow_id=\"one\"")).contains(
				"scheduler_evaluate_running_count{flow_id=\"one\",namespace_id=\"ns\",trigger_type=\"http-poll\"} 1.0");
	}

	@Test
	void missedDatesAreCountedByReason() {
		SchedulerMetrics scheduler = scheduler();
		this.flows.flowStored(flow("one"));
		scheduler.missed(new FlowKey("ns", "one"), "schedule", MissedReason.PAUSED, 3);
		assertThat(scrape("scheduler_trigger_missed_total{", "flow_id=\"one\"")).hasSize(MissedReason.values().length)
			.contains(
					"scheduler_trigger_missed_total{flow_id=\"one\",namespace_id=\"ns\",reason=\"paused\",trigger_type=\"schedule\"} 3.0",
					"scheduler_trigger_missed_total{flow_id=\"one\",namespace_id=\"ns\",reason=\"recover-last\",trigger_type=\"schedule\"} 0.0");
	}

	@Test
	void latenessAndLastSuccessAreUnknownUntilTheSchedulerHasLookedAndThenThoseOfTheView() {
		new SchedulerGauges(this.properties, provider(this.schedulerView), this.clock).bindTo(this.registry);
		assertThat(scrape()).contains("scheduler_lateness_max NaN", "scheduler_last_success NaN");
		Instant now = this.clock.instant();
		given(this.schedulerView.lastTick()).willReturn(now);
		given(this.schedulerView.lastSuccess()).willReturn(Instant.ofEpochSecond(12));
		assertThat(scrape()).contains("scheduler_lateness_max 0.0", "scheduler_last_success 12.0");
		given(this.schedulerView.latest()).willReturn(new TriggerState("ns", "one", 1, "t", "schedule", "* * * * *",
				"UTC", now.minusMillis(2500), null, null, false, Instant.EPOCH, 1, null));
		assertThat(scrape()).contains("scheduler_lateness_max 2.5");
	}

	@Test
	void taskTypesPublishTheirOwnMetersWithDeclaredTagsOnly() {
		MetricDefinition lines = new MetricDefinition("lines", MetricDefinition.Kind.COUNTER, null, "Lines",
				List.of("stream"));
		MetricDefinition time = new MetricDefinition("time", MetricDefinition.Kind.TIMER, null, "Time", List.of());
		TaskDefinition<?> type = mock(TaskDefinition.class);
		given(type.type()).willReturn("log");
		given(type.metrics()).willReturn(List.of(lines, time,
				new MetricDefinition("bytes", MetricDefinition.Kind.COUNTER, null, "Bytes", List.of())));
		TaskMeters meters = new TaskMeters(this.flows, this.properties, SERVED, Stream.of(type));
		meters.bindTo(this.registry);
		this.flows.flowStored(flow("one"));
		assertThat(scrape("flow_id=\"one\""))
			.containsExactly("task_log_bytes_total{flow_id=\"one\",namespace_id=\"ns\"} 0.0");
		meters.published(job("one"), lines, metric(3, Map.of("stream", "stdout", "undeclared", "x")));
		meters.published(job("one"), lines, metric(1, Map.of()));
		meters.published(job("one"), lines, metric(-5, Map.of("stream", "stdout")));
		meters.published(job("one"), lines, metric(Double.NaN, Map.of("stream", "stdout")));
		meters.published(job("one"), time, metric(0.5, Map.of()));
		assertThat(scrape("flow_id=\"one\"")).contains(
				"task_log_lines_total{flow_id=\"one\",namespace_id=\"ns\",stream=\"stdout\"} 3.0",
				"task_log_lines_total{flow_id=\"one\",namespace_id=\"ns\",stream=\"__none__\"} 1.0",
				"task_log_time_seconds_sum{flow_id=\"one\",namespace_id=\"ns\"} 0.5");
		for (int i = 0; i < TaskMeters.MOST * 2; i++) {
			meters.published(job("one"), lines, metric(1, Map.of("stream", "s" + i)));
		}
		assertThat(this.registry.find("task.log.lines").tag("flow_id", "one").meters()).hasSize(TaskMeters.MOST + 1);
		assertThat(scrape("stream=\"__other__\"")).isNotEmpty();
		this.flows.flowDeleted(new FlowKey("ns", "one"));
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
	}

	@Test
	void callsOfWebhooksAreCountedByFlowAndThoseOfNoneForNone() {
		WebhookMetrics webhooks = webhooks();
		this.flows.flowStored(flow("one"));
		webhooks.webhookCalled(new FlowKey("ns", "one"));
		webhooks.webhookFailed(new FlowKey("ns", "one"), WebhookFailure.PAUSED);
		webhooks.webhookFailed(null, WebhookFailure.UNKNOWN);
		assertThat(scrape()).contains("api_webhook_count_total{flow_id=\"one\",namespace_id=\"ns\"} 1.0",
				"api_webhook_failed_count_total{flow_id=\"one\",namespace_id=\"ns\",reason=\"paused\"} 1.0",
				"api_webhook_failed_count_total{flow_id=\"one\",namespace_id=\"ns\",reason=\"unknown\"} 0.0",
				"api_webhook_failed_count_total{flow_id=\"__none__\",namespace_id=\"__none__\",reason=\"unknown\"} 1.0");
	}

	@Test
	void executionsThatRunAreThoseOfTheViewAndSumsStayRight() {
		given(this.executorView.executionsByFlow()).willReturn(Map.of(new FlowKey("ns", "one"), 2,
				new FlowKey("ns", "two"), 3, new FlowKey("ns", "three"), 5, new FlowKey("ns", "four"), 7));
		executor();
		List.of("one", "two", "three", "four").forEach((id) -> this.flows.flowStored(flow(id)));
		assertThat(scrape("executor_executions_running")).contains(
				"executor_executions_running{flow_id=\"one\",namespace_id=\"ns\"} 2.0",
				"executor_executions_running{flow_id=\"__other__\",namespace_id=\"__other__\"} 12.0",
				"executor_executions_running{flow_id=\"__none__\",namespace_id=\"__none__\"} 0.0");
		this.flows.flowDeleted(new FlowKey("ns", "one"));
		assertThat(scrape("flow_id=\"one\"")).isEmpty();
	}

	@Test
	void executorThatRunsWithoutPartitionsHasNothingInFlight() {
		executorState();
		given(this.executorView.isReady()).willReturn(true);
		given(this.executorView.stuck(0)).willReturn(new ExecutorView.Stuck(Map.of(), List.of()));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 0.0");
		assertThat(scrape("executor_stuck{")).hasSize(2).allMatch((line) -> line.endsWith(" 0.0"));
	}

	@Test
	void ageOfTheOldestExecutionGrowsOnWhilePartitionsMove() {
		executorState();
		given(this.executorView.isReady()).willReturn(true);
		given(this.executorView.isOpen()).willReturn(true);
		runsSince(this.clock.instant().minusSeconds(10));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 10.0");
		given(this.executorView.isReady()).willReturn(false);
		given(this.executorView.executions()).willReturn(List.of());
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 15.0");
		runsSince(this.clock.instant().minusSeconds(1));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 15.0");
		given(this.executorView.isReady()).willReturn(true);
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 1.0");
	}

	private void runsSince(Instant createdAt) {
		ExecutorView.RunningExecution oldest = new ExecutorView.RunningExecution("e", new FlowKey("ns", "one"),
				State.RUNNING, createdAt);
		given(this.executorView.executions()).willReturn(List.of(new ExecutorView.Tally<>(State.RUNNING, 1, oldest)));
	}

	@Test
	void ageOfTheOldestExecutionIsUnknownThenZeroThenThatOfTheOldest() {
		executorState();
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age NaN");
		assertThat(scrape("executor_stuck{")).allMatch((line) -> line.endsWith(" NaN"));
		given(this.executorView.isOpen()).willReturn(true);
		given(this.executorView.stuck(0)).willReturn(new ExecutorView.Stuck(
				Map.of(ExecutorView.Cause.WORKER_GONE, 1, ExecutorView.Cause.NOT_TAKEN, 2), List.of()));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 0.0");
		assertThat(scrape("executor_stuck{")).containsExactlyInAnyOrder("executor_stuck{cause=\"worker-gone\"} 1.0",
				"executor_stuck{cause=\"not-taken\"} 2.0");
		given(this.executorView.executions())
			.willReturn(List.of(new ExecutorView.Tally<>(State.RUNNING, 1, new ExecutorView.RunningExecution("e",
					new FlowKey("ns", "one"), State.RUNNING, this.clock.instant().minusSeconds(90)))));
		assertThat(scrape("executor_executions_oldest_age")).containsExactly("executor_executions_oldest_age 90.0");
	}

	@Test
	void staleResultsAndExpiredLeasesAreCounted() {
		ExecutorStateMetrics executor = executorState();
		executor.stale(StaleReason.ATTEMPT_PASSED);
		executor.stale(StaleReason.ATTEMPT_PASSED);
		executor.leaseExpired(new InstanceRef("w", "1"));
		assertThat(scrape()).contains("executor_results_stale_total{reason=\"attempt-passed\"} 2.0",
				"executor_results_stale_total{reason=\"job-taken\"} 0.0", "executor_leases_expired_total 1.0");
	}

	@Test
	void indexerTellsFreshnessBacklogAndDeadLetters() {
		IndexerStateMetrics indexer = indexerState();
		assertThat(scrape("indexer_backlog_oldest_age")).containsExactly("indexer_backlog_oldest_age NaN");
		given(this.sampler.indexerBacklog())
			.willReturn(new BacklogSample(this.clock.instant(), 3L, Duration.ofMillis(2500), List.of(), List.of()));
		indexer.searchable("logs", Duration.ofMillis(1500));
		indexer.searchable("logs", Duration.ofMillis(-1500));
		indexer.deadLetter("t-executions");
		assertThat(scrape("indexer_failures")).containsExactly("indexer_failures_total 0.0");
		indexer.failed();
		indexer.retentionFailed();
		indexer.retentionFailed();
		assertThat(scrape()).contains("indexer_backlog_oldest_age 2.5", "indexer_failures_total 1.0",
				"indexer_retention_failures_total 2.0", "indexer_freshness_seconds_count{index=\"logs\"} 2",
				"indexer_freshness_seconds_sum{index=\"logs\"} 1.5",
				"indexer_freshness_seconds_count{index=\"executions\"} 0",
				"indexer_dead_letters_total{topic=\"executions\"} 1.0",
				"indexer_dead_letters_total{topic=\"logs\"} 0.0");
	}

	@Test
	void deadLettersOfAllRolesAreCountedByTopic() {
		DeadLetters letters = CountingDeadLetters.create();
		new DeadLetterMetrics(this.properties, letters, Topics.withPrefix("t-")).bindTo(this.registry);
		letters.added("t-task-results", 0, 0, new IllegalStateException("broken"));
		assertThat(scrape()).contains("topic_dead_letters_total{topic=\"task-results\"} 1.0",
				"topic_dead_letters_total{topic=\"flows\"} 0.0");
		assertThat(letters.count()).isOne();
	}

	@Test
	void metersOfOurOwnAreCountedAndSoIsTheOverflow() {
		worker();
		new MeterMetrics(this.properties, this.flows).bindTo(this.registry);
		this.registry.counter("someone.elses").increment();
		double before = this.registry.get("management.meters.active").gauge().value();
		assertThat(before).isEqualTo(this.registry.getMeters().size() - 1);
		List.of("one", "two", "three", "four").forEach((id) -> this.flows.flowStored(flow(id)));
		assertThat(this.registry.get("management.meters.active").gauge().value())
			.isEqualTo(this.registry.getMeters().size() - 1)
			.isGreaterThan(before);
		assertThat(this.registry.get("management.meters.overflow").gauge().value()).isEqualTo(2);
		this.flows.flowDeleted(new FlowKey("ns", "one"));
		this.flows.flowDeleted(new FlowKey("ns", "three"));
		assertThat(this.registry.get("management.meters.active").gauge().value())
			.isEqualTo(this.registry.getMeters().size() - 1);
		assertThat(this.registry.get("management.meters.overflow").gauge().value()).isEqualTo(1);
	}

	@Test
	void streamsTellStateThreadsRebalancesAndLags() throws Exception {
		Samples samples = new Samples(this.clock);
		StreamsClient client = samples.running("one");
		StreamsMetrics streams = streams(samples);
		assertThat(scrape("kafkastreams_")).contains(
				"kafkastreams_client_state{role=\"app-one\",state=\"RUNNING\"} 1.0",
				"kafkastreams_client_state{role=\"app-one\",state=\"ERROR\"} 0.0",
				"kafkastreams_threads{role=\"app-one\",state=\"alive\"} NaN",
				"kafkastreams_rebalances_total{role=\"app-one\"} 0.0",
				"kafkastreams_restore_remaining{role=\"app-one\"} 0.0");
		samples.brokerAnswers();
		streams.sampled();
		assertThat(scrape("kafkastreams_")).contains("kafkastreams_threads{role=\"app-one\",state=\"alive\"} 2.0",
				"kafkastreams_threads{role=\"app-one\",state=\"failed\"} 1.0",
				"kafkastreams_store_lag{role=\"app-one\",store=\"store\"} 4.0",
				"kafkastreams_input_lag{role=\"app-one\",topic=\"in\"} 7.0",
				"kafkastreams_input_lag_age{role=\"app-one\",topic=\"in\"} 90.0",
				"kafkastreams_input_lag{role=\"app-one\",topic=\"gone\"} NaN");
		client.onChange(KafkaStreams.State.REBALANCING, KafkaStreams.State.RUNNING);
		assertThat(scrape("kafkastreams_")).contains("kafkastreams_rebalances_total{role=\"app-one\"} 1.0",
				"kafkastreams_client_state{role=\"app-one\",state=\"RUNNING\"} 0.0",
				"kafkastreams_restore_remaining{role=\"app-one\"} NaN");
		client.onChange(KafkaStreams.State.ERROR, KafkaStreams.State.REBALANCING);
		streams.sampled();
		assertThat(scrape("kafkastreams_")).contains("kafkastreams_client_state{role=\"app-one\",state=\"ERROR\"} 1.0",
				"kafkastreams_threads{role=\"app-one\",state=\"alive\"} 0.0");
		assertThat(scrape("_lag")).isEmpty();
	}

	@Test
	void sampleGrowsOldWhileTheBrokerIsAway() throws Exception {
		Samples samples = new Samples(this.clock);
		sample(samples);
		assertThat(scrape("management_sample_age")).containsExactly("management_sample_age NaN");
		assertThat(scrape("worker_queue_oldest"))
			.containsExactly("worker_queue_oldest_age{worker_group=\"default\"} NaN");
		assertThat(scrape("worker_queue_waiting"))
			.containsExactly("worker_queue_waiting{worker_group=\"default\"} NaN");
		samples.brokerAnswers();
		assertThat(scrape("management_sample_age")).containsExactly("management_sample_age 0.0");
		assertThat(scrape("worker_queue_oldest"))
			.containsExactly("worker_queue_oldest_age{worker_group=\"default\"} 90.0");
		assertThat(scrape("worker_queue_waiting"))
			.containsExactly("worker_queue_waiting{worker_group=\"default\"} 2.0");
		samples.brokerIsGone();
		this.clock.advance(Duration.ofSeconds(7));
		assertThat(scrape("management_sample_age")).containsExactly("management_sample_age 7.0");
	}

	private StreamsMetrics streams(Samples samples) {
		StreamsMetrics streams = new StreamsMetrics(samples.clients, provider(samples.sampler), "test-",
				this.properties);
		streams.bindTo(this.registry);
		return streams;
	}

	private void sample(Samples samples) {
		new SampleMetrics(provider(samples.sampler), this.properties, this.clock).bindTo(this.registry);
	}

	private Samples samples() throws Exception {
		Samples samples = new Samples(this.clock);
		samples.running("one");
		samples.brokerAnswers();
		return samples;
	}

	@Test
	void openIncidentsAreCountedByKindAndUnknownBeforeTheFirstLook() throws Exception {
		Incidents incidents = mock(Incidents.class);
		new IncidentMetrics(this.properties, provider(incidents)).bindTo(this.registry);
		assertThat(scrape("incidents_open{kind=\"task-stuck\"}")).singleElement().asString().endsWith(" NaN");
		given(incidents.sampledAt()).willReturn(FixedClock.START);
		given(incidents.openByKind()).willReturn(Map.of("task-stuck", 2L));
		assertThat(scrape("incidents_open{")).hasSize(IncidentKind.values().length)
			.contains("incidents_open{kind=\"task-stuck\"} 2.0", "incidents_open{kind=\"dead-letters\"} 0.0");
	}

	@Test
	void eventsAreCountedBySubscriptionAndWhatWaitsMayBeUnknown() throws Exception {
		EventsView events = mock(EventsView.class);
		given(events.relay()).willReturn(new EventsView.Relay(false, 0, null, null, "denied",
				this.clock.instant().minusSeconds(90), List.of(), null));
		given(events.subscriptions()).willReturn(List.of(subscribed("chat", 3L), subscribed("hub", null)));
		new EventMetrics(this.properties, provider(events), this.clock).bindTo(this.registry);
		assertThat(scrape("events_")).contains("events_pending{subscription=\"chat\"} 3.0",
				"events_pending{subscription=\"hub\"} NaN", "events_broken{subscription=\"__relay__\"} 90.0",
				"events_broken{subscription=\"chat\"} 0.0", "events_delivered_count_total{subscription=\"chat\"} 5.0",
				"events_failed_count_total{subscription=\"hub\"} 2.0");
	}

	private static EventsView.Subscribed subscribed(String name, @Nullable Long pending) {
		return new EventsView.Subscribed(name, "https://hooks:443", "slack", List.of(), "delivering", null, pending, 5,
				2, null, null, null, null, List.of(), null);
	}

	private void bindAll() throws Exception {
		given(this.instances.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(null, false, Duration.ofSeconds(9)));
		Samples samples = samples();
		streams(samples);
		sample(samples);
		this.flows = new FlowMeters(2, this.clock);
		worker();
		scheduler();
		new FlowHistoryMetrics(this.flows, this.properties, provider(this.schedulerView), ExpectationDefaults.NONE,
				this.clock)
			.bindTo(this.registry);
		new SchedulerGauges(this.properties, provider(this.schedulerView), this.clock).bindTo(this.registry);
		executor();
		executorState();
		indexerState();
		new IndexerMetrics(this.flows, this.properties).bindTo(this.registry);
		new OperationMetrics(this.properties).bindTo(this.registry);
		new WorkerGauges(this.properties, DEFAULT, provider(this.workerView)).bindTo(this.registry);
		new WorkerQueueMetrics(this.properties, DEFAULT).bindTo(this.registry);
		new MeterMetrics(this.properties, this.flows).bindTo(this.registry);
		new ClusterMetrics(this.properties, this.instances, mock(), this.clock).bindTo(this.registry);
		new VersionMetrics(this.properties, this.instance, null, null).bindTo(this.registry);
		new IncidentMetrics(this.properties, provider(mock(Incidents.class))).bindTo(this.registry);
		new CanaryMetrics(this.properties).bindTo(this.registry);
		new StorageMetrics(this.properties, provider(mock(StorageSampler.class)), this.clock).bindTo(this.registry);
		EventsView events = mock(EventsView.class);
		given(events.subscriptions()).willReturn(List.of(subscribed("chat", 3L)));
		new EventMetrics(this.properties, provider(events), this.clock).bindTo(this.registry);
		new DeadLetterMetrics(this.properties, mock(DeadLetters.class), Topics.withPrefix("t-")).bindTo(this.registry);
		new ApiMetrics(this.properties, provider(mock(ApiView.class))).bindTo(this.registry);
		webhooks();
		new NewerRecordMetrics(this.properties, new NewerRecords(), Topics.withPrefix("t-")).bindTo(this.registry);
		new TraceMetrics(this.properties, provider(mock(SpanExportView.class))).bindTo(this.registry);
	}

	private WebhookMetrics webhooks() {
		WebhookMetrics webhooks = new WebhookMetrics(this.flows, this.properties);
		webhooks.bindTo(this.registry);
		return webhooks;
	}

	private ExecutorMetrics executor() {
		ExecutorMetrics executor = new ExecutorMetrics(this.flows, this.properties, provider(this.executorView),
				CurrentSpan.NONE);
		executor.bindTo(this.registry);
		return executor;
	}

	private ExecutorStateMetrics executorState() {
		ExecutorStateMetrics state = new ExecutorStateMetrics(this.properties, provider(this.executorView), this.clock);
		state.bindTo(this.registry);
		return state;
	}

	private IndexerStateMetrics indexerState() {
		IndexerStateMetrics state = new IndexerStateMetrics(this.properties, this.sampler, Topics.withPrefix("t-"));
		state.bindTo(this.registry);
		return state;
	}

	private WorkerMetrics worker() {
		WorkerMetrics worker = new WorkerMetrics(this.flows, this.properties, SERVED, provider(this.workerView));
		worker.bindTo(this.registry);
		return worker;
	}

	private SchedulerMetrics scheduler() {
		SchedulerMetrics scheduler = new SchedulerMetrics(this.flows, this.properties, provider(this.schedulerView));
		scheduler.bindTo(this.registry);
		return scheduler;
	}

	private double counted(Meters meter, String flowId) {
		return this.registry.find(meter.getName())
			.tag("flow_id", flowId)
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private List<String> scrape(String... having) {
		return this.registry.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#") && Arrays.stream(having).allMatch(line::contains))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static <T> ObjectProvider<T> provider(T bean) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("bean", bean));
		return (ObjectProvider<T>) beans.getBeanProvider(bean.getClass());
	}

	/** A registry to which a wrong set of tags is an error. */
	private static PrometheusMeterRegistry strict() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		registry.config().onMeterRegistrationFailed((id, reason) -> {
			throw new AssertionError(id + ": " + reason);
		});
		return registry;
	}

	private static TaskMetric metric(double value, Map<String, String> tags) {
		return new TaskMetric("lines", MetricDefinition.Kind.COUNTER, value, tags);
	}

	private static WorkerTask task() {
		return new WorkerTask("say", "log", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
	}

	private static Flow flow(String id) {
		ScheduleTrigger trigger = new ScheduleTrigger("t", "0 2 * * *", ZoneOffset.UTC, null,
				ScheduleTrigger.RecoverMissed.LAST, Map.of());
		return flow(id, List.of(task()), trigger, new WebhookTrigger("w", "", Map.of(), null));
	}

	private static Flow flow(String id, List<Task> tasks, Trigger... triggers) {
		return new Flow("ns", id, 1, null, Map.of(), List.of(), Map.of(), tasks, ControlTask.Handlers.NONE,
				TaskOptions.NONE, Map.of(), null, List.of(triggers), null, null, null);
	}

	private static PollingTrigger polling() {
		return new PollingTrigger("p", "http-poll", Duration.ofSeconds(1), Map.of(), Map.of());
	}

	private static Job jobOf(String group) {
		WorkerTask task = new WorkerTask("say", "log", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY,
				group);
		return new Job("e", "e.say", 1, "ns", "one", 1, task, Map.of(), Instant.EPOCH, null, null, null);
	}

	private static Job job(String flow) {
		return new Job("e", "e.say", 1, "ns", flow, 1, task(), Map.of(), Instant.EPOCH, null, null, null);
	}

}
