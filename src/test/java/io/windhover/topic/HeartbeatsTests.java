package io.windhover.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;

import io.windhover.execution.Heartbeat;
import io.windhover.role.Instance;
import io.windhover.role.PortUrls;
import io.windhover.role.Role;
import io.windhover.role.ThreadPools;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class HeartbeatsTests {

	private static final Topics TOPICS = Topics.withPrefix("");

	private final MockProducer<String, byte[]> producer = new MockProducer<>(true, null, new StringSerializer(),
			new ByteArraySerializer());

	@Test
	void versionIsThatOfTheBuild() {
		Properties entries = new Properties();
		entries.setProperty("version", "1.2.3");
		assertThat(first(new BuildProperties(entries)).version()).isEqualTo("1.2.3");
	}

	@Test
	void versionOfAProcessWithoutBuildInformationIsUnknown() {
		assertThat(first(null).version()).isNull();
	}

	private Heartbeat first(@Nullable BuildProperties build) {
		PortUrls urls = mock();
		given(urls.machine()).willReturn("host");
		Publisher publisher = new Publisher(new KafkaTemplate<>(new MockProducerFactory<>(() -> this.producer)));
		Heartbeats heartbeats = new Heartbeats(new Instance("a", "1", Set.of(Role.INDEXER), Instant.EPOCH), TOPICS,
				publisher,
				new TopicProperties("", 1, (short) -1, Duration.ofDays(1), Duration.ofSeconds(3),
						Duration.ofSeconds(30)),
				new StaticListableBeanFactory().getBeanProvider(WorkerStatus.class), urls, new ThreadPools(), build,
				Clock.systemUTC());
		heartbeats.start();
		heartbeats.stop();
		return TOPICS.instances()
			.serde()
			.deserializer()
			.deserialize("instances", this.producer.history().get(0).value());
	}

}
