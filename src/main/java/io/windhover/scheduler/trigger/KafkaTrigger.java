package io.windhover.scheduler.trigger;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.flow.template.Templates;
import io.windhover.scheduler.PollingTriggerType;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Reads a topic and fires for its records. Where it is, the scheduler keeps with the
 * trigger: the offsets that it commits follow that.
 */
@Component
class KafkaTrigger implements PollingTriggerType<KafkaConfiguration> {

	private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration CLOSE = Duration.ofSeconds(1);

	private final Templates templates;

	private final ObjectProvider<SecretSources> secrets;

	private final ObjectProvider<KafkaClients> clients;

	private final ObjectProvider<TopicProperties> topics;

	private final AtomicInteger opened = new AtomicInteger();

	KafkaTrigger(Templates templates, ObjectProvider<SecretSources> secrets, ObjectProvider<KafkaClients> clients,
			ObjectProvider<TopicProperties> topics) {
		this.templates = templates;
		this.secrets = secrets;
		this.clients = clients;
		this.topics = topics;
	}

	@Override
	public String type() {
		return "kafka";
	}

	@Override
	public Class<KafkaConfiguration> configurationType() {
		return KafkaConfiguration.class;
	}

	@Override
	public String description() {
		return "Starts an execution for each record of a Kafka topic, or for each batch of them.";
	}

	@Override
	public Set<String> secretProperties() {
		return Set.of("bootstrapServers", "properties");
	}

	@Override
	public Map<String, String> problems(Map<String, Object> written) {
		TopicProperties known = this.topics.getIfAvailable();
		String refusal = (known != null && written.get("topic") instanceof String topic)
				? refusal(topic, known.prefix()) : null;
		return (refusal != null) ? Map.of("topic", refusal) : Map.of();
	}

	@Override
	public Set<String> variables(String property) {
		return Set.of("flow");
	}

	@Override
	public Outcome evaluate(KafkaConfiguration configuration, Poll poll) throws Exception {
		UsedSecrets used = new UsedSecrets(this.secrets.getObject());
		try {
			ReadRecords read = read(rendered(configuration, poll, used), poll);
			return new Outcome(!read.records().isEmpty(), Map.of(), read);
		}
		catch (InterruptException ex) {
			Thread.interrupted(); // it has set it again
			throw new InterruptedException();
		}
		catch (RuntimeException ex) {
			// without the cause, which may have secrets
			throw new IOException(used.mask(message(configuration, ex)));
		}
		catch (Error ex) {
			throw new IOException(used.mask(ex.toString()));
		}
	}

	private static String message(KafkaConfiguration configuration, RuntimeException ex) {
		if (!(ex instanceof KafkaException)) {
			return String.valueOf(ex.getMessage());
		}
		Throwable cause = ex;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return "topic '%s' cannot be read: %s".formatted(configuration.topic(), cause.getMessage());
	}

	private KafkaConfiguration rendered(KafkaConfiguration configuration, Poll poll, UsedSecrets used) {
		Map<String, Object> given = new HashMap<>();
		if (configuration.bootstrapServers() != null) {
			given.put("bootstrapServers", configuration.bootstrapServers());
		}
		given.put("properties", (configuration.properties() != null) ? configuration.properties() : Map.of());
		Map<String, Object> rendered = this.templates.render(given,
				Map.of("flow", Map.of("namespace", poll.flow().namespace(), "id", poll.flow().id())), used, null);
		Map<String, String> properties = new HashMap<>();
		if (rendered.get("properties") instanceof Map<?, ?> settings) {
			settings.forEach((name, value) -> properties.put(String.valueOf(name), String.valueOf(value)));
		}
		Object servers = rendered.get("bootstrapServers");
		return configuration.rendered((servers != null) ? servers.toString() : null, properties);
	}

	private ReadRecords read(KafkaConfiguration configuration, Poll poll) {
		checkTopic(configuration.topic());
		String group = (configuration.groupId() != null) ? configuration.groupId()
				: "%strigger.%s.%s.%s".formatted(prefix(), poll.flow().namespace(), poll.flow().id(), poll.triggerId());
		ConsumerSettings settings = new ConsumerSettings(configuration.bootstrapServers(),
				(configuration.properties() != null) ? configuration.properties() : Map.of(), group,
				configuration.most());
		settings.check();
		Duration most = timeout(poll.interval());
		ClusterAwareDeserializer values = new ClusterAwareDeserializer();
		try (Closing consumer = new Closing(open(settings, most, values))) {
			TopicReader reader = new TopicReader(consumer.consumer(), configuration);
			List<TopicPartition> partitions = reader.partitions();
			String source = values.clusterId() + "/" + configuration.topic() + "/" + group;
			TopicPositions positions = (poll.positions() != null && poll.positions().source().equals(source))
					? poll.positions() : null;
			Duration wait = configuration.longest();
			return reader.read(source, partitions, positions, (wait.compareTo(most) < 0) ? wait : most, most);
		}
	}

	private Consumer<byte[], byte[]> open(ConsumerSettings settings, Duration timeout,
			ClusterAwareDeserializer values) {
		Map<String, Object> resolved = settings.resolved(() -> this.clients.getObject().consumerProperties(),
				"windhover-trigger-" + this.opened.incrementAndGet(), timeout);
		return new KafkaConsumer<>(resolved, new ClusterAwareDeserializer(), values);
	}

	private void checkTopic(String topic) {
		String refusal = refusal(topic, prefix());
		if (refusal != null) {
			throw new IllegalArgumentException(refusal);
		}
	}

	private static @Nullable String refusal(String topic, String prefix) {
		return (topic.startsWith("__") || Topics.withPrefix(prefix).owns(topic, prefix))
				? "topic '%s' is one of Windhover's or Kafka's own, which no flow may read; read another"
					.formatted(topic)
				: null;
	}

	private String prefix() {
		return this.topics.getObject().prefix();
	}

	/** Below the interval, so that an evaluation is over when the next one is due. */
	private static Duration timeout(Duration interval) {
		Duration most = Duration.ofMillis(Math.max(1, interval.toMillis() * 9 / 10));
		return (most.compareTo(MAX_TIMEOUT) < 0) ? most : MAX_TIMEOUT;
	}

	private record Closing(Consumer<byte[], byte[]> consumer) implements AutoCloseable {

		@Override
		public void close() {
			this.consumer.close(CloseOptions.timeout(CLOSE));
		}

	}

}
