package io.windhover.topic.maintenance;

import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MaintenanceConfiguration {

	@Bean
	MaintenanceMode maintenanceMode(Topics topics, KafkaClients clients, DeadLetters deadLetters, Publisher publisher,
			ObjectProvider<MaintenanceListener> listeners) {
		return new MaintenanceMode(topics, clients, deadLetters, publisher, listeners::orderedStream);
	}

	@Bean
	TopicFollower maintenanceTail(MaintenanceMode mode) {
		return mode.tail();
	}

	@Bean
	MaintenanceCheck maintenanceCheck(MaintenanceMode mode) {
		return new MaintenanceCheck(mode);
	}

}
