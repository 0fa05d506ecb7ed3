package io.windhover.api.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.windhover.api.web.ApiProperties;
import io.windhover.execution.ExecutionCommand;
import io.windhover.system.FreePorts;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
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
 * What a real broker says of the executors.
 */
class BacklogIT {

	private static final int MAX = 5;

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
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isRefused(backlog));
			try (Admin admin = context.getBean(KafkaClients.class).admin("test", 10_000)) {
				TopicPartition partition = new TopicPartition(topics.executionCommands().name(), 0);
				admin.alterConsumerGroupOffsets("windhover-executor", Map.of(partition, new OffsetAndMetadata(MAX)))
					.all()
					.get();
			}
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isRefused(backlog));
			assertThat(backlog.rejectedForBacklog()).isPositive();
		}
	}

	private static boolean isRefused(Backlog backlog) {
		try {
			backlog.admit(UUID.randomUUID().toString());
			return false;
		}
		catch (ErrorResponseException ex) {
			return true;
		}
	}

	private ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--windhover.roles=api", "--windhover.topics.partitions=1", "--windhover.api.max-backlog=" + MAX,
					"--windhover.broker.port=" + FreePorts.next(), "--windhover.data-directory=" + this.directory);
	}

	/** Not annotated as a configuration, so that no scan of another test finds it. */
	@EnableAutoConfiguration
	@EnableConfigurationProperties(ApiProperties.class)
	@Import(ExecutionConfiguration.class)
	@ComponentScan({ "io.windhover.flow", "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster" })
	static class Application {

	}

}
