package io.windhover.event.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

import io.windhover.event.EventFactory;
import io.windhover.event.EventProperties;
import io.windhover.event.EventPublisher;
import io.windhover.event.EventSettingsException;
import io.windhover.event.EventsView;
import io.windhover.event.relay.EventDerivation;
import io.windhover.event.relay.EventRelay;
import io.windhover.event.relay.RelayState;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Instance;
import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.secret.SecretSources;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes the publisher of events on every instance, and the relay and the subscriptions
 * where an indexer runs.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventProperties.class)
public class EventConfiguration {

	private static final String NAME = "windhover-events";

	/** Until then readers wait behind what a killed process has left open. */
	private static final int TRANSACTION_MILLIS = 10_000;

	/** A broker that is away must not keep the thread for longer than a stop waits. */
	private static final int MAX_BLOCK_MILLIS = 5_000;

	private static final int MOST_POLLED = 200;

	/** Of each subscription; an answer is waited for by none. */
	private static final int SENDING_THREADS = 4;

	@Bean
	EventFactory eventFactory(EventProperties properties) {
		return new EventFactory(source(properties.source()));
	}

	@Bean
	EventPublisher eventPublisher(EventProperties properties, EventFactory eventFactory, Topics topics,
			Publisher publisher, KafkaClients clients, ThreadPools pools, Clock clock) {
		return new EventPublisher(properties.enabled(), eventFactory, topics.events(), publisher,
				pools.bounded("windhover-event-publisher", 1), clients.denials(), clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	RelayState relayState(Clock clock) {
		return new RelayState(clock);
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	EventsView eventsView(EventProperties properties, RelayState relayState, Subscriptions subscriptions) {
		return new CurrentEvents(properties.enabled() ? relayState : null, subscriptions.states());
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	Subscriptions subscriptions(EventProperties properties, KafkaClients clients, Topics topics,
			TopicProperties topicProperties, Instance instance, DeadLetters deadLetters, SecretSources secrets,
			ThreadPools pools, Clock clock) {
		return new Subscriptions(Subscriptions.of(properties), clock, (subscription, state) -> {
			String id = "events-" + subscription.name();
			Map<String, Object> settings = Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.id() + "-" + id,
					ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
			EventSender sender = new EventSender(subscription, secrets,
					pools.bounded("windhover-" + id, SENDING_THREADS));
			return ConsumerThread.patient("windhover-" + id,
					() -> clients.consumer("windhover-" + id, topicProperties.prefix() + id, settings),
					new EventDeliverer(subscription, topics.events(), sender, deadLetters, state, clock),
					(cause) -> state.failed(reason(clients, cause)));
		});
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	@ConditionalOnProperty("windhover.events.enabled")
	ConsumerThread eventRelay(KafkaClients clients, Topics topics, TopicProperties topicProperties, Instance instance,
			EventFactory eventFactory, RelayState relayState) {
		String group = topicProperties.prefix() + "events";
		Map<String, Object> settings = Map.of(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.id() + "-events");
		EventRelay relay = new EventRelay(() -> new EventDerivation(topics, eventFactory), topics.events(),
				() -> producer(clients, group + "-" + instance.id(), topicProperties.deadLetterBytes()), relayState);
		return ConsumerThread.patient(NAME, () -> clients.consumer(NAME, group, settings), relay,
				(cause) -> relayState.failed(reason(clients, cause)));
	}

	/** What the broker denies is also noted for the health of Kafka. */
	private static String reason(KafkaClients clients, RuntimeException cause) {
		String denied = clients.denials().explain(cause);
		return (denied != null) ? denied : String.valueOf(cause.getMessage());
	}

	/**
	 * A producer whose transactions end those that an earlier one of the same id has left
	 * open.
	 */
	public static Producer<String, byte[]> producer(KafkaClients clients, String transactionalId, int maxRequest) {
		Map<String, Object> settings = new HashMap<>(clients.producerProperties());
		settings.put(ProducerConfig.CLIENT_ID_CONFIG, NAME);
		settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
		// a transaction wants both, whatever else is set for producers
		settings.put(ProducerConfig.ACKS_CONFIG, "all");
		settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
		settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
		settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
		settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequest);
		return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
	}

	private static String source(String text) {
		try {
			if (!text.isBlank()) {
				return new URI(text).toString();
			}
		}
		catch (URISyntaxException ex) {
			// told below
		}
		throw new EventSettingsException(
				"windhover.events.source is '%s', which is not a URI reference.".formatted(text),
				"Set windhover.events.source to a name of this cluster such as /windhover/production.");
	}

}
