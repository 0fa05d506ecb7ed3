package io.windhover.topic.creation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.windhover.execution.Samples;
import io.windhover.flow.Flow;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.ServedGroups;
import io.windhover.topic.TestClients;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.TopicSettings;
import io.windhover.topic.Topics;
import io.windhover.topic.broker.TestBroker;
import io.windhover.topic.flow.JobTopics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.internals.KafkaFutureImpl;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.AdditionalAnswers;
import org.mockito.stubbing.Answer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.mock;

class TopicCreatorTests {

	@SuppressWarnings("NullAway.Init")
	private static TestBroker broker;

	@BeforeAll
	static void startBroker(@TempDir Path directory) {
		broker = TestBroker.start(directory);
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void createsWhatIsMissingAndAcceptsWhatIsThere() throws Exception {
		creator("a-", 2).start();
		creator("a-", 2).start();
		try (Admin admin = clients().admin("test", 60_000)) {
			assertThat(admin.listTopics().names().get())
				.containsAll(Topics.withPrefix("a-").all().stream().map(Topic::name).toList());
			assertThat(setting(admin, "a-flows", "cleanup.policy")).isEqualTo("compact");
			assertThat(setting(admin, "a-logs", "cleanup.policy")).isEqualTo("delete");
			assertThat(setting(admin, "a-logs", "retention.ms")).isEqualTo("86400000");
		}
	}

	/** KAFKA-15591: a record sent before its partition had a leader was lost. */
	@Test
	void everyPartitionTakesRecordsAtOnce() throws Exception {
		int partitions = 16;
		creator("j-", partitions).start();
		try (KafkaProducer<String, String> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address(), ProducerConfig.BATCH_SIZE_CONFIG, 100,
						ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
						10_000),
				new StringSerializer(), new StringSerializer())) {
			List<Future<RecordMetadata>> sent = new ArrayList<>();
			for (int i = 0; i < 20 * partitions; i++) {
				for (Topic<?> topic : Topics.withPrefix("j-").all()) {
					sent.add(producer.send(new ProducerRecord<>(topic.name(), i % partitions, "key", "value " + i)));
				}
			}
			for (Future<RecordMetadata> each : sent) {
				assertThat(each.get().hasOffset()).isTrue();
			}
		}
	}

	/** A broker that is too busy cannot be had on demand. */
	@Test
	void waitsForABrokerThatIsTooBusyToAnswerInTheMiddle() {
		KafkaFutureImpl<ListOffsetsResultInfo> late = new KafkaFutureImpl<>();
		late.completeExceptionally(new TimeoutException("Timed out waiting for a node assignment."));
		Answer<Object> real = AdditionalAnswers.delegatesTo(clients().admin("busy", 60_000));
		Admin busy = mock(Admin.class, real);
		willReturn(new ListOffsetsResult(Map.of(new TopicPartition("k-flows", 0), late))).willAnswer(real)
			.given(busy)
			.listOffsets(any());
		KafkaClients clients = mock(KafkaClients.class, AdditionalAnswers.delegatesTo(clients()));
		willReturn(busy).given(clients).admin(anyString(), anyInt());
		PartitionCount count = new PartitionCount(2, 2);
		creator("k-", count, jobs("k-", count), clients).start();
		then(busy).should(atLeast(2)).listTopics(any());
	}

	@Test
	void refusesTopicsOfAnotherNumberOfPartitionsAndSaysWhatToSet() {
		creator("b-", 2).start();
		TopicCreator other = creator("b-", 3);
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(other::start).satisfies((ex) -> {
			FailureAnalysis analysis = Objects.requireNonNull(new TopicMismatchFailureAnalyzer().analyze(ex));
			assertThat(analysis.getDescription()).contains("has 2 partitions, but windhover.topics.partitions is 3");
			assertThat(analysis.getAction()).contains("Set windhover.topics.partitions to 2");
		});
		assertThat(other.isRunning()).isFalse();
	}

	@Test
	void newTopicsGetTheDefaultWhereNothingIsConfigured() throws Exception {
		PartitionCount count = new PartitionCount(null, 3);
		creator("c-", count).start();
		assertThat(count.value()).isEqualTo(3);
		assertThat(partitions("c-flows", "c-logs")).containsOnly(3);
	}

	@Test
	void existingTopicsDecideWhereNothingIsConfigured() throws Exception {
		creator("d-", 2).start();
		try (Admin admin = clients().admin("test", 60_000)) {
			admin.deleteTopics(List.of("d-logs")).all().get();
			Awaitility.await().until(() -> !admin.listTopics().names().get().contains("d-logs"));
		}
		PartitionCount count = new PartitionCount(null, 3);
		creator("d-", count).start();
		assertThat(count.value()).isEqualTo(2);
		assertThat(partitions("d-flows", "d-logs")).containsOnly(2);
	}

	@Test
	void refusesTopicsThatDifferWhereNothingIsConfigured() throws Exception {
		try (Admin admin = clients().admin("test", 60_000)) {
			List<String> names = List.of("e-flows", "e-logs");
			admin.createTopics(List.of(new NewTopic("e-flows", 2, (short) 1), new NewTopic("e-logs", 3, (short) 1)))
				.all()
				.get();
			Awaitility.await().until(() -> admin.listTopics().names().get().containsAll(names));
		}
		assertThatExceptionOfType(TopicMismatchException.class)
			.isThrownBy(() -> creator("e-", new PartitionCount(null, 4)).start())
			.withMessageContaining("other topics of the same prefix have")
			.satisfies((ex) -> assertThat(ex.action()).contains("Delete the topic", "windhover.topics.prefix"));
	}

	@Test
	void refusesTopicsThatAnEarlierVersionFilledAndSaysWhatToDo() throws Exception {
		try (Admin admin = clients().admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic("f-flows", 2, (short) 1))).all().get();
		}
		try (Producer<String, String> producer = new KafkaProducer<>(
				Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address()), new StringSerializer(),
				new StringSerializer())) {
			producer.send(new ProducerRecord<>("f-flows", "demo/a", "{}")).get();
		}
		assertThatExceptionOfType(TopicMismatchException.class).isThrownBy(() -> creator("f-", 2).start())
			.withMessageContaining("no topic 'f-flow-commands'")
			.satisfies((ex) -> assertThat(ex.action()).contains("windhover.topics.prefix", "store the flows again"));
	}

	private static List<Integer> partitions(String... topics) throws ExecutionException, InterruptedException {
		try (Admin admin = clients().admin("test", 60_000)) {
			return admin.describeTopics(List.of(topics))
				.allTopicNames()
				.get()
				.values()
				.stream()
				.map((topic) -> topic.partitions().size())
				.toList();
		}
	}

	private static String setting(Admin admin, String topic, String name)
			throws ExecutionException, InterruptedException {
		ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
		return Objects.requireNonNull(admin.describeConfigs(List.of(resource)).all().get().get(resource))
			.get(name)
			.value();
	}

	private static TopicCreator creator(String prefix, int partitions) {
		return creator(prefix, new PartitionCount(partitions, 1));
	}

	@Test
	void topicsOfTheGroupsOfAWorkerAreCreatedToo() throws Exception {
		PartitionCount count = new PartitionCount(2, 1);
		JobTopics jobs = jobs("g-", count, "default", "gpu");
		creator("g-", count, jobs).start();
		assertThat(partitions("g-task-jobs", "g-task-jobs-gpu")).containsOnly(2);
		assertThat(jobs.existing()).containsExactly("default", "gpu");
		JobTopics executor = jobs("g-", count);
		creator("g-", count, executor).start();
		assertThat(executor.existing()).containsExactly("default", "gpu");
	}

	@Test
	void topicOfAGroupThatAFlowNamesIsCreatedWhileOthersGoOn() throws Exception {
		PartitionCount count = new PartitionCount(2, 1);
		try (JobTopics jobs = jobs("h-", count)) {
			creator("h-", count, jobs).start();
			assertThat(jobs.require("default")).isTrue();
			assertThat(jobs.require("eu")).isFalse();
			Awaitility.await().until(() -> jobs.require("eu"));
			assertThat(partitions("h-task-jobs-eu")).containsOnly(2);
			assertThat(jobs.failure("eu")).isNull();
			assertThat(jobs.require("not a name of a topic")).isFalse();
			Awaitility.await().until(() -> jobs.failure("not a name of a topic") != null);
		}
		try (Admin admin = clients().admin("test", 60_000)) {
			assertThat(setting(admin, "h-task-jobs-eu", "retention.ms")).isEqualTo("86400000");
		}
	}

	@Test
	void topicOfAGroupThatWasDeletedIsMissedAndCreatedAgainForTheFlowsThatNameIt() throws Exception {
		PartitionCount count = new PartitionCount(2, 1);
		Flow flow = Samples.flow(
				List.of(new WorkerTask("a", "test", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY, "eu")));
		try (JobTopics jobs = jobs("i-", count); Admin admin = clients().admin("test", 60_000)) {
			creator("i-", count, jobs).start();
			jobs.flowStored(flow);
			Awaitility.await().until(() -> jobs.existing().contains("eu"));
			Uuid first = topicId(admin, "i-task-jobs-eu");
			admin.deleteTopics(List.of("i-task-jobs-eu")).all().get();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.until(() -> !topicId(admin, "i-task-jobs-eu").equals(first));
			Awaitility.await().until(() -> jobs.require("eu"));
			jobs.flowDeleted(flow.key());
			admin.deleteTopics(List.of("i-task-jobs-eu")).all().get();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !jobs.existing().contains("eu"));
			assertThat(jobs.all()).containsExactly("default");
			assertThat(admin.listTopics().names().get()).doesNotContain("i-task-jobs-eu");
			jobs.require("eu");
			Awaitility.await().until(() -> jobs.require("eu"));
		}
	}

	private static Uuid topicId(Admin admin, String topic) throws ExecutionException, InterruptedException {
		return Objects.requireNonNull(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic)).topicId();
	}

	private static TopicCreator creator(String prefix, PartitionCount partitions) {
		return creator(prefix, partitions, jobs(prefix, partitions));
	}

	private static TopicCreator creator(String prefix, PartitionCount partitions, JobTopics jobs) {
		return creator(prefix, partitions, jobs, clients());
	}

	private static TopicCreator creator(String prefix, PartitionCount partitions, JobTopics jobs,
			KafkaClients clients) {
		return new TopicCreator(Topics.withPrefix(prefix), jobs, settings(prefix, partitions), partitions,
				InternalTopics.OF_A_CLUSTER, clients);
	}

	private static JobTopics jobs(String prefix, PartitionCount partitions, String... groups) {
		return new JobTopics(Topics.withPrefix(prefix), new ServedGroups(List.of(groups)), true,
				settings(prefix, partitions), clients(), new ThreadPools());
	}

	private static TopicSettings settings(String prefix, PartitionCount partitions) {
		TopicProperties properties = new TopicProperties(prefix, null, (short) -1, Duration.ofDays(1),
				Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8));
		return new TopicSettings(Topics.withPrefix(prefix), properties, partitions);
	}

	private static KafkaClients clients() {
		return new KafkaClients(new KafkaProperties(), () -> List.of(broker.address()),
				new DefaultKafkaConsumerFactory<>(Map.of()), TestClients.noDenials());
	}

}
