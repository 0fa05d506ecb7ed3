package io.windhover.topic;

import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;

import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaClientsTests {

	@Test
	void shareConsumerTakesWhatIsSetForClassicConsumers() {
		KafkaProperties properties = new KafkaProperties();
		properties.getConsumer()
			.getProperties()
			.putAll(Map.of(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000",
					ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000", ConsumerConfig.GROUP_PROTOCOL_CONFIG,
					"classic", ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "60000"));
		KafkaClients clients = new KafkaClients(properties, () -> List.of("127.0.0.1:1"),
				new DefaultKafkaConsumerFactory<>(Map.of()), TestClients.noDenials());
		assertThat(clients.shareConsumers().getConfigurationProperties())
			.containsEntry(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "60000");
		// connects to nobody, but refuses settings at once
		clients.shareConsumer("taker", "group", Map.of()).close();
	}

}
