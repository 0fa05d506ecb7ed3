package io.windhover.topic.streams;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.topic.CountingDeadLetters;
import io.windhover.topic.TestClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;
import org.springframework.util.unit.DataSize;

/**
 * The Kafka Streams applications as the application sets them, on a test's broker.
 */
public final class TestStreams {

	/** The partitions of a thread that dies wait for its session to end. */
	private static final Map<String, String> SHORT_SESSIONS = Map.of("consumer.session.timeout.ms", "3000",
			"consumer.heartbeat.interval.ms", "500");

	private TestStreams() {
	}

	/**
	 * A factory of an instance.
	 * @param prefix of the application's id
	 */
	public static StreamsFactory factory(String address, String prefix, String instance, Path directory, int threads,
			int standbys, StreamsBuilderFactoryBeanConfigurer configurer) {
		StreamsProperties properties = new StreamsProperties(threads, Duration.ofMillis(5), Duration.ofMillis(1),
				standbys, 16, SHORT_SESSIONS);
		TopicProperties topics = new TopicProperties(prefix, 1, (short) 1, Duration.ofDays(14), Duration.ofSeconds(3),
				Duration.ofSeconds(30), Duration.ofHours(1), DataSize.ofMegabytes(8));
		return new StreamsFactory(properties, topics, Topics.withPrefix(prefix), TestClients.of(address),
				CountingDeadLetters.create(), new Instance(instance, "1", Set.of(Role.EXECUTOR), Instant.EPOCH),
				directory, List.of(configurer));
	}

}
