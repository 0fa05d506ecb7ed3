package io.windhover.worker.intake;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.instance.Instance;
import io.windhover.system.FreePorts;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicFollower;
import io.windhover.worker.DrainNote;
import io.windhover.worker.WorkerControl;
import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.TestTasks;
import io.windhover.worker.attempt.WorkerApplication;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.Serdes;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The worker against a real broker.
 */
@Timeout(900)
class WorkerIT {

	private static final Map<String, Object> HOLD = Map.of("hold", true);

	@Test
	void eachJobRunsOnceInNoMoreThanItsSlots(@TempDir Path data) {
		try (WorkerApplication worker = WorkerApplication.start(data, "windhover.worker.slots=8",
				"windhover.worker.batch=4")) {
			int jobs = 300;
			worker.submitUntilTheyRun(IntStream.range(0, jobs)
				.<Job>mapToObj((i) -> TestTasks.job("run-" + i, Map.of("millis", 5), null))
				.toList());
			await().until(() -> worker.results(TaskResult.Ended.class).size() == jobs);
			assertThat(worker.tasks().runs).hasSize(jobs).allSatisfy((id, runs) -> assertThat(runs).hasValue(1));
			assertThat(worker.tasks().most.get()).isBetween(2, 8);
			// a full worker may leave its group with jobs on their way to it
			assertThat(worker.results(TaskResult.Returned.class)).extracting(TaskResult.Returned::reason)
				.allMatch("redelivered"::equals);
			Map<String, Class<?>> last = new HashMap<>();
			worker.results.forEach((result) -> {
				if (result instanceof TaskResult.Returned) {
					assertThat(last).as("given back before it ran").doesNotContainKey(result.taskRunId());
				}
				else {
					assertThat(last.put(result.taskRunId(), result.getClass()))
						.isEqualTo((result instanceof TaskResult.Started) ? null : TaskResult.Started.class);
				}
			});
			assertThat(worker.get(WorkerView.class).isReady()).isTrue();
		}
	}

	@Test
	void fullWorkerLeavesItsGroupAndComesBack(@TempDir Path data) {
		try (WorkerApplication worker = WorkerApplication.start(data, "windhover.worker.slots=2")) {
			WorkerView view = worker.get(WorkerView.class);
			worker.submitUntilItRuns("held-1", HOLD);
			worker.submitUntilItRuns("held-2", HOLD);
			await().until(() -> view.running().size() == 2);
			worker.submit("other", Map.of());
			await().until(() -> worker.get(WorkerApplication.Clients.class).told.lastIndexOf("closed") >= 0
					&& view.slotsUsed() == 2 && last(worker).equals("closed"));
			assertThat(view.isReady()).isTrue();
			releaseOnce(worker);
			worker.tasks().gate.countDown();
			await().until(
					() -> worker.results(TaskResult.Ended.class).size() == 2 && !returned(worker, "other").isEmpty());
			assertThat(returned(worker, "other")).singleElement()
				.matches((returned) -> returned.reason().equals("redelivered"));
			assertThat(worker.tasks().runs).doesNotContainKey("other");
			assertThat(worker.get(WorkerApplication.Clients.class).told).doesNotContain("no metrics");
		}
	}

	@Test
	void killStopsAndABrokenJobIsPutAside(@TempDir Path data) {
		try (WorkerApplication worker = WorkerApplication.start(data)) {
			Topic<byte[]> raw = new Topic<>(worker.topics().taskJobs().name(), "raw", Serdes.ByteArray(),
					Topic.Cleanup.DELETE);
			worker.get(Publisher.class).send(raw, "broken", new byte[] { '{' }).join();
			worker.submit("held", HOLD);
			await().until(() -> worker.get(WorkerView.class).running().size() == 1);
			await().until(() -> worker.get(DeadLetters.class).count() == 1);
			InstanceRef self = self(worker);
			kill(worker, new InstanceRef(self.id(), "another life"));
			kill(worker, self);
			await().until(() -> !worker.results(TaskResult.Ended.class).isEmpty());
			assertThat(worker.results(TaskResult.Ended.class)).singleElement()
				.matches((ended) -> ended.state() == State.KILLED && "test".equals(ended.error()));
			await().until(() -> worker.get(WorkerView.class).running().isEmpty());
		}
	}

	@Test
	void stoppingLetsShortTasksEndAndGivesLongOnesBack(@TempDir Path data) {
		try (WorkerApplication worker = WorkerApplication.start(data, "windhover.worker.drain-timeout=10s")) {
			worker.submit("long", HOLD);
			await().until(() -> worker.get(WorkerView.class).running().size() == 1);
			worker.submit("short", Map.of("millis", 3000));
			Worker lifecycle = worker.get(Worker.class);
			await().until(() -> worker.get(WorkerView.class).running().size() == 2);
			lifecycle.stop();
			assertThat(lifecycle.state()).isEqualTo("draining");
			assertThat(lifecycle.isReady()).isFalse();
			await().until(() -> lifecycle.state().equals("drained"));
			await().until(() -> worker.results(TaskResult.Ended.class).size() == 1
					&& worker.results(TaskResult.Returned.class).size() == 1);
			assertThat(worker.results(TaskResult.Ended.class)).singleElement()
				.matches((ended) -> ended.taskRunId().equals("short") && ended.state() == State.SUCCESS);
			assertThat(worker.results(TaskResult.Returned.class)).singleElement()
				.matches((returned) -> returned.taskRunId().equals("long") && returned.reason().equals("shutdown"));
			assertThat(worker.get(WorkerView.class).slotsUsed()).isZero();
		}
	}

	@Test
	void drainedWorkerTakesNothingUntilItIsResumedAlsoAfterARestart(@TempDir Path data) {
		String port = "windhover.broker.port=" + FreePorts.next();
		try (WorkerApplication worker = WorkerApplication.start(data, port)) {
			WorkerView view = worker.get(WorkerView.class);
			worker.submit("held", HOLD);
			await().until(() -> view.running().size() == 1);
			worker.get(WorkerControl.class).drain(DrainNote.UNKNOWN);
			worker.get(WorkerControl.class).drain(DrainNote.UNKNOWN);
			assertThat(view.state()).isEqualTo("draining");
			assertThat(view.isReady()).isFalse();
			await().until(() -> last(worker).equals("closed"));
			worker.submit("waits", Map.of());
			assertThat(view.running()).extracting((each) -> each.job().taskRunId()).containsExactly("held");
			worker.tasks().gate.countDown();
			await().until(() -> view.state().equals("drained"));
			await().untilAsserted(
					() -> assertThat(worker.results(TaskResult.Ended.class)).extracting(TaskResult.Ended::state)
						.containsExactly(State.SUCCESS));
		}
		try (WorkerApplication worker = WorkerApplication.start(data, port)) {
			WorkerView view = worker.get(WorkerView.class);
			assertThat(view.state()).isEqualTo("drained");
			assertThat(view.isDrainRequested()).isTrue();
			await().until(() -> worker.get(InstanceRegistry.class)
				.all()
				.stream()
				.anyMatch((each) -> "drained".equals(each.heartbeat().workerState())));
			assertThat(worker.tasks().runs).isEmpty();
			assertThat(worker.get(WorkerApplication.Clients.class).told).isEmpty();
			worker.get(WorkerControl.class).resume();
			worker.get(WorkerControl.class).resume();
			// the last poll before the drain may have had it for a moment; then it is
			// given back to be dispatched again
			await().until(() -> worker.tasks().runs.containsKey("waits") || !returned(worker, "waits").isEmpty());
			worker.submitUntilItRuns("later", Map.of());
			await().until(() -> worker.tasks().runs.containsKey("later") && view.isReady());
			assertThat(view.state()).isEqualTo("running");
			assertThat(worker.tasks().runs).doesNotContainKey("held");
		}
	}

	@Test
	void workerIsResumedWhileItDrains(@TempDir Path data) {
		try (WorkerApplication worker = WorkerApplication.start(data)) {
			WorkerView view = worker.get(WorkerView.class);
			WorkerControl control = worker.get(WorkerControl.class);
			worker.submit("held", HOLD);
			await().until(() -> view.running().size() == 1);
			for (int i = 0; i < 5; i++) {
				control.drain(DrainNote.UNKNOWN);
				assertThat(view.state()).isEqualTo("draining");
				control.resume();
				assertThat(view.state()).isEqualTo("running");
			}
			worker.submitUntilItRuns("next", Map.of());
			await().until(() -> worker.results(TaskResult.Ended.class).size() == 1 && view.isReady());
			assertThat(worker.tasks().runs).containsOnlyKeys("held", "next")
				.allSatisfy((id, runs) -> assertThat(runs).hasValue(1));
			await().until(() -> view.running().size() == 1);
			assertThat(control.kill("next", "test")).isEqualTo(WorkerControl.Kill.UNKNOWN);
			assertThat(control.kill("held", "test")).isEqualTo(WorkerControl.Kill.KILLED);
			await().until(() -> control.kill("held", "test") == WorkerControl.Kill.UNKNOWN);
			await().until(() -> worker.results(TaskResult.Ended.class).size() == 2);
			assertThat(worker.results(TaskResult.Ended.class)).extracting(TaskResult.Ended::state)
				.containsExactly(State.SUCCESS, State.KILLED);
			control.drain(DrainNote.UNKNOWN);
			await().until(() -> view.state().equals("drained"));
			worker.get(Worker.class).stop();
			await().until(() -> !worker.get(Worker.class).isRunning());
		}
	}

	/**
	 * A quota of the broker lets each producer send only so much, and makes it wait for
	 * seconds when it sends more.
	 */
	@Test
	void floodOfLogLinesDelaysNeitherHeartbeatsNorResults(@TempDir Path data) throws Exception {
		try (WorkerApplication worker = WorkerApplication.start(data, "windhover.worker.slots=4",
				"windhover.worker.max-log-lines=1000000", "windhover.topics.heartbeat-interval=1s",
				"windhover.topics.lease=5s"); HeartbeatGaps gaps = new HeartbeatGaps(worker)) {
			limitProducers(worker, 100_000.0);
			worker.submit("flood", Map.of("lines", 1_000_000));
			await().until(() -> worker.tasks().runs.containsKey("flood"));
			int others = 8;
			worker.submitUntilTheyRun(IntStream.range(0, others)
				.<Job>mapToObj((i) -> TestTasks.job("run-" + i, Map.of("millis", 1000), null))
				.toList());
			await().until(() -> worker.results(TaskResult.Ended.class).size() == others + 1);
			assertThat(worker.tasks().runs).hasSize(others + 1).allSatisfy((id, runs) -> assertThat(runs).hasValue(1));
			assertThat(worker.results(TaskResult.Ended.class)).extracting(TaskResult.Ended::state)
				.containsOnly(State.SUCCESS);
			assertThat(worker.get(WorkerApplication.Clients.class).dropped).hasPositiveValue();
			assertThat(gaps.longest()).isLessThan(Duration.ofSeconds(5));
			limitProducers(worker, null);
		}
	}

	private static void limitProducers(WorkerApplication worker, @Nullable Double bytesPerSecond) throws Exception {
		Map<String, @Nullable String> anyClient = new HashMap<>();
		anyClient.put(ClientQuotaEntity.CLIENT_ID, null);
		try (Admin admin = worker.get(KafkaClients.class).admin("test-quota", 60_000)) {
			admin.alterClientQuotas(List.of(new ClientQuotaAlteration(new ClientQuotaEntity(anyClient),
					List.of(new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond)))))
				.all()
				.get();
		}
	}

	private static List<TaskResult.Returned> returned(WorkerApplication worker, String taskRunId) {
		return worker.results(TaskResult.Returned.class)
			.stream()
			.filter((each) -> each.taskRunId().equals(taskRunId))
			.toList();
	}

	private static String last(WorkerApplication worker) {
		List<String> told = worker.get(WorkerApplication.Clients.class).told;
		return told.get(told.size() - 1);
	}

	/** What a worker does that dies before it acknowledges. */
	private static void releaseOnce(WorkerApplication worker) {
		try (ShareConsumer<String, byte[]> consumer = worker.get(KafkaClients.class)
			.shareConsumer("other-worker", "windhover-worker", Map.of("share.acknowledgement.mode", "explicit"))) {
			consumer.subscribe(List.of(worker.topics().taskJobs().name()));
			await().until(() -> {
				for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
					consumer.acknowledge(message, AcknowledgeType.RELEASE);
					consumer.commitSync();
					return true;
				}
				return false;
			});
		}
	}

	private static void kill(WorkerApplication worker, InstanceRef instance) {
		worker.get(Publisher.class)
			.send(worker.topics().workerCommands(), instance.id(),
					new WorkerCommand(instance, "execution-held", "held", 1, "test"))
			.join();
	}

	private static InstanceRef self(WorkerApplication worker) {
		Instance instance = worker.get(Instance.class);
		return new InstanceRef(instance.id(), instance.incarnation());
	}

	/**
	 * Hears the heartbeats as an executor does.
	 */
	private static final class HeartbeatGaps implements AutoCloseable {

		private final AtomicLong longest = new AtomicLong();

		private volatile long last = System.nanoTime();

		private final TopicFollower follower;

		HeartbeatGaps(WorkerApplication worker) {
			this.follower = new TopicFollower("test-heartbeats", worker.get(KafkaClients.class),
					worker.get(DeadLetters.class), true,
					List.of(new TopicFollower.Subscription<>(worker.topics().instances(), (message, heartbeat) -> {
						this.longest.accumulateAndGet(System.nanoTime() - this.last, Math::max);
						this.last = System.nanoTime();
					})));
			this.follower.start();
		}

		Duration longest() {
			return Duration.ofNanos(Math.max(this.longest.get(), System.nanoTime() - this.last));
		}

		@Override
		public void close() {
			this.follower.stop();
		}

	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInSameThread().atMost(WorkerApplication.PATIENCE);
	}

}
