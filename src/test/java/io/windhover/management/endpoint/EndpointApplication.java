package io.windhover.management.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.windhover.api.ApiView;
import io.windhover.api.FlowFilesView;
import io.windhover.cluster.Identity;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.Neighbours;
import io.windhover.event.EventPublisher;
import io.windhover.event.EventsView;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorView;
import io.windhover.file.FileStore;
import io.windhover.flow.Concurrency;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.FlowKey;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RetentionState;
import io.windhover.plugin.PluginsView;
import io.windhover.repository.Repository;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.Publisher;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.topic.flow.JobTopics;
import io.windhover.topic.maintenance.MaintenanceMode;
import io.windhover.topic.record.NewerRecords;
import io.windhover.worker.ThreadSnapshot;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.WorkerView;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.slf4j.event.Level;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

/**
 * The management of an application without an engine: the views are played.
 */
@SpringBootApplication(scanBasePackages = { "io.windhover.console", "io.windhover.management", "io.windhover.instance",
		"io.windhover.security" })
@EnableConfigurationProperties(TopicProperties.class)
public class EndpointApplication {

	public static final String SECRET = "s3cret";

	/** Of each partition. */
	private static final long END = 9;

	/**
	 * Starts it on free ports of the loopback address.
	 */
	public static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(EndpointApplication.class)
			.properties("windhover.instance-id=test", "windhover.management.storage.interval=1s")
			.run(arguments(properties));
	}

	public static ManagementPort port(ConfigurableApplicationContext context) {
		return new ManagementPort(context.getEnvironment().getRequiredProperty("local.management.port", Integer.class));
	}

	private static String[] arguments(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--management.server.port=0",
				"--windhover.data-directory=target/management-tests/" + UUID.randomUUID()));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return arguments.toArray(String[]::new);
	}

	@Bean
	@SuppressWarnings("unchecked")
	KafkaClients kafkaClients() throws Exception {
		KafkaClients clients = mock(KafkaClients.class);
		Admin admin = mock(Admin.class, RETURNS_DEEP_STUBS);
		given(admin.listOffsets(any(), any()).partitionResult(any()).get(anyLong(), any()))
			.willReturn(new ListOffsetsResultInfo(END, 0, Optional.empty()));
		given(clients.admin(anyString(), anyInt())).willReturn(admin);
		Consumer<String, byte[]> consumer = mock(Consumer.class);
		given(consumer.poll(any(Duration.class))).willThrow(new KafkaException("nothing to read here"));
		given(clients.consumer(anyString(), any(), any())).willReturn(consumer);
		given(clients.denials()).willReturn(TestClients.noDenials());
		given(clients.newerRecords()).willReturn(new NewerRecords());
		Consumer<String, byte[]> incidents = silent();
		given(clients.consumer(eq("windhover-incident-directory"), any(), any())).willReturn(incidents);
		return clients;
	}

	/** Of a topic without records. */
	@SuppressWarnings("unchecked")
	private static Consumer<String, byte[]> silent() {
		Consumer<String, byte[]> consumer = mock(Consumer.class);
		CountDownLatch over = new CountDownLatch(1);
		given(consumer.poll(any(Duration.class))).willAnswer((call) -> {
			boolean unused = over.await(call.<Duration>getArgument(0).toMillis(), TimeUnit.MILLISECONDS);
			return ConsumerRecords.empty();
		});
		willAnswer((call) -> {
			over.countDown();
			return null;
		}).given(consumer).wakeup();
		return consumer;
	}

	@Bean
	LossyPublisher lossyPublisher() {
		LossyPublisher publisher = mock(LossyPublisher.class);
		given(publisher.send(any(), anyString(), any())).willAnswer((call) -> new CompletableFuture<>());
		return publisher;
	}

	@Bean
	Publisher publisher() {
		Publisher publisher = mock(Publisher.class);
		given(publisher.send(any(), anyString(), any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		return publisher;
	}

	@Bean
	PluginsView plugins() {
		return mock(PluginsView.class);
	}

	@Bean
	Repository repository() {
		return mock();
	}

	@Bean
	FileStore fileStore() {
		return mock();
	}

	@Bean
	PartitionCount partitionCount() {
		return new PartitionCount(null, 16);
	}

	@Bean
	Topics topics(TopicProperties properties) {
		return Topics.withPrefix(properties.prefix());
	}

	@Bean
	JobTopics jobTopics() {
		JobTopics jobs = mock(JobTopics.class);
		given(jobs.existing()).willReturn(Set.of("default"));
		return jobs;
	}

	@Bean
	ServedGroups servedGroups() {
		return new ServedGroups(List.of("default"));
	}

	@Bean
	DeadLetters deadLetters() {
		return mock(DeadLetters.class);
	}

	@Bean
	InstanceRegistry instanceRegistry() {
		InstanceRegistry registry = mock(InstanceRegistry.class);
		given(registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(null, false, Duration.ofSeconds(9)));
		return registry;
	}

	@Bean
	MaintenanceMode maintenanceMode() {
		MaintenanceMode mode = mock(MaintenanceMode.class);
		given(mode.isKnown()).willReturn(true);
		given(mode.change(any())).willAnswer((call) -> CompletableFuture.completedFuture(null));
		return mode;
	}

	@Bean
	Neighbours neighbours() {
		return mock();
	}

	@Bean
	Identity identity() {
		return mock();
	}

	@Bean
	WorkerView workerView() {
		WorkerView view = mock(WorkerView.class);
		WorkerTask task = new WorkerTask("rest", "sleep", configuration(),
				new TaskOptions(null, null, false, null, Duration.ofHours(1), false), WorkerTask.OnWorkerLoss.RETRY);
		Job job = new Job("e1", "e1.rest", 2, "ns", "nightly", 3, task, Map.of("token", SECRET), Instant.EPOCH, null,
				null, null);
		Instant start = Instant.now().minusSeconds(60);
		WorkerView.Running running = new WorkerView.Running(job, start, null,
				new WorkerView.Stuck(start.plusSeconds(10), "runs for too long"), Duration.ofSeconds(1));
		ThreadSnapshot thread = new ThreadSnapshot("task-e1.rest", Thread.State.TIMED_WAITING,
				List.of(new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", 1),
						new StackTraceElement("io.windhover.Some", "run", "Some.java", 2)));
		given(view.running()).willReturn(List.of(running));
		given(view.thread(running)).willReturn(thread);
		given(view.detail(
				"e1.rest"))
			.willReturn(
					new WorkerView.Detail(running, Map.of("pid", 42), metrics(), List.of(new LogLine("e1", "e1.rest",
							"ns", "nightly", "rest", 2, 0, Instant.EPOCH, Level.INFO, "line with " + SECRET)), thread));
		given(view.slotsUsed()).willReturn(1);
		given(view.slotsMax()).willReturn(8);
		given(view.groups()).willReturn(List.of("default", "gpu"));
		given(view.state()).willReturn("running");
		given(view.isReady()).willReturn(true);
		return view;
	}

	private static Map<String, Object> configuration() {
		return Map.of("password", SECRET, "uri", "http://user:" + SECRET + "@host/", "headers",
				Map.of("Authorization", SECRET, "Accept", "text/plain"), "tokens", List.of(Map.of("value", SECRET)),
				"duration", "{{ inputs.duration }}", "count", 3);
	}

	private static List<TaskMetric> metrics() {
		return List.of(new TaskMetric("seen", MetricDefinition.Kind.COUNTER, 5, Map.of("kind", "bird")),
				new TaskMetric("took", MetricDefinition.Kind.TIMER, 1.5, Map.of()),
				new TaskMetric("took", MetricDefinition.Kind.TIMER, 0.5, Map.of()));
	}

	@Bean
	WorkerControl workerControl() {
		return mock(WorkerControl.class);
	}

	@Bean
	ExpectationDefaults expectationDefaults() {
		return ExpectationDefaults.NONE;
	}

	@Bean
	SchedulerView schedulerView() {
		SchedulerView view = mock(SchedulerView.class);
		TriggerState schedule = new TriggerState("ns", "nightly", 3, "every-night", "schedule", "0 2 * * *",
				"Europe/Paris", Instant.parse("2199-07-01T00:00:00Z"), Instant.parse("2026-01-01T01:00:00Z"), "e0",
				false, Instant.EPOCH, 1,
				new BackfillState("b0", Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-01-31T00:00:00Z"), 2,
						30, Instant.parse("2025-01-12T01:00:00Z"), 11, 2, 1, Instant.parse("2026-01-01T01:00:00Z"),
						null, false));
		TriggerState poll = new TriggerState("other", "polled", 1, "poll", "http-poll", null, null, null, null, null,
				false, Instant.EPOCH, 1, null);
		SchedulerView.Scheduled nightly = new SchedulerView.Scheduled(schedule, false, null);
		SchedulerView.Scheduled polled = new SchedulerView.Scheduled(poll, true,
				new SchedulerView.EvaluationFailures(7, 2, "refused", Instant.parse("2025-01-01T00:00:01Z")));
		given(view.find("ns", "nightly", "every-night")).willReturn(new SchedulerView.Detail(nightly,
				List.of(Instant.parse("2199-07-01T00:00:00Z"), Instant.parse("2199-12-01T01:00:00Z")),
				Map.of(MissedReason.PAUSED, 2L), null, null, false, null));
		given(view.find("other", "polled", "poll")).willReturn(
				new SchedulerView.Detail(polled, List.of(), Map.of(), null, Instant.parse("2026-01-01T00:00:00Z"),
						false, new SchedulerView.Evaluation(Instant.parse("2025-01-01T00:00:00Z"),
								Instant.parse("2025-01-01T00:00:01Z"), false, "refused")));
		TriggerState hook = new TriggerState("ns", "called", 1, "hook", "webhook", null, null, null, null, null, false,
				Instant.EPOCH, 1, null);
		given(view.find("ns", "called", "hook")).willReturn(new SchedulerView.Detail(
				new SchedulerView.Scheduled(hook, false, null), List.of(), Map.of(), null, null, false, null));
		given(view.limited()).willReturn(List.of(new SchedulerView.LimitedFlow(new FlowKey("ns", "nightly"),
				new Concurrency(2, Concurrency.Behavior.QUEUE), 2, 5)));
		given(view.scheduled()).willReturn(List.of(nightly, polled));
		given(view.isReady()).willReturn(true);
		return view;
	}

	@Bean
	FlowDirectory flowDirectory() {
		return mock();
	}

	@Bean
	TriggerCommands triggerCommands() {
		TriggerCommands commands = mock(TriggerCommands.class);
		given(commands.send(any())).willAnswer((call) -> CompletableFuture.completedStage(null));
		return commands;
	}

	@Bean
	ApiView apiView() {
		return mock();
	}

	@Bean
	FlowFilesView flowFilesView() {
		return mock();
	}

	@Bean
	ExecutorView executorView() {
		ExecutorView view = mock(ExecutorView.class);
		given(view.isReady()).willReturn(true);
		given(view.isOpen()).willReturn(true);
		FlowKey flow = new FlowKey("ns", "nightly");
		Instant hourAgo = Instant.now().minusSeconds(3600);
		InstanceRef worker = new InstanceRef("w1", "1");
		ExecutorView.InFlight running = new ExecutorView.InFlight("e1.rest", "e1", flow, "rest", "sleep", "rest", 2,
				State.RUNNING, hourAgo, hourAgo, worker);
		ExecutorView.InFlight queued = new ExecutorView.InFlight("e2.rest", "e2", flow, "rest", "sleep", "rest", 1,
				State.QUEUED, hourAgo, hourAgo, null);
		given(view.executions()).willReturn(List.of(new ExecutorView.Tally<>(State.RUNNING, 3,
				new ExecutorView.RunningExecution("e1", flow, State.RUNNING, hourAgo))));
		given(view.taskRuns()).willReturn(List.of(new ExecutorView.Tally<>(State.QUEUED, 2, queued),
				new ExecutorView.Tally<>(State.RUNNING, 1, running)));
		given(view.executionsByFlow()).willReturn(Map.of(flow, 3));
		given(view.leases()).willReturn(List.of(new ExecutorView.Leases(worker, 1, hourAgo, hourAgo.plusSeconds(30)),
				new ExecutorView.Leases(new InstanceRef("w2", "1"), 1, null, null)));
		given(view.stores()).willReturn(List.of(new ExecutorView.StoreSize("executions", 3L, hourAgo),
				new ExecutorView.StoreSize("task-runs", null, null)));
		given(view.lastTick()).willReturn(hourAgo);
		given(view.stale()).willReturn(Map.of(StaleReason.STARTED_BEFORE, 2L, StaleReason.JOB_TAKEN, 1L));
		given(view.leasesExpired()).willReturn(4L);
		given(view.stuck(anyInt())).willReturn(new ExecutorView.Stuck(
				Map.of(ExecutorView.Cause.WORKER_GONE, 1, ExecutorView.Cause.NOT_TAKEN, 150),
				List.of(new ExecutorView.StuckTaskRun(running, hourAgo, ExecutorView.Cause.WORKER_GONE, "w1 is gone"),
						new ExecutorView.StuckTaskRun(queued, hourAgo, ExecutorView.Cause.NOT_TAKEN,
								"no worker is alive"))));
		return view;
	}

	@Bean
	EventPublisher eventPublisher() {
		return mock();
	}

	@Bean
	EventsView eventsView() {
		EventsView view = mock(EventsView.class);
		Instant at = Instant.parse("2026-05-01T00:00:00Z");
		given(view.relay()).willReturn(new EventsView.Relay(true, 5, at, 0L, null, null, List.of(), at));
		given(view.subscriptions()).willReturn(List.of(
				new EventsView.Subscribed("chat", "https://hooks.example:443", "slack",
						List.of("io.windhover.incident."), "retrying", null, 3L, 5, 1, at, at,
						new EventsView.LastError("refused", at),
						new EventsView.Failing("ns/nightly/e1", "refused", Instant.now(), 4),
						List.of(new EventsView.Position(0, 7, 2L)), at),
				new EventsView.Subscribed("hub", "https://hub.example:443", "cloudevents", List.of(), "starting", null,
						null, 0, 0, null, null, null, null, List.of(new EventsView.Position(1, 0, null)), null)));
		return view;
	}

	@Bean
	IndexerView indexerView() {
		IndexerView view = mock(IndexerView.class);
		given(view.isReady()).willReturn(true);
		given(view.repositoryType()).willReturn("sqlite");
		given(view.retention()).willReturn(new RetentionState(Duration.ofDays(90), LocalDate.parse("2026-01-31"),
				Instant.parse("2026-05-01T00:00:00Z"), null));
		given(view.indexed()).willReturn(Map.of("executions", 7L));
		given(view.deadLetters()).willReturn(new TreeMap<>(Map.of("t-executions", 1L, "t-logs", 2L)));
		return view;
	}

	/** What asks other instances; who they are is played. */
	@ComponentScan(basePackages = "io.windhover.cluster",
			excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*RegistryConfiguration"))
	static class Cluster {

	}

}
