package io.windhover.topic.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.AbstractConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the embedded broker: one node, small, quick to start again.
 */
final class BrokerSettings {

	static final int NODE_ID = 1;

	static final String CONTROLLER = "CONTROLLER";

	private static final String OPEN = "PLAINTEXT";

	/** The least that Kafka allows. */
	private static final String COORDINATOR_SEGMENT = Integer.toString(1024 * 1024);

	private static final String INTERNAL_PARTITIONS = "2";

	private BrokerSettings() {
	}

	/**
	 * All settings.
	 * @param credentials null for a broker that takes everybody
	 */
	static Properties of(BrokerProperties properties, Path directory, int controllerPort,
			@Nullable BrokerCredentials credentials) {
		Properties settings = new Properties();
		node(settings, properties.port(), controllerPort, (credentials != null) ? BrokerCredentials.PROTOCOL : OPEN);
		if (credentials != null) {
			login(settings, CONTROLLER, credentials);
			login(settings, BrokerCredentials.PROTOCOL, credentials);
		}
		singleReplica(settings);
		quickRestart(settings);
		small(settings);
		patientWithTransactions(settings);
		noMBeans(settings);
		settings.put("log.dirs", directory.toString());
		settings.put("auto.create.topics.enable", "false");
		settings.putAll(properties.properties());
		return settings;
	}

	/**
	 * The topics of transactions and of share groups as Kafka makes them itself, with
	 * what the settings say about them. That of consumer groups is there before anybody
	 * waits.
	 */
	static List<NewTopic> internalTopics(BrokerProperties properties) {
		Properties settings = new Properties();
		node(settings, 1, 1, OPEN);
		singleReplica(settings);
		small(settings);
		settings.putAll(properties.properties());
		AbstractConfig all = new AbstractConfig(KafkaConfig.configDef(), settings, false);
		return List.of(transactions(all), shareGroups(all));
	}

	private static NewTopic transactions(AbstractConfig config) {
		return internal("__transaction_state", "transaction.state.log.", config, Map.of("cleanup.policy", "compact",
				"compression.type", "uncompressed", "unclean.leader.election.enable", "false"));
	}

	private static NewTopic shareGroups(AbstractConfig config) {
		return internal("__share_group_state", "share.coordinator.state.topic.", config,
				Map.of("cleanup.policy", "delete", "compression.type", "producer", "retention.ms", "-1"));
	}

	private static NewTopic internal(String name, String prefix, AbstractConfig config, Map<String, String> fixed) {
		Map<String, String> settings = new HashMap<>(fixed);
		settings.put("min.insync.replicas", String.valueOf(config.values().get(prefix + "min.isr")));
		settings.put("segment.bytes", String.valueOf(config.values().get(prefix + "segment.bytes")));
		return new NewTopic(name, config.getInt(prefix + "num.partitions"),
				config.getShort(prefix + "replication.factor"))
			.configs(settings);
	}

	/** The listener's protocol is its name, too; that of the controller is the same. */
	private static void node(Properties settings, int port, int controllerPort, String protocol) {
		String controller = "127.0.0.1:" + controllerPort;
		settings.put("process.roles", "broker,controller");
		settings.put("node.id", Integer.toString(NODE_ID));
		settings.put("listeners", "%s://127.0.0.1:%d,%s://%s".formatted(protocol, port, CONTROLLER, controller));
		settings.put("advertised.listeners", "%s://127.0.0.1:%d".formatted(protocol, port));
		settings.put("listener.security.protocol.map", "%1$s:%1$s,%2$s:%1$s".formatted(protocol, CONTROLLER));
		settings.put("inter.broker.listener.name", protocol);
		settings.put("controller.listener.names", CONTROLLER);
		// static voters, so that the controller may have another port at each start
		settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
	}

	/**
	 * Each listener knows the account itself, also the controller's: whoever could write
	 * there would be past the broker's.
	 */
	private static void login(Properties settings, String listener, BrokerCredentials credentials) {
		String prefix = "listener.name.%s.%s.".formatted(listener, BrokerCredentials.MECHANISM)
			.toLowerCase(Locale.ROOT);
		settings.put("sasl.enabled.mechanisms", BrokerCredentials.MECHANISM);
		settings.put("sasl.mechanism.inter.broker.protocol", BrokerCredentials.MECHANISM);
		settings.put("sasl.mechanism.controller.protocol", BrokerCredentials.MECHANISM);
		settings.put(prefix + "sasl.jaas.config", credentials.jaas());
		settings.put(prefix + "sasl.server.callback.handler.class", BrokerLogin.class.getName());
	}

	private static void singleReplica(Properties settings) {
		settings.put("default.replication.factor", "1");
		settings.put("min.insync.replicas", "1");
		settings.put("offsets.topic.replication.factor", "1");
		settings.put("transaction.state.log.replication.factor", "1");
		settings.put("transaction.state.log.min.isr", "1");
		settings.put("share.coordinator.state.topic.replication.factor", "1");
		settings.put("share.coordinator.state.topic.min.isr", "1");
	}

	/**
	 * Measured: after kill -9 the controller takes the new broker in 4 s instead of 15.
	 */
	private static void quickRestart(Properties settings) {
		settings.put("broker.session.timeout.ms", "2000");
		settings.put("broker.heartbeat.interval.ms", "500");
		settings.put("group.initial.rebalance.delay.ms", "0");
		quickShareGroups(settings);
	}

	/**
	 * The first batch of a transaction waits here until the markers of the transaction
	 * before it are written. By default it waits for 100 ms and is refused then, and with
	 * it every batch that was sent behind it.
	 */
	private static void patientWithTransactions(Properties settings) {
		settings.put("add.partitions.to.txn.retry.backoff.max.ms", "10000");
	}

	/**
	 * Measured: a first member waits for its second heartbeat, 5 s by default. A dead
	 * member keeps no partition from the others, and leaves soon.
	 */
	private static void quickShareGroups(Properties settings) {
		settings.put("group.share.assignors", EveryPartitionAssignor.class.getName());
		settings.put("group.share.min.session.timeout.ms", "3000");
		settings.put("group.share.session.timeout.ms", "3000");
		settings.put("group.share.min.heartbeat.interval.ms", "500");
		settings.put("group.share.heartbeat.interval.ms", "500");
	}

	/**
	 * Measured: ten MBeans for each partition cost more of the start than the broker
	 * itself.
	 */
	private static void noMBeans(Properties settings) {
		settings.put("metric.reporters", "");
		settings.put("metrics.jmx.exclude", ".*");
	}

	private static void small(Properties settings) {
		settings.put("offsets.topic.num.partitions", INTERNAL_PARTITIONS);
		settings.put("transaction.state.log.num.partitions", INTERNAL_PARTITIONS);
		settings.put("share.coordinator.state.topic.num.partitions", INTERNAL_PARTITIONS);
		quickLoads(settings);
		settings.put("num.network.threads", "2");
		settings.put("num.io.threads", "4");
		settings.put("background.threads", "2");
		settings.put("num.recovery.threads.per.data.dir", "2");
		settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
		settings.put("log.segment.bytes", Integer.toString(128 * 1024 * 1024));
	}

	/**
	 * After kill -9 the broker begins to load its groups, is deposed as their
	 * coordinator, and elected again at once. Kafka 4.2 takes the end of a first load
	 * that is slow for the end of the second, and members that are loaded later have no
	 * timeout. What was overwritten is only removed from segments that are full.
	 */
	private static void quickLoads(Properties settings) {
		settings.put("offsets.topic.segment.bytes", COORDINATOR_SEGMENT);
		settings.put("share.coordinator.state.topic.segment.bytes", COORDINATOR_SEGMENT);
	}

}
