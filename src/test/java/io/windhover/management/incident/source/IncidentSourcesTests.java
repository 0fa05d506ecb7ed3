package io.windhover.management.incident.source;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.api.CanaryView;
import io.windhover.api.FlowFilesView;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.event.EventsView;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.expectation.Expected;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RetentionState;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.Sampler;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentReview;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.management.storage.Forecast;
import io.windhover.management.storage.StorageKind;
import io.windhover.management.storage.StorageSample;
import io.windhover.management.storage.StorageSampler;
import io.windhover.management.storage.Volume;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import io.windhover.plugin.PluginsView;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.Topics;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import io.windhover.worker.WorkerView;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * What each source finds, and what it says of what it does not find.
 */
class IncidentSourcesTests {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final InstanceRef SELF = new InstanceRef("me", "2");

	private static final InstanceRef BEFORE = new InstanceRef("me", "1");

	private static final InstanceRef OTHER = new InstanceRef("other", "1");

	private final FixedClock clock = new FixedClock();

	private final InstanceRegistry registry = mock(InstanceRegistry.class);

	private final List<InstanceRegistry.Sighting> heard = new ArrayList<>();

	private final Reporters reporters = new Reporters(this.registry,
			new Instance("me", "2", Set.of(Role.WORKER), FixedClock.START), LEASE, this.clock);

	@BeforeEach
	void hear() {
		given(this.registry.heartbeatReception()).willAnswer(
				(call) -> new InstanceRegistry.HeartbeatReception(this.clock.instant(), true, Duration.ofSeconds(9)));
		given(this.registry.all()).willReturn(this.heard);
		given(this.registry.duplicates()).willReturn(Set.of());
	}

	@Test
	void whatIsMissedAndWhatFailsAgainAndAgainIsFoundWhereTheFlowIs() {
		SchedulerView scheduler = mock(SchedulerView.class);
		FlowDirectory flows = mock(FlowDirectory.class);
		FlowsSource source = new FlowsSource(scheduler, new MovedFlows(scheduler, flows, this.reporters));
		Instant since = FixedClock.START.minusSeconds(60);
		given(scheduler.histories()).willReturn(List.of(history("nightly", 3, since), history("well", 2, null)));
		assertThat(source.find())
			.extracting(Finding::kind, Finding::subject, Finding::since, Finding::cause, Finding::count, Finding::route)
			.containsExactly(
					tuple(IncidentKind.EXPECTATION_MISSED,
							Map.of("namespace", "ns", "flowId", "nightly", "expectation", "endedBy"), since,
							"'endedBy' (06:30 UTC): no execution has succeeded", 1L, "/flows/ns/nightly"),
					tuple(IncidentKind.FLOW_FAILING, Map.of("namespace", "ns", "flowId", "nightly"), since, "no luck",
							3L, "/flows/ns/nightly"));
		Incident open = open(source, SELF);
		Incident elsewhere = open(source, OTHER);
		given(scheduler.history(new FlowKey("ns", "nightly"))).willReturn(history("nightly", 0, null));
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
		given(scheduler.history(new FlowKey("ns", "nightly"))).willReturn(null);
		assertThat(source.judge(open)).isEqualTo(Verdict.UNDECIDED);
		assertThat(source.judge(elsewhere)).isEqualTo(Verdict.ELSEWHERE);
		given(flows.isReady()).willReturn(true);
		given(scheduler.isReady()).willReturn(true);
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
		given(flows.find(new FlowKey("ns", "nightly"))).willReturn(Samples.flow(List.of()));
		assertThat(source.judge(open)).isEqualTo(Verdict.ELSEWHERE);
	}

	private static FlowHistory history(String id, int failures, @Nullable Instant missed) {
		FlowHistory.End end = new FlowHistory.End("e1", State.FAILED, null, FixedClock.START, "no luck");
		return new FlowHistory("ns", id, 1, false, FixedClock.START, end, null, failures, missed, 3, List.of(), null,
				null, FlowHistory.Running.NONE, null, 0, List.of(new FlowHistory.Expectation(Expected.ENDED_BY,
						"06:30 UTC", null, missed, "no execution has succeeded")),
				List.of(), FixedClock.START);
	}

	@Test
	void diskIsToldOnceWhateverIsOnItAndThatOfABrokerByTheFirstInstance() {
		StorageSampler storage = mock(StorageSampler.class);
		StorageSource source = new StorageSource(storage, this.reporters);
		assertThat(source.find()).isEmpty();
		Forecast soon = new Forecast(FixedClock.START, 9, Duration.ofDays(3));
		given(storage.last()).willReturn(storage(filling(StorageKind.STORES, "/data", "vda", soon),
				filling(StorageKind.FILES, "/data/files", "vda", soon),
				filling(StorageKind.TOPICS, "broker 1, /kafka", null, soon),
				filling(StorageKind.TOPICS, "broker 2, /kafka", null,
						new Forecast(FixedClock.START, 1, Duration.ofDays(40))),
				filling(StorageKind.REPOSITORY, "es1", null, new Forecast(FixedClock.START, -1, null)),
				filling(StorageKind.REPOSITORY, "es2", null, null)));
		assertThat(source.find()).extracting(Finding::kind, Finding::subject, Finding::route)
			.containsExactly(tuple(IncidentKind.STORAGE_FILLING, Map.of("disk", "/data", "instance", "me"), "/storage"),
					tuple(IncidentKind.STORAGE_FILLING, Map.of("disk", "broker 1, /kafka"), "/storage"));
		Incident here = open(source, SELF);
		Incident elsewhere = open(source, OTHER);
		assertThat(source.judge(here)).isEqualTo(Verdict.OVER);
		given(storage.last()).willReturn(new StorageSample(FixedClock.START, Duration.ZERO, null, null, null, null,
				List.of(), List.of(), List.of(), 0, Map.of(StorageKind.STORES, "no such directory")));
		assertThat(source.judge(here)).as("it could not be looked at").isEqualTo(Verdict.UNDECIDED);
		assertThat(source.judge(elsewhere)).isEqualTo(Verdict.ELSEWHERE);
	}

	private static StorageSample storage(StorageSample.Filling... volumes) {
		return new StorageSample(FixedClock.START, Duration.ZERO, null, null, null, null, List.of(volumes), List.of(),
				List.of(), 0, Map.of());
	}

	private static StorageSample.Filling filling(StorageKind kind, String where, @Nullable String device,
			@Nullable Forecast forecast) {
		return new StorageSample.Filling(new Volume(kind, where, device, 100L, 50L), forecast);
	}

	@Test
	void canariesAreFoundWhenTwoFailedAndOverWhenOneComesBack() {
		CanaryView canary = mock(CanaryView.class);
		CanarySource source = new CanarySource(canary, this.reporters);
		given(canary.failing()).willReturn(new CanaryView.Failing(FixedClock.START, 1, "e1", "it is away"));
		assertThat(source.find()).isEmpty();
		given(canary.failing()).willReturn(new CanaryView.Failing(FixedClock.START, 2, "e2", "it is away"));
		assertThat(source.find()).containsExactly(new Finding(IncidentKind.CANARY_FAILING, Map.of("instance", "me"),
				FixedClock.START, "Canary e2: it is away", 2, "/flows?namespace=windhover.canary"));
		Incident open = open(source, SELF);
		assertThat(source.judge(open(source, OTHER))).isEqualTo(Verdict.ELSEWHERE);
		given(canary.failing()).willReturn(new CanaryView.Failing(FixedClock.START, 1, "e2", "it is away"));
		assertThat(source.judge(open)).isEqualTo(Verdict.UNDECIDED);
		given(canary.failing()).willReturn(null);
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
	}

	@Test
	void stuckTaskRunIsFoundWithItsIdsAndOverWhenItRunsNoMore() {
		WorkerView worker = mock(WorkerView.class);
		StuckTasksSource source = new StuckTasksSource(worker, this.reporters);
		WorkerTask task = new WorkerTask("rest", "sleep", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
		Job job = new Job("e1", "e1.rest", 1, "ns", "f", 3, task, Map.of(), FixedClock.START, null, null, null);
		given(worker.running())
			.willReturn(List.of(new WorkerView.Running(job, FixedClock.START), new WorkerView.Running(job,
					FixedClock.START, null, new WorkerView.Stuck(FixedClock.START, "runs longer than PT1H"), null)));
		assertThat(source.find()).containsExactly(new Finding(IncidentKind.TASK_STUCK,
				Map.of("namespace", "ns", "flowId", "f", "executionId", "e1", "taskId", "rest", "taskRunId", "e1.rest"),
				FixedClock.START, "It runs longer than PT1H", 1, "/worker/e1.rest"));
		assertThat(source.judge(open(source, SELF))).isEqualTo(Verdict.OVER);
		assertThat(source.judge(open(source, BEFORE))).isEqualTo(Verdict.OVER);
		assertThat(source.judge(open(source, OTHER))).isEqualTo(Verdict.ELSEWHERE);
	}

	@Test
	void triggerIsFoundAfterThreeFailuresUnlessItIsPaused() {
		SchedulerView scheduler = mock(SchedulerView.class);
		FailedEvaluationsSource source = new FailedEvaluationsSource(scheduler,
				new MovedFlows(scheduler, mock(), this.reporters));
		given(scheduler.failing(3)).willReturn(List.of(trigger(false, 4), trigger(true, 5)));
		assertThat(source.find()).containsExactly(new Finding(IncidentKind.EVALUATION_FAILING,
				Map.of("namespace", "ns", "flowId", "f", "triggerId", "poll"), null, "refused", 4,
				"/scheduler/ns/f/poll"));
	}

	@Test
	void triggerOfThisSchedulerIsOverWithAnEvaluationThatGoesWell() {
		SchedulerView scheduler = mock(SchedulerView.class);
		FailedEvaluationsSource source = new FailedEvaluationsSource(scheduler,
				new MovedFlows(scheduler, mock(), this.reporters));
		given(scheduler.failing(3)).willReturn(List.of(trigger(false, 4)));
		Incident open = open(source, OTHER);
		given(scheduler.find("ns", "f", "poll")).willReturn(detail(false, null));
		assertThat(source.judge(open)).as("not evaluated yet").isEqualTo(Verdict.UNDECIDED);
		given(scheduler.find("ns", "f", "poll")).willReturn(detail(false, "refused"));
		assertThat(source.judge(open)).as("failed once").isEqualTo(Verdict.UNDECIDED);
		given(scheduler.find("ns", "f", "poll")).willReturn(detail(true, "refused"));
		assertThat(source.judge(open)).as("paused").isEqualTo(Verdict.OVER);
		given(scheduler.find("ns", "f", "poll")).willReturn(detail(false, ""));
		assertThat(source.judge(open)).as("went well").isEqualTo(Verdict.OVER);
	}

	@Test
	void triggerOfNobodyHereIsOverOnceItIsDeleted() {
		SchedulerView scheduler = mock(SchedulerView.class);
		FlowDirectory flows = mock(FlowDirectory.class);
		FailedEvaluationsSource source = new FailedEvaluationsSource(scheduler,
				new MovedFlows(scheduler, flows, this.reporters));
		given(scheduler.failing(3)).willReturn(List.of(trigger(false, 4)));
		assertThat(source.judge(open(source, OTHER))).isEqualTo(Verdict.ELSEWHERE);
		assertThat(source.judge(open(source, BEFORE))).as("just started").isEqualTo(Verdict.UNDECIDED);
		given(scheduler.isReady()).willReturn(true);
		given(flows.isReady()).willReturn(true);
		Flow flow = new Flow("ns", "f", 1, null, Map.of(), List.of(), Map.of(), List.of(), ControlTask.Handlers.NONE,
				TaskOptions.NONE, Map.of(), null,
				List.of(new PollingTrigger("poll", "http-poll", Duration.ofSeconds(5), Map.of(), Map.of())), null, null,
				null);
		given(flows.find(new FlowKey("ns", "f"))).willReturn(flow);
		assertThat(source.judge(open(source, SELF))).as("moved").isEqualTo(Verdict.ELSEWHERE);
		given(flows.find(new FlowKey("ns", "f"))).willReturn(null);
		assertThat(source.judge(open(source, SELF))).as("deleted").isEqualTo(Verdict.OVER);
		given(scheduler.hasLostPartitions()).willReturn(true);
		assertThat(source.judge(open(source, SELF))).isEqualTo(Verdict.UNDECIDED);
	}

	@Test
	void silentInstanceIsFoundAfterTheLeaseByTheFirstOneOnly() {
		InstancesSource source = new InstancesSource(this.registry, this.reporters, LEASE, this.clock);
		hear(OTHER, true, this.clock.instant());
		assertThat(source.find()).isEmpty();
		given(this.registry.silentSince(OTHER)).willReturn(this.clock.instant());
		this.clock.advance(LEASE.minusSeconds(1));
		assertThat(source.find()).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		Finding found = source.find().get(0);
		assertThat(found).isEqualTo(new Finding(IncidentKind.INSTANCE_SILENT, Map.of("instance", "other"),
				FixedClock.START, "No heartbeat of 'other', which has the roles indexer, worker on host, and did not "
						+ "end in good order",
				1, "/cluster?instance=other"));
		Incident open = open(source, SELF);
		assertThat(source.judge(open)).as("not heard").isEqualTo(Verdict.UNDECIDED);
		this.heard.clear();
		assertThat(source.judge(open)).as("has left").isEqualTo(Verdict.OVER);
		hear(OTHER, true, this.clock.instant());
		assertThat(source.judge(open)).as("is heard").isEqualTo(Verdict.OVER);
		hear(new InstanceRef("before-me", "1"), true, this.clock.instant());
		assertThat(source.find()).isEmpty();
		assertThat(source.judge(open)).isEqualTo(Verdict.ELSEWHERE);
	}

	@Test
	void idOfSeveralProcessesIsFound() {
		InstancesSource source = new InstancesSource(this.registry, this.reporters, LEASE, this.clock);
		given(this.registry.duplicates()).willReturn(Set.of("other"));
		assertThat(source.find()).singleElement()
			.satisfies((found) -> assertThat(found.subject()).isEqualTo(Map.of("instance", "other")));
		assertThat(source.judge(open(source, SELF))).isEqualTo(Verdict.OVER);
	}

	@Test
	void nobodyIsFirstWhileNobodyIsHeard() {
		assertThat(this.reporters.isFirst()).isTrue();
		given(this.registry.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(null, false, Duration.ofSeconds(9)));
		assertThat(this.reporters.isFirst()).isFalse();
	}

	@Test
	void deadLettersAreFoundForAnHour() {
		DeadLetters letters = mock(DeadLetters.class);
		Topics topics = Topics.withPrefix("t-");
		DeadLettersSource source = new DeadLettersSource(letters, topics, "", this.reporters, this.clock);
		assertThat(source.find()).isEmpty();
		given(letters.count("t-logs")).willReturn(2L);
		Finding found = source.find().get(0);
		assertThat(found.subject()).isEqualTo(Map.of("topic", "logs", "instance", "me"));
		assertThat(found.count()).isEqualTo(2);
		assertThat(found.route()).isEqualTo("/metrics/topic.dead.letters?tag=topic:logs");
		this.clock.advance(Duration.ofMinutes(59));
		given(letters.count("t-logs")).willReturn(5L);
		assertThat(source.find().get(0).count()).isEqualTo(5);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(source.find().get(0).count()).as("those of the last hour").isEqualTo(3);
		this.clock.advance(Duration.ofHours(1));
		assertThat(source.find()).isEmpty();
	}

	@Test
	void deadLettersOfTheStartBeforeAreOverAnHourAfterTheyWereSeen() {
		DeadLetters letters = mock(DeadLetters.class);
		given(letters.count("logs")).willReturn(2L);
		DeadLettersSource source = new DeadLettersSource(letters, Topics.withPrefix(""), "", this.reporters,
				this.clock);
		Incident open = open(source, BEFORE);
		assertThat(source.judge(open)).isEqualTo(Verdict.UNDECIDED);
		this.clock.advance(Duration.ofHours(1));
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
	}

	@Test
	void repositoryIsFoundWhenItsFailureLasts() {
		IndexerView indexer = mock(IndexerView.class);
		given(indexer.repositoryType()).willReturn("elasticsearch");
		given(indexer.retention()).willReturn(new RetentionState(null, null, null, null));
		RepositorySource source = new RepositorySource(indexer, this.reporters, this.clock);
		assertThat(source.find()).isEmpty();
		given(indexer.failure()).willReturn(new IndexerView.Failure("no connection", FixedClock.START, 7));
		assertThat(source.find()).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(source.find()).containsExactly(
				new Finding(IncidentKind.REPOSITORY_FAILING, Map.of("repository", "elasticsearch", "instance", "me"),
						FixedClock.START, "no connection", 7, "/indexer"));
		Incident open = open(source, SELF);
		given(indexer.failure()).willReturn(new IndexerView.Failure("no connection", this.clock.instant(), 1));
		assertThat(source.judge(open)).as("fails anew").isEqualTo(Verdict.UNDECIDED);
		given(indexer.failure()).willReturn(null);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
		given(indexer.retention()).willReturn(new RetentionState(null, null, null, "locked"));
		assertThat(source.find()).singleElement()
			.satisfies((found) -> assertThat(found.kind()).isEqualTo(IncidentKind.RETENTION_FAILING));
	}

	@Test
	void eventsThatAreTriedForMinutesOrGivenUpAreFoundUntilTheyArrive() {
		EventsView events = mock(EventsView.class);
		EventsSource source = new EventsSource(events, this.reporters, this.clock);
		EventsView.LastError error = new EventsView.LastError("status 500", FixedClock.START);
		EventsView.Failing failing = new EventsView.Failing("ns/f/e", "status 500", FixedClock.START, 4);
		given(events.subscriptions()).willReturn(List.of(subscribed(error, failing, 0, null)));
		assertThat(source.find()).isEmpty();
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(source.find()).containsExactly(
				new Finding(IncidentKind.EVENTS_NOT_DELIVERED, Map.of("subscription", "chat", "instance", "me"),
						FixedClock.START, "Events are not delivered: status 500", 1, "/events/subscriptions"));
		Incident open = open(source, SELF);
		Instant givenUp = this.clock.instant();
		given(events.subscriptions()).willReturn(List.of(subscribed(error, null, 3, givenUp)));
		assertThat(source.find()).containsExactly(
				new Finding(IncidentKind.EVENTS_NOT_DELIVERED, Map.of("subscription", "chat", "instance", "me"),
						givenUp, "Events were given up within an hour: status 500", 3, "/events/subscriptions"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(source.find()).isEmpty();
		assertThat(source.judge(open)).isEqualTo(Verdict.OVER);
	}

	@Test
	void threadsOfEventsThatHaveNotWorkedForMinutesAreFound() {
		EventsView events = mock(EventsView.class);
		EventsSource source = new EventsSource(events, this.reporters, this.clock);
		given(events.relay()).willReturn(
				new EventsView.Relay(false, 0, null, null, "not authorized", FixedClock.START, List.of(), null));
		given(events.subscriptions()).willReturn(List.of(new EventsView.Subscribed("chat", "https://hooks:443", "slack",
				List.of(), "starting", FixedClock.START, null, 0, 0, null, null, null, null, List.of(), null)));
		assertThat(source.find()).isEmpty();
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(source.find()).containsExactly(
				new Finding(IncidentKind.EVENTS_NOT_DELIVERED, Map.of("instance", "me"), FixedClock.START,
						"No events are written: not authorized", 1, "/events"),
				new Finding(IncidentKind.EVENTS_NOT_DELIVERED, Map.of("subscription", "chat", "instance", "me"),
						FixedClock.START, "Events are not delivered: its thread has not begun; the log has the reason",
						1, "/events/subscriptions"));
	}

	private static EventsView.Subscribed subscribed(EventsView.LastError error, EventsView.@Nullable Failing failing,
			long failed, @Nullable Instant givenUpAt) {
		return new EventsView.Subscribed("chat", "https://hooks:443", "slack", List.of(), "retrying", null, 1L, 0,
				failed, null, givenUpAt, error, failing, List.of(), FixedClock.START);
	}

	@Test
	void brokenFlowFilesAreFoundAndOverWhenTheyAreRight() {
		FlowFilesView files = mock(FlowFilesView.class);
		FlowFilesSource source = new FlowFilesSource(files, this.reporters);
		assertThat(source.find()).isEmpty();
		given(files.flowFiles()).willReturn(new FlowFilesView.FlowFilesState("/flows", 3, FixedClock.START, 2,
				List.of("a.yaml: no", "b.yaml: no")));
		assertThat(source.find()).containsExactly(new Finding(IncidentKind.FLOW_FILES_BROKEN,
				Map.of("directory", "/flows", "instance", "me"), FixedClock.START, "a.yaml: no", 2, "/health/api"));
		Incident before = open(source, BEFORE);
		given(files.flowFiles())
			.willReturn(new FlowFilesView.FlowFilesState("/flows", 3, FixedClock.START, 0, List.of()));
		assertThat(source.find()).isEmpty();
		assertThat(source.judge(before)).isEqualTo(Verdict.OVER);
		given(files.flowFiles()).willReturn(null);
		assertThat(source.judge(before)).as("not read yet").isEqualTo(Verdict.UNDECIDED);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(source.judge(before)).as("there is no directory any more").isEqualTo(Verdict.OVER);
	}

	@Test
	void pluginThatFailedIsFoundUntilTheNextStart() {
		PluginsView plugins = mock(PluginsView.class);
		given(plugins.failed()).willReturn(Map.of("a.jar", "no such class"));
		PluginsSource source = new PluginsSource(plugins, this.reporters);
		assertThat(source.find()).containsExactly(new Finding(IncidentKind.PLUGIN_FAILED,
				Map.of("plugin", "a.jar", "instance", "me"), null, "no such class", 1, "/health/plugins"));
		assertThat(source.judge(open(source, BEFORE))).isEqualTo(Verdict.OVER);
	}

	@Test
	void streamsClientIsFoundWhenItHasEndedOrLacksThreads() {
		StreamsClient client = client();
		Sampler sampler = mock(Sampler.class);
		NewerRecords newer = new NewerRecords();
		StreamsSource source = new StreamsSource(clients(client), sampler, newer, this.reporters, this.clock);
		assertThat(source.find()).isEmpty();
		given(client.standing()).willReturn(new StreamsClient.Standing(KafkaStreams.State.ERROR, FixedClock.START));
		assertThat(source.find()).containsExactly(
				new Finding(IncidentKind.STREAMS_FAILED, Map.of("clientId", "c", "instance", "me"), FixedClock.START,
						"It is ERROR: its threads failed, and the log has the cause", 2, "/kafkastreams/c/threads"));
		newer.stopped("t-executor", new NewerRecord(new TopicPartition("t-x", 1), 7, 9, 3));
		assertThat(source.find()).as("of another kind").isEmpty();
		given(client.standing()).willReturn(new StreamsClient.Standing(KafkaStreams.State.RUNNING, FixedClock.START));
		given(sampler.streams("c"))
			.willReturn(new StreamsSample("c", FixedClock.START, List.of(), List.of(), List.of(), 1L, 1L));
		assertThat(source.find()).as("may be replaced").isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(source.find()).singleElement()
			.satisfies((found) -> assertThat(found.cause()).isEqualTo("It has 1 of 2 threads"));
		given(sampler.streams("c"))
			.willReturn(new StreamsSample("c", FixedClock.START, List.of(), List.of(), List.of(), 2L, 1L));
		assertThat(source.find()).isEmpty();
	}

	@Test
	void rolesThatStoppedBeforeNewerRecordsAreFoundOneByOne() {
		NewerRecord record = new NewerRecord(new TopicPartition("t-logs", 1), 7, 9, 3);
		NewerRecords newer = new NewerRecords();
		WorkerView worker = mock(WorkerView.class);
		IndexerView indexer = mock(IndexerView.class);
		NewerRecordsSource source = new NewerRecordsSource(clients(client()), newer, worker, indexer, this.reporters);
		assertThat(source.find()).isEmpty();
		newer.stopped("t-executor", record);
		given(worker.stoppedAt()).willReturn(record);
		given(indexer.stopped())
			.willReturn(Map.of(record.partition(), record, new TopicPartition("t-logs", 2), record));
		assertThat(source.find()).extracting((each) -> each.subject().get("client"))
			.containsExactly("c", "worker", "indexer");
		assertThat(source.find()).extracting(Finding::count).containsExactly(1L, 1L, 2L);
		assertThat(source.find()).allSatisfy((each) -> assertThat(each.cause()).isEqualTo(record.reason()));
		assertThat(new NewerRecordsSource(clients(client()), new NewerRecords(), null, null, this.reporters).find())
			.isEmpty();
	}

	private static StreamsClient client() {
		StreamsClient client = mock(StreamsClient.class);
		given(client.clientId()).willReturn("c");
		given(client.applicationId()).willReturn("t-executor");
		given(client.threads()).willReturn(2);
		given(client.standing()).willReturn(new StreamsClient.Standing(KafkaStreams.State.RUNNING, FixedClock.START));
		return client;
	}

	private static StreamsClients clients(StreamsClient client) {
		StreamsClients clients = mock(StreamsClients.class);
		given(clients.all()).willReturn(List.of(client));
		return clients;
	}

	private static TriggerState state(boolean paused) {
		return new TriggerState("ns", "f", 1, "poll", "http-poll", null, null, FixedClock.START, null, null, paused,
				FixedClock.START, 1, null);
	}

	private static SchedulerView.Scheduled trigger(boolean paused, long failures) {
		return new SchedulerView.Scheduled(state(paused), false,
				new SchedulerView.EvaluationFailures(failures, failures, "refused", FixedClock.START));
	}

	/** Empty text is an evaluation that went well. */
	private static SchedulerView.Detail detail(boolean paused, @Nullable String error) {
		SchedulerView.Evaluation last = (error != null) ? new SchedulerView.Evaluation(FixedClock.START,
				FixedClock.START, false, error.isEmpty() ? null : error) : null;
		return new SchedulerView.Detail(trigger(paused, 0), List.of(), Map.of(), null, null, false, last);
	}

	private void hear(InstanceRef instance, boolean live, Instant at) {
		this.heard.add(new InstanceRegistry.Sighting(
				new Heartbeat(instance, Set.of("worker", "indexer"), "host", null, 0, 4, "running", at, at, "1"), at,
				live));
	}

	/**
	 * What a source finds now, as somebody has reported it a moment before this start.
	 */
	private Incident open(IncidentSource source, InstanceRef reporter) {
		given(this.registry.isGone(any(), any())).willReturn(false);
		IncidentReview review = new IncidentReview(this.reporters, LEASE, this.clock);
		Incident found = Objects.requireNonNull(review.found(source.find().get(0), null));
		Instant before = reporter.equals(BEFORE) ? this.clock.instant().minusSeconds(1) : this.clock.instant();
		return new Incident(found.id(), found.kind(), found.severity(), found.subject(), found.since(), before,
				found.cause(), found.count(), found.runbook(), found.route(), reporter, before, null, null,
				found.history());
	}

}
