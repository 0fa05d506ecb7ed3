package io.windhover.api.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.windhover.api.web.ApiProperties;
import io.windhover.execution.ExecutionCommand;
import io.windhover.system.FreePorts;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.web.ErrorResponseException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a real broker says of the executors and the workers.
 */
class BacklogIT {

	private static final int MAX = 5;

	private static final String EXECUTORS = "windhover-executor";

	private static final String WORKERS = "windhover-worker";

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final Path directory;

	BacklogIT(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void whatOtherProcessesSentCountsAndWhatTheExecutorsCommittedNoMore() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			Backlog backlog = context.getBean(Backlog.class);
			Publisher publisher = context.getBean(Publisher.class);
			Topics topics = context.getBean(Topics.class);
			for (int i = 0; i < MAX; i++) {
				String id = UUID.randomUUID().toString();
				publisher.send(topics.executionCommands(), id, new ExecutionCommand.Kill(id, Instant.now(), null))
					.get();
			}
			Awaitility.await().atMost(TIMEOUT).until(() -> isRefused(backlog));
			try (Admin admin = context.getBean(KafkaClients.class).admin("test", 60_000)) {
				TopicPartition partition = new TopicPartition(topics.executionCommands().name(), 0);
				admin.alterConsumerGroupOffsets(EXECUTORS, Map.of(partition, new OffsetAndMetadata(MAX))).all().get();
			}
			Awaitility.await().atMost(TIMEOUT).until(() -> !isRefused(backlog));
			assertThat(backlog.rejectedForBacklog()).isPositive();
		}
	}

	@Test
	void jobsThatNoWorkerTookCountAndThoseThatAreDoneNoMore() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			Backlog backlog = context.getBean(Backlog.class);
			KafkaClients clients = context.getBean(KafkaClients.class);
			try (Admin admin = clients.admin("test", 60_000)) {
				admin
					.incrementalAlterConfigs(
							Map.of(new ConfigResource(ConfigResource.Type.GROUP, WORKERS),
									List.of(new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"),
											AlterConfigOp.OpType.SET))))
					.all()
					.get();
			}
			String jobs = context.getBean(Topics.class).taskJobs().name();
			try (KafkaProducer<String, String> producer = new KafkaProducer<>(clients.producerProperties(),
					new StringSerializer(), new StringSerializer())) {
				for (int i = 0; i < MAX + 1; i++) {
					producer.send(new ProducerRecord<>(jobs, "job")).get();
				}
			}
			Map<String, Object> one = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1,
					ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
			try (ShareConsumer<String, byte[]> worker = clients.shareConsumer("test", WORKERS, one)) {
				worker.subscribe(List.of(jobs));
				take(worker, 1);
				Awaitility.await().atMost(TIMEOUT).until(() -> isFullOfJobs(backlog));
				assertThat(isRefused(backlog)).isTrue();
				take(worker, MAX);
				Awaitility.await().atMost(TIMEOUT).until(() -> !isFullOfJobs(backlog));
				assertThat(isRefused(backlog)).isFalse();
			}
			assertThat(backlog.rejectedForJobs()).isPositive();
			assertThat(backlog.rejectedForBacklog()).isZero();
		}
	}

	private static void take(ShareConsumer<String, byte[]> worker, int jobs) {
		int[] left = { jobs };
		Awaitility.await().atMost(TIMEOUT).until(() -> {
			left[0] -= worker.poll(Duration.ofMillis(200)).count();
			worker.commitSync();
			return left[0] <= 0;
		});
	}

	private static boolean isFullOfJobs(Backlog backlog) {
		backlog.ask();
		return backlog.isRejectingForJobs();
	}

	private static boolean isRefused(Backlog backlog) {
		try {
			backlog.admit(UUID.randomUUID().toString(), List.of());
			return false;
		}
		catch (ErrorResponseException ex) {
			return true;
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--windhover.roles=api", "--windhover.topics.partitions=1", "--windhover.api.max-backlog=" + MAX,
					"--windhover.api.max-waiting-jobs=" + MAX, "--windhover.broker.port=" + FreePorts.next(),
					"--windhover.data-directory=" + this.directory);
	}

	/** Not annotated as a configuration, so that no scan of another test finds it. */
	@EnableAutoConfiguration
	@EnableConfigurationProperties(ApiProperties.class)
	@Import(ExecutionConfiguration.class)
	@ComponentScan({ "io.windhover.flow", "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster" })
	static class Application {

	}

}
