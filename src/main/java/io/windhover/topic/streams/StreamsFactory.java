package io.windhover.topic.streams;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.instance.FenceListener;
import io.windhover.instance.Instance;
import io.windhover.instance.Phases;
import io.windhover.instance.Role;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/**
 * Makes the Kafka Streams application of a role: exactly once, with static membership,
 * broken records put aside.
 */
public class StreamsFactory implements FenceListener {

	private static final int SESSION_TIMEOUT_MILLIS = 10_000;

	private static final int ADMIN_TIMEOUT_MILLIS = 3000;

	private static final int CLOSE_TIMEOUT_SECONDS = 10;

	private final StreamsProperties properties;

	private final TopicProperties topicProperties;

	private final Topics topics;

	private final KafkaClients clients;

	private final DeadLetters deadLetters;

	private final Instance instance;

	private final Path directory;

	private final List<StreamsBuilderFactoryBeanConfigurer> configurers;

	private final List<StreamsBuilderFactoryBean> created = new CopyOnWriteArrayList<>();

	StreamsFactory(StreamsProperties properties, TopicProperties topicProperties, Topics topics, KafkaClients clients,
			DeadLetters deadLetters, Instance instance, Path directory,
			List<StreamsBuilderFactoryBeanConfigurer> configurers) {
		this.properties = properties;
		this.topicProperties = topicProperties;
		this.topics = topics;
		this.clients = clients;
		this.deadLetters = deadLetters;
		this.instance = instance;
		this.directory = directory;
		this.configurers = configurers;
	}

	/**
	 * Makes the bean of a role, which starts and stops with the context.
	 * @param topology adds what the role does
	 */
	public StreamsBuilderFactoryBean create(Role role, KafkaStreamsInfrastructureCustomizer topology) {
		return create(role, topology, new BusyPolling(new ConsumedPositions(), null));
	}

	/**
	 * Makes the bean of a role.
	 * @param topology adds what the role does
	 * @param transactions is told how those of its stream threads end
	 * @param positions is fed by its main consumers
	 * @param precedence of its topics
	 */
	public StreamsBuilderFactoryBean create(Role role, KafkaStreamsInfrastructureCustomizer topology,
			TransactionListener transactions, ConsumedPositions positions, Precedence precedence) {
		return create(role, topology, new ReportedTransactions(transactions, positions, precedence));
	}

	private StreamsBuilderFactoryBean create(Role role, KafkaStreamsInfrastructureCustomizer topology,
			BusyPolling clients) {
		NativeLibrary.load(this.directory.resolve("native"));
		StreamsBuilderFactoryBean streams = new StreamsBuilderFactoryBean(
				new KafkaStreamsConfiguration(settings(role)));
		streams.setInfrastructureCustomizer(topology);
		streams.setClientSupplier(clients);
		streams.setStreamsUncaughtExceptionHandler(new ThreadReplacement(role,
				this.topicProperties.prefix() + role.id(), this.clients.denials(), this.clients.newerRecords()));
		streams.setLeaveGroupOnClose(true);
		streams.setCloseTimeout(CLOSE_TIMEOUT_SECONDS);
		streams.setPhase(Phases.ROLES);
		this.configurers.forEach((configurer) -> configurer.configure(streams));
		this.created.add(streams);
		return streams;
	}

	/**
	 * To leave the group would remove the member of the process that has the id now: both
	 * have the same static membership.
	 */
	@Override
	public void fenced() {
		for (StreamsBuilderFactoryBean streams : this.created) {
			streams.setLeaveGroupOnClose(false);
			streams.stop();
		}
	}

	/**
	 * Whether a role's application has its partitions and stores, so that it takes
	 * records.
	 */
	public static boolean isRunning(StreamsBuilderFactoryBean streams) {
		KafkaStreams client = streams.getKafkaStreams();
		return client != null && client.state() == KafkaStreams.State.RUNNING;
	}

	private Map<String, Object> settings(Role role) {
		Map<String, Object> settings = this.clients.streamsProperties();
		String application = this.topicProperties.prefix() + role.id();
		settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
		settings.put(StreamsConfig.CLIENT_ID_CONFIG, application + "-" + this.instance.id());
		// without it a restart waits 40 s for the old member's session to end
		settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
				this.instance.id() + "-" + role.id());
		// a thread that dies leaves a member behind, whose partitions wait for that long
		settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
		settings.put(StreamsConfig.STATE_DIR_CONFIG, this.directory.resolve("streams").toString());
		settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
		settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, this.properties.commitInterval().toMillis());
		settings.put(StreamsConfig.POLL_MS_CONFIG, this.properties.poll().toMillis());
		// so that a turn of what is held back is not much longer than its share
		settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), HeldBack.SHARE);
		// a record does not wait for those of another topic
		settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
		settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, this.properties.threads());
		settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, this.properties.standbyReplicas());
		settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) this.topicProperties.replicationFactor());
		settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
				this.topicProperties.deadLetterBytes());
		settings.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
				this.topicProperties.recordBytes());
		settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedStores.class);
		settings.put(BoundedStores.MEMORY_CONFIG, this.properties.storeMemory());
		// asked for the lag of its stores, a client would wait a minute for a broker that
		// is gone
		settings.put(StreamsConfig.adminClientPrefix(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG),
				ADMIN_TIMEOUT_MILLIS);
		settings.put(StreamsConfig.adminClientPrefix(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG),
				ADMIN_TIMEOUT_MILLIS);
		settings.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, this.topics.deadLetters().name());
		settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, BrokenRecords.class);
		settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedRecords.class);
		settings.put(BrokenRecords.DEAD_LETTERS_CONFIG, this.deadLetters);
		settings.put(BrokenRecords.NEWER_RECORDS_CONFIG, this.clients.newerRecords());
		settings.putAll(this.properties.properties());
		return settings;
	}

}
