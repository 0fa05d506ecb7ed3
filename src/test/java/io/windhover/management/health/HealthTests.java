package io.windhover.management.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.api.ApiView;
import io.windhover.api.FlowFilesView;
import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.Neighbours;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Maintenance;
import io.windhover.executor.ExecutorView;
import io.windhover.indexer.IndexerView;
import io.windhover.indexer.RetentionState;
import io.windhover.instance.Instance;
import io.windhover.instance.PortUrls;
import io.windhover.instance.Role;
import io.windhover.management.FixedClock;
import io.windhover.management.Samples;
import io.windhover.management.incident.Incidents;
import io.windhover.management.metrics.FlowLimit;
import io.windhover.management.streams.StreamsClient;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import io.windhover.topic.maintenance.MaintenanceMode;
import io.windhover.topic.record.NewerRecord;
import io.windhover.topic.record.NewerRecords;
import io.windhover.worker.WorkerView;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class HealthTests {

	private final NewerRecords newerRecords = new NewerRecords();

	private final FixedClock clock = new FixedClock();

	private final InstanceRegistry indexers = mock(InstanceRegistry.class);

	private Samples samples;

	@BeforeEach
	void prepare() throws Exception {
		this.samples = new Samples(this.clock);
	}

	@Test
	void kafkaIsOutOfServiceUntilSeenThenUpThenDownWhenLost() throws Exception {
		KafkaHealthIndicator kafka = new KafkaHealthIndicator(this.samples.sampler, this.samples.properties, List::of,
				List::of, this.clock);
		assertStatus(kafka, Status.OUT_OF_SERVICE);
		this.samples.brokerIsGone();
		assertThat(kafka.health().getDetails()).containsKey("error").doesNotContainKey("age");
		assertStatus(kafka, Status.OUT_OF_SERVICE);
		this.samples.brokerAnswers();
		assertStatus(kafka, Status.UP);
		assertThat(kafka.health().getDetails()).containsEntry("age", Duration.ZERO).doesNotContainKey("error");
		this.clock.advance(Duration.ofSeconds(8));
		this.samples.brokerIsGone();
		assertStatus(kafka, Status.UP);
		this.clock.advance(Duration.ofSeconds(9));
		assertStatus(kafka, Status.DOWN);
		assertThat(kafka.health().getDetails()).containsEntry("age", Duration.ofSeconds(17));
		this.samples.brokerAnswers();
		assertStatus(kafka, Status.UP);
	}

	@Test
	void kafkaIsOutOfServiceWhileItDeniesSomething() throws Exception {
		List<String> denied = new ArrayList<>();
		KafkaHealthIndicator kafka = new KafkaHealthIndicator(this.samples.sampler, this.samples.properties,
				() -> denied, List::of, this.clock);
		this.samples.brokerAnswers();
		assertStatus(kafka, Status.UP);
		assertThat(kafka.health().getDetails()).doesNotContainKey("denied");
		denied.add("Read on group windhover-worker");
		assertStatus(kafka, Status.OUT_OF_SERVICE);
		assertThat(kafka.health().getDetails()).containsEntry("denied", denied);
		this.clock.advance(Duration.ofMinutes(1));
		assertStatus(kafka, Status.DOWN);
	}

	@Test
	void kafkaIsDegradedWhileItDeniesSomethingOfAWorkerGroup() throws Exception {
		List<String> denied = new ArrayList<>(List.of("Create on topic windhover-task-jobs-*"));
		KafkaHealthIndicator kafka = new KafkaHealthIndicator(this.samples.sampler, this.samples.properties, List::of,
				() -> denied, this.clock);
		assertStatus(kafka, Status.OUT_OF_SERVICE);
		this.samples.brokerAnswers();
		assertStatus(kafka, Statuses.DEGRADED);
		assertThat(kafka.health().getDetails()).containsEntry("deniedOfGroups", denied).doesNotContainKey("denied");
		denied.clear();
		assertStatus(kafka, Status.UP);
		assertThat(kafka.health().getDetails()).doesNotContainKey("deniedOfGroups");
	}

	@Test
	void incidentsAreCountedAndChangeNoStatus() {
		Incidents incidents = mock(Incidents.class);
		IncidentsHealthIndicator indicator = new IncidentsHealthIndicator(incidents);
		assertStatus(indicator, Status.UP);
		assertThat(indicator.health().getDetails()).isEmpty();
		given(incidents.sampledAt()).willReturn(FixedClock.START);
		given(incidents.openByKind()).willReturn(Map.of("task-stuck", 2L, "instance-silent", 1L));
		assertStatus(indicator, Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("open", 3L)
			.containsEntry("byKind", Map.of("task-stuck", 2L, "instance-silent", 1L))
			.containsEntry("sampledAt", FixedClock.START);
	}

	@Test
	void streamsClientTellsEachState() throws Exception {
		StreamsClient client = this.samples.client("one");
		KafkaStreamsHealth composite = new KafkaStreamsHealth(this.samples.clients, this.newerRecords,
				this.samples.sampler, this.samples.properties, this.clock);
		HealthIndicator streams = (HealthIndicator) Objects.requireNonNull(composite.getContributor("one"));
		assertStatus(streams, Status.OUT_OF_SERVICE);
		client.onChange(KafkaStreams.State.REBALANCING, KafkaStreams.State.CREATED);
		assertStatus(streams, Status.OUT_OF_SERVICE);
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
		assertStatus(streams, Status.UP);
		client.onChange(KafkaStreams.State.REBALANCING, KafkaStreams.State.RUNNING);
		assertStatus(streams, Statuses.DEGRADED);
		this.clock.advance(Duration.ofSeconds(31));
		assertStatus(streams, Status.OUT_OF_SERVICE);
		client.onChange(KafkaStreams.State.PENDING_ERROR, KafkaStreams.State.REBALANCING);
		assertStatus(streams, Status.DOWN);
		client.onChange(KafkaStreams.State.ERROR, KafkaStreams.State.PENDING_ERROR);
		assertStatus(streams, Status.DOWN);
		client.onChange(KafkaStreams.State.NOT_RUNNING, KafkaStreams.State.ERROR);
		assertStatus(streams, Status.OUT_OF_SERVICE);
		assertThat(Objects.requireNonNull(streams.health()).getDetails())
			.containsEntry("state", KafkaStreams.State.NOT_RUNNING)
			.containsEntry("since", this.clock.instant());
		assertThat(composite.stream()).hasSize(1);
		assertThat(composite.getContributor("two")).isNull();
	}

	@Test
	void streamsClientThatStoppedAtARecordOfANewerVersionIsNotReadyAndAlive() throws Exception {
		StreamsClient client = this.samples.running("one");
		HealthIndicator streams = streams("one");
		this.newerRecords.stopped(client.applicationId(), new NewerRecord(new TopicPartition("commands", 3), 42, 2, 1));
		client.onChange(KafkaStreams.State.ERROR, KafkaStreams.State.PENDING_ERROR);
		assertStatus(streams, Status.OUT_OF_SERVICE);
		assertThat(Objects.requireNonNull(streams.health()).getDetails()).containsEntry("reason",
				"The record of commands-3 at offset 42 has schema version 2, and this process understands up to 1: "
						+ "upgrade it, or let an instance of a newer version take over");
		assertThat(new LivenessStatusAggregator().getAggregateStatus(Set.of(Status.OUT_OF_SERVICE)))
			.isEqualTo(Status.UP);
		this.newerRecords.forget(client.applicationId());
		assertStatus(streams, Status.DOWN);
	}

	@Test
	void indexerThatStoppedAtARecordOfANewerVersionDegrades() {
		IndexerView view = mock(IndexerView.class);
		TopicPartition partition = new TopicPartition("executions", 1);
		NewerRecord newer = new NewerRecord(partition, 7, 2, 1);
		given(view.retention()).willReturn(new RetentionState(null, null, null, null));
		given(view.isReady()).willReturn(true);
		given(view.stopped()).willReturn(Map.of(partition, newer));
		Health health = new IndexerHealthIndicator(view).health();
		assertThat(health.getStatus()).isEqualTo(Statuses.DEGRADED);
		assertThat(health.getDetails()).containsEntry("stopped", List.of(newer.reason()));
	}

	@Test
	void rebalanceStormDegradesUntilItIsOverAndLeavesLivenessAlone() throws Exception {
		StreamsClient client = this.samples.running("one");
		HealthIndicator streams = streams("one");
		this.samples.brokerAnswers();
		for (int i = 0; i < 5; i++) {
			rebalance(client);
		}
		assertStatus(streams, Status.UP);
		rebalance(client);
		assertStatus(streams, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(streams.health()).getDetails()).containsEntry("rebalances", 6L)
			.containsEntry("reason", "A storm: it rebalanced 6 times within PT10M");
		assertThat(new LivenessStatusAggregator().getAggregateStatus(Set.of(Statuses.DEGRADED))).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofMinutes(11));
		assertStatus(streams, Status.UP);
	}

	@Test
	void fewerThreadsThanConfiguredDegrade() throws Exception {
		StreamsClient client = this.samples.client("one", 3);
		client.streamsAdded("factory", Samples.streams());
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
		HealthIndicator streams = streams("one");
		assertStatus(streams, Status.UP);
		this.samples.brokerAnswers();
		assertStatus(streams, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(streams.health()).getDetails())
			.containsEntry("reason", "It has 2 of 3 threads")
			.containsEntry("threads", 3)
			.containsEntry("threadsAlive", 2L);
	}

	@Test
	void topicThatIsUnreadForHalfOfItsRetentionDegradesAndIsNamed() throws Exception {
		Topics topics = Topics.withPrefix("test-");
		TopicProperties kept = new TopicProperties("test-", 1, (short) -1, Duration.ofSeconds(200), Duration.ZERO,
				Duration.ZERO, Duration.ofHours(1), DataSize.ofMegabytes(8));
		HealthIndicator health = new TopicsHealthIndicator(this.samples.clients, this.samples.sampler, topics, kept);
		assertStatus(health, Status.UP);
		this.samples.brokerAnswers();
		assertStatus(health, Status.UP);
		this.clock.advance(Duration.ofSeconds(20));
		this.samples.brokerAnswers();
		assertStatus(health, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(health.health()).getDetails())
			.containsEntry("unread", Map.of("test-task-jobs", Duration.ofSeconds(110)))
			.containsEntry("limit", Duration.ofSeconds(100));
	}

	@Test
	void jobsOfEachWorkerGroupAreReadInTime() throws Exception {
		TopicProperties kept = new TopicProperties("test-", 1, (short) -1, Duration.ofSeconds(100), Duration.ZERO,
				Duration.ZERO, Duration.ofHours(1), DataSize.ofMegabytes(8));
		HealthIndicator health = new TopicsHealthIndicator(this.samples.clients, this.samples.sampler,
				Topics.withPrefix("test-"), kept);
		this.samples.groups = List.of("gpu");
		this.samples.brokerAnswers();
		assertStatus(health, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(health.health()).getDetails()).containsEntry("unread",
				Map.of("test-task-jobs-gpu", Duration.ofSeconds(90)));
	}

	private void rebalance(StreamsClient client) {
		this.clock.advance(Duration.ofSeconds(1));
		client.onChange(KafkaStreams.State.REBALANCING, KafkaStreams.State.RUNNING);
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
	}

	private HealthIndicator streams(String clientId) {
		return (HealthIndicator) Objects.requireNonNull(new KafkaStreamsHealth(this.samples.clients, this.newerRecords,
				this.samples.sampler, this.samples.properties, this.clock)
			.getContributor(clientId));
	}

	@Test
	void schedulerIsDownOnlyWhenItCouldTickAndDoesNot() throws Exception {
		SchedulerView view = mock(SchedulerView.class);
		SchedulerHealthIndicator scheduler = new SchedulerHealthIndicator(view, this.samples.sampler,
				this.samples.clients, this.samples.properties, this.clock);
		assertStatus(scheduler, Status.OUT_OF_SERVICE);
		given(view.isReady()).willReturn(true);
		assertStatus(scheduler, Status.UP);
		Instant tick = this.clock.instant();
		given(view.lastTick()).willReturn(tick);
		this.samples.running("one");
		this.samples.brokerAnswers();
		assertThat(scheduler.health().getDetails()).containsEntry("lastTick", tick).containsEntry("age", Duration.ZERO);
		assertThat(scheduler.health().getDetails()).containsEntry("maxLateness", Duration.ZERO)
			.doesNotContainKey("latestTrigger");
		given(view.latest()).willReturn(new TriggerState("ns", "one", 1, "t", "schedule", "* * * * *", "UTC",
				tick.minusSeconds(7), null, null, false, Instant.EPOCH, 1, null));
		assertThat(scheduler.health().getDetails()).containsEntry("maxLateness", Duration.ofSeconds(7))
			.containsEntry("latestTrigger", "ns/one/t");
		assertStatus(scheduler, Status.UP);
		this.clock.advance(Duration.ofSeconds(61));
		assertStatus(scheduler, Status.DOWN);
	}

	@Test
	void schedulerThatCannotTickBecauseOfTheBrokerStaysAlive() throws Exception {
		SchedulerView view = mock(SchedulerView.class);
		given(view.isReady()).willReturn(true);
		given(view.lastTick()).willReturn(this.clock.instant());
		SchedulerHealthIndicator scheduler = new SchedulerHealthIndicator(view, this.samples.sampler,
				this.samples.clients, this.samples.properties, this.clock);
		StreamsClient client = this.samples.running("one");
		this.samples.brokerAnswers();
		this.samples.brokerIsGone();
		this.clock.advance(Duration.ofSeconds(61));
		assertStatus(scheduler, Status.OUT_OF_SERVICE);
		this.samples.brokerAnswers();
		assertStatus(scheduler, Status.OUT_OF_SERVICE);
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
		this.clock.advance(Duration.ofSeconds(59));
		assertStatus(scheduler, Status.OUT_OF_SERVICE);
		this.clock.advance(Duration.ofSeconds(2));
		assertStatus(scheduler, Status.DOWN);
	}

	@Test
	void workerIsUpWhileItTakesJobs() {
		WorkerView view = mock(WorkerView.class);
		given(view.state()).willReturn("running");
		WorkerHealthIndicator worker = new WorkerHealthIndicator(view, instance(Role.values()));
		assertStatus(worker, Status.OUT_OF_SERVICE);
		given(view.isReady()).willReturn(true);
		assertStatus(worker, Status.UP);
		given(view.state()).willReturn("draining");
		assertStatus(worker, Status.OUT_OF_SERVICE);
	}

	@Test
	void maintenanceTakesNoWorkerOutOfServiceAndIsTold() {
		WorkerView view = mock(WorkerView.class);
		given(view.state()).willReturn("drained");
		given(view.isDrainRequested()).willReturn(true);
		given(view.isInMaintenance()).willReturn(true);
		assertStatus(new WorkerHealthIndicator(view, instance(Role.WORKER)), Statuses.DEGRADED);
		MaintenanceMode mode = mock(MaintenanceMode.class);
		MaintenanceHealthIndicator banner = new MaintenanceHealthIndicator(mode);
		assertThat(banner.health().getDetails()).isEmpty();
		given(mode.isKnown()).willReturn(true);
		assertThat(banner.health().getDetails()).isEqualTo(Map.of("on", false));
		given(mode.current()).willReturn(new Maintenance(true, FixedClock.START, "ada", "new disks"));
		assertStatus(banner, Status.UP);
		assertThat(banner.health().getDetails())
			.isEqualTo(Map.of("on", true, "since", FixedClock.START, "by", "ada", "reason", "new disks"));
		given(mode.unreadable()).willReturn(new MaintenanceMode.Unreadable(FixedClock.START, "schema version 9"));
		assertStatus(banner, Statuses.DEGRADED);
		assertThat(banner.health().getDetails()).doesNotContainKey("on").containsEntry("since", FixedClock.START);
		assertThat(banner.health().getDetails().get("error")).asString().endsWith("schema version 9");
	}

	@Test
	void drainTakesAProcessOutOfServiceThatIsNothingButAWorker() {
		WorkerView view = mock(WorkerView.class);
		given(view.state()).willReturn("drained");
		given(view.isDrainRequested()).willReturn(true);
		assertStatus(new WorkerHealthIndicator(view, instance(Role.WORKER)), Status.OUT_OF_SERVICE);
		WorkerHealthIndicator among = new WorkerHealthIndicator(view, instance(Role.WORKER, Role.EXECUTOR));
		assertStatus(among, Statuses.DEGRADED);
		assertThat(among.health().getDetails()).containsEntry("state", "drained");
	}

	private static Instance instance(Role... roles) {
		return new Instance("here", "1", Set.of(roles), Instant.EPOCH);
	}

	@Test
	void executorAndIndexerAreUpWhenReady() {
		ExecutorView executor = mock(ExecutorView.class);
		IndexerView indexer = mock(IndexerView.class);
		given(indexer.retention()).willReturn(new RetentionState(null, null, null, null));
		assertStatus(new ExecutorHealthIndicator(executor), Status.OUT_OF_SERVICE);
		assertStatus(new IndexerHealthIndicator(indexer), Status.OUT_OF_SERVICE);
		given(executor.isReady()).willReturn(true);
		given(indexer.isReady()).willReturn(true);
		assertStatus(new ExecutorHealthIndicator(executor), Status.UP);
		assertStatus(new IndexerHealthIndicator(indexer), Status.UP);
	}

	@Test
	void indexerThatCannotDeleteWhatIsOldDegrades() {
		IndexerView view = mock(IndexerView.class);
		given(view.retention()).willReturn(new RetentionState(Duration.ofDays(90), null, null, "read-only"));
		assertStatus(new IndexerHealthIndicator(view), Status.OUT_OF_SERVICE);
		given(view.isReady()).willReturn(true);
		Health health = new IndexerHealthIndicator(view).health();
		assertThat(health.getStatus()).isEqualTo(Statuses.DEGRADED);
		assertThat(health.getDetails()).containsEntry("ready", true).containsEntry("retentionError", "read-only");
	}

	@Test
	void repositoryThatRefusesDegrades() {
		IndexerView view = mock(IndexerView.class);
		given(view.repositoryType()).willReturn("sqlite");
		RepositoryHealthIndicator repository = repository(view);
		assertStatus(repository, Status.UP);
		given(view.lastAcknowledged()).willReturn(this.clock.instant());
		given(view.lastError()).willReturn("disk full");
		this.clock.advance(Duration.ofSeconds(3));
		Health health = repository.health();
		assertThat(health.getStatus()).isEqualTo(Statuses.DEGRADED);
		assertThat(health.getDetails()).containsEntry("error", "disk full")
			.containsEntry("type", "sqlite")
			.containsEntry("age", Duration.ofSeconds(3));
	}

	@Test
	void embeddedRepositoryDegradesWhileOtherIndexersTakeDocumentsAway() {
		IndexerView view = mock(IndexerView.class);
		given(view.repositoryType()).willReturn("sqlite");
		given(view.isRepositoryEmbedded()).willReturn(true);
		Instant now = this.clock.instant();
		given(this.indexers.heartbeatReception())
			.willReturn(new InstanceRegistry.HeartbeatReception(now, true, Duration.ofSeconds(9)));
		given(this.indexers.all()).willReturn(List.of(indexer("me", now, true), indexer("before", now, false),
				indexer("silent", now.minusSeconds(10), true)));
		assertStatus(repository(view), Status.UP);
		given(this.indexers.all()).willReturn(List.of(indexer("me", now, true), indexer("other", now, true)));
		assertStatus(repository(view), Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(repository(view).health()).getDetails()).containsEntry("otherIndexers",
				List.of("other"));
		given(view.isRepositoryEmbedded()).willReturn(false);
		assertStatus(repository(view), Status.UP);
	}

	private RepositoryHealthIndicator repository(IndexerView view) {
		Instance me = new Instance("me", "1", Set.of(Role.INDEXER), Instant.EPOCH);
		return new RepositoryHealthIndicator(view, new Neighbours(this.indexers, me, this.clock), this.clock);
	}

	private static InstanceRegistry.Sighting indexer(String id, Instant at, boolean live) {
		return new InstanceRegistry.Sighting(new Heartbeat(new InstanceRef(id, "1"), Set.of(Role.INDEXER.id()), "host",
				null, 0, 0, null, at, at, "1"), at, live);
	}

	@Test
	void brokenFlowFileDegradesTheApiAndIsInItsDetails() {
		FlowFilesView files = mock(FlowFilesView.class);
		ApiHealthIndicator api = new ApiHealthIndicator(mock(ApiView.class), files, mock(PortUrls.class));
		assertStatus(api, Status.UP);
		FlowFilesView.FlowFilesState state = new FlowFilesView.FlowFilesState("/flows", 2, Instant.EPOCH, 0, List.of());
		given(files.flowFiles()).willReturn(state);
		assertStatus(api, Status.UP);
		state = new FlowFilesView.FlowFilesState("/flows", 2, Instant.EPOCH, 1, List.of("a.yaml:1:1: no flow"));
		given(files.flowFiles()).willReturn(state);
		assertStatus(api, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(api.health()).getDetails()).containsEntry("flowFiles", state);
	}

	@Test
	void flowsAboveTheLimitDegradeAndTheDetailSaysWhatToRaise() {
		FlowLimit flows = mock(FlowLimit.class);
		given(flows.maxFlows()).willReturn(5000);
		MetricsHealthIndicator metrics = new MetricsHealthIndicator(flows);
		assertStatus(metrics, Status.UP);
		given(flows.overflow()).willReturn(3);
		assertStatus(metrics, Statuses.DEGRADED);
		assertThat(Objects.requireNonNull(metrics.health()).getDetails()).containsEntry("overflow", 3)
			.containsEntry("maxFlows", 5000)
			.hasEntrySatisfying("error",
					(error) -> assertThat(error).asString().contains("windhover.metrics.max-flows"));
	}

	@Test
	void onlyDownIsDead() {
		LivenessStatusAggregator liveness = new LivenessStatusAggregator();
		assertThat(liveness.getAggregateStatus(Set.of(Status.OUT_OF_SERVICE, Statuses.DEGRADED))).isEqualTo(Status.UP);
		assertThat(liveness.getAggregateStatus(Set.of(Status.UP, Status.DOWN))).isEqualTo(Status.DOWN);
	}

	private static void assertStatus(HealthIndicator indicator, Status status) {
		assertThat(Objects.requireNonNull(indicator.health()).getStatus()).isEqualTo(status);
	}

}
