package io.windhover.topic;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import io.windhover.topic.access.Denials;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/**
 * Clients of a test's broker, set as the application sets them.
 */
public final class TestClients {

	private TestClients() {
	}

	public static KafkaClients of(String address) {
		KafkaProperties properties = new KafkaProperties();
		KafkaConnectionDetails connection = () -> List.of(address);
		ObjectProvider<DefaultKafkaConsumerFactoryCustomizer> none = new StaticListableBeanFactory()
			.getBeanProvider(DefaultKafkaConsumerFactoryCustomizer.class);
		return new KafkaClients(properties, connection,
				new TopicConfiguration().consumerFactory(properties, connection, none), noDenials());
	}

	/**
	 * Of a process that needs nothing.
	 */
	public static Denials noDenials() {
		return new Denials("User:ANONYMOUS", Set.of(), Clock.systemUTC());
	}

}
