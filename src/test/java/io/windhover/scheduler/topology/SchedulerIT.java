package io.windhover.scheduler.topology;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.system.FreePorts;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The role alone, with real Kafka.
 */
class SchedulerIT {

	private final Path directory;

	private final int port = FreePorts.next();

	SchedulerIT(@TempDir Path directory) {
		this.directory = directory;
	}

	@Test
	void firesOnceForEachDateOverARestart() {
		Instant restarted;
		try (ConfigurableApplicationContext context = start()) {
			store(context, Flows.flow("each-second", 1, Flows.schedule("t", "* * * * * *", "UTC", RecoverMissed.ALL)));
			store(context, Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(1), "fire")));
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
				List<ExecutionCommand.Create> created = created(context);
				return dates(created, "each-second").size() > 3 && dates(created, "poller").size() > 2;
			});
			SchedulerView view = context.getBean(SchedulerView.class);
			assertThat(view.isReady()).isTrue();
			assertThat(view.scheduled()).extracting((each) -> each.state().key())
				.containsExactly("demo/each-second/t", "demo/poller/poll");
		}
		try (ConfigurableApplicationContext context = start()) {
			restarted = Instant.now();
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> dates(created(context), "each-second").stream()
					.anyMatch(restarted.plusSeconds(2)::isBefore));
			// a fire may be visible before the one before it
			Awaitility.await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
				List<Instant> dates = dates(created(context), "each-second");
				for (int i = 1; i < dates.size(); i++) {
					assertThat(dates.get(i)).isEqualTo(dates.get(i - 1).plusSeconds(1));
				}
			});
			assertThat(dates(created(context), "poller")).doesNotHaveDuplicates();
		}
	}

	@Test
	void pausedTriggerFiresNothingOverARestartUntilItIsResumedAndFiresNowWhenAsked() {
		try (ConfigurableApplicationContext context = start()) {
			store(context, Flows.flow("a", 1, Flows.schedule("t", "* * * * * *", "UTC", RecoverMissed.ALL)));
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !dates(created(context), "a").isEmpty());
			send(context, new TriggerCommand.Pause("demo", "a", "t", Instant.now()));
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> missedInPause(context) > 1);
		}
		try (ConfigurableApplicationContext context = start()) {
			SchedulerView.Detail paused = detail(context);
			Instant pausedSince = Objects.requireNonNull(paused.pausedSince());
			assertThat(paused.scheduled().state().paused()).isTrue();
			List<Instant> before = dates(created(context), "a");
			Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> missedInPause(context) > 2);
			assertThat(dates(created(context), "a")).isEqualTo(before).allMatch((date) -> !date.isAfter(pausedSince));
			TriggerCommand fire = new TriggerCommand.Fire("demo", "a", "t", Instant.now(), "mine");
			send(context, fire);
			send(context, fire);
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> detail(context).scheduled().state().lastExecutionId(),
						(id) -> created(context).stream().anyMatch((each) -> each.executionId().equals(id))
								&& dates(created(context), "a").size() == before.size() + 1);
			assertThat(detail(context).scheduled().state().last()).isEqualTo(fire.at());
			Instant resumed = Instant.now();
			send(context, new TriggerCommand.Resume("demo", "a", "t", resumed));
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> dates(created(context), "a").size() > before.size() + 2);
			assertThat(dates(created(context), "a")).filteredOn((date) -> date.isAfter(pausedSince))
				.filteredOn((date) -> !date.equals(fire.at()))
				.allMatch((date) -> date.isAfter(resumed));
		}
	}

	@Test
	void eachRecordOfATopicStartsOneExecutionOverRestarts() throws Exception {
		for (int round = 0; round < 3; round++) {
			try (ConfigurableApplicationContext context = start()) {
				if (round == 0) {
					create(context, "orders");
					store(context, Flows.flow("reader", 1, new PollingTrigger("each", "kafka", Duration.ofSeconds(1),
							Map.of("topic", "orders", "startFrom", "earliest", "maxRecords", 7), Map.of())));
				}
				produce(context, "orders", 50);
				int some = 50 * round + 10;
				Awaitility.await()
					.atMost(Duration.ofMinutes(3))
					.until(() -> dates(created(context), "reader").size() >= some);
			}
		}
		try (ConfigurableApplicationContext context = start()) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(3))
				.until(() -> dates(created(context), "reader").size() >= 150);
			assertThat(created(context)).extracting((create) -> Objects.requireNonNull(create.trigger()).variables())
				.extracting((seen) -> seen.get("partition") + "@" + seen.get("offset"))
				.hasSize(150)
				.doesNotHaveDuplicates();
		}
	}

	private static void create(ConfigurableApplicationContext context, String topic) throws Exception {
		try (Admin admin = context.getBean(KafkaClients.class).admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
		}
	}

	private static void produce(ConfigurableApplicationContext context, String topic, int count) throws Exception {
		try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
				context.getBean(KafkaClients.class).producerProperties(), new ByteArraySerializer(),
				new ByteArraySerializer())) {
			for (int i = 0; i < count; i++) {
				producer.send(new ProducerRecord<>(topic, i % 3, null, ("r" + i).getBytes(StandardCharsets.UTF_8)))
					.get();
			}
		}
	}

	@Test
	void triggerTypesAreKnownAndNothingElseIsThereWithoutTheRole() {
		try (ConfigurableApplicationContext context = run("indexer")) {
			assertThat(context.getBeanNamesForType(PollingTriggerType.class))
				.containsExactlyInAnyOrder("httpPollTrigger", "kafkaTrigger", "testPoll");
			assertThat(context.getBeansOfType(SchedulerView.class)).isEmpty();
			assertThat(context.containsBean("schedulerEvaluators")).isFalse();
		}
	}

	private ConfigurableApplicationContext start() {
		ConfigurableApplicationContext context = run("scheduler");
		SchedulerView view = context.getBean(SchedulerView.class);
		Awaitility.await().atMost(Duration.ofMinutes(3)).until(view::isReady);
		return context;
	}

	private ConfigurableApplicationContext run(String role) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--windhover.roles=" + role, "--windhover.data-directory=" + this.directory,
					"--windhover.broker.port=" + this.port, "--windhover.topics.partitions=4");
	}

	private static void store(ConfigurableApplicationContext context, Flow flow) {
		Instant now = Instant.now();
		context.getBean(Publisher.class)
			.send(context.getBean(Topics.class).flowCommands(), flow.key().toString(),
					new FlowCommand.Store(flow, "c", now, now.plusSeconds(60)))
			.join();
	}

	private static void send(ConfigurableApplicationContext context, TriggerCommand command) {
		context.getBean(TriggerCommands.class).send(command).toCompletableFuture().join();
	}

	private static SchedulerView.Detail detail(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(SchedulerView.class).find("demo", "a", "t"));
	}

	private static long missedInPause(ConfigurableApplicationContext context) {
		return detail(context).missed().getOrDefault(MissedReason.PAUSED, 0L);
	}

	private static List<Instant> dates(List<ExecutionCommand.Create> created, String flow) {
		return created.stream()
			.filter((create) -> create.flow().id().equals(flow))
			.map(SchedulerDriver::date)
			.sorted()
			.toList();
	}

	/**
	 * All create commands that were committed.
	 */
	private static List<ExecutionCommand.Create> created(ConfigurableApplicationContext context) {
		var topic = context.getBean(Topics.class).executionCommands();
		List<ExecutionCommand.Create> created = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		try (Consumer<String, byte[]> consumer = context.getBean(KafkaClients.class).consumer("test", null, Map.of())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic.name())
				.stream()
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
			while (ends.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(100))) {
					created.add((ExecutionCommand.Create) topic.serde()
						.deserializer()
						.deserialize(topic.name(), message.headers(), message.value()));
					assertThat(ids.add(message.key())).as("created twice: %s", message.key()).isTrue();
				}
			}
		}
		return created;
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ComponentScan({ "io.windhover.flow", "io.windhover.instance", "io.windhover.topic", "io.windhover.cluster",
			"io.windhover.scheduler", "io.windhover.secret" })
	static class Application {

		@Bean
		SchedulerDriver.TestPoll testPoll() {
			return new SchedulerDriver.TestPoll();
		}

	}

}
