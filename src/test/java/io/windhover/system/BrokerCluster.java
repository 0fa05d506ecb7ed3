package io.windhover.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Three brokers, each in a process of its own and a controller as well, that keep each
 * record three times and acknowledge it when two have it.
 */
public final class BrokerCluster implements AutoCloseable {

	private static final int SIZE = 3;

	private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";

	private final List<Integer> ports = IntStream.range(0, SIZE * 2).mapToObj((i) -> FreePorts.next()).toList();

	private final @Nullable Process[] processes = new Process[SIZE];

	private final Path directory;

	private BrokerCluster(Path directory) {
		this.directory = directory;
	}

	/**
	 * Starts the brokers with their data in a directory, and returns when they work.
	 */
	public static BrokerCluster start(Path directory) {
		BrokerCluster cluster = new BrokerCluster(directory);
		IntStream.range(0, SIZE).forEach(cluster::launch);
		cluster.awaitInSync();
		return cluster;
	}

	/**
	 * Is what each process runs: a directory, the number of the broker from 0, and the
	 * ports of all brokers and of all controllers.
	 */
	public static void main(String[] arguments) throws Exception {
		int broker = Integer.parseInt(arguments[1]);
		List<String> ports = Arrays.asList(arguments).subList(2, arguments.length);
		Properties settings = settings(Path.of(arguments[0]), broker, ports.subList(0, SIZE),
				ports.subList(SIZE, SIZE * 2));
		format(Path.of(arguments[0]), broker);
		KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
		server.startup();
		server.awaitShutdown();
	}

	public int size() {
		return SIZE;
	}

	/**
	 * All brokers, as clients take them.
	 */
	public String servers() {
		return this.ports.stream().limit(SIZE).map((port) -> "127.0.0.1:" + port).collect(Collectors.joining(","));
	}

	/**
	 * SIGKILL of one.
	 */
	public void kill(int broker) {
		Process process = this.processes[broker];
		if (process != null) {
			process.destroyForcibly();
			try {
				process.waitFor();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Starts one again on its ports and data.
	 */
	public void restart(int broker) {
		launch(broker);
		awaitInSync();
	}

	/**
	 * Waits until every broker has every record.
	 */
	private void awaitInSync() {
		Awaitility.await("all brokers in sync")
			.atMost(Duration.ofMinutes(3))
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.until(() -> {
				for (int port : this.ports.subList(0, SIZE)) {
					new Socket(InetAddress.getLoopbackAddress(), port).close();
				}
				try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
					return admin.describeCluster().nodes().get().size() == SIZE
							&& admin.describeTopics(admin.listTopics().names().get())
								.allTopicNames()
								.get()
								.values()
								.stream()
								.flatMap((topic) -> topic.partitions().stream())
								.allMatch((partition) -> partition.isr().size() == partition.replicas().size());
				}
			});
	}

	@Override
	public void close() {
		IntStream.range(0, SIZE).forEach(this::kill);
	}

	private void launch(int broker) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), BrokerCluster.class.getName(),
				this.directory.resolve("broker-" + broker).toString(), Integer.toString(broker)));
		this.ports.forEach((port) -> command.add(Integer.toString(port)));
		try {
			this.processes[broker] = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect
					.appendTo(this.directory.resolve("broker-%d.log".formatted(broker)).toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Properties settings(Path directory, int broker, List<String> brokers, List<String> controllers) {
		Properties settings = new Properties();
		settings.put("process.roles", "broker,controller");
		settings.put("node.id", Integer.toString(broker));
		settings.put("listeners", "PLAINTEXT://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s".formatted(brokers.get(broker),
				controllers.get(broker)));
		settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokers.get(broker));
		settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
		settings.put("inter.broker.listener.name", "PLAINTEXT");
		settings.put("controller.listener.names", "CONTROLLER");
		settings.put("controller.quorum.voters",
				IntStream.range(0, SIZE)
					.mapToObj((i) -> "%d@127.0.0.1:%s".formatted(i, controllers.get(i)))
					.collect(Collectors.joining(",")));
		settings.put("log.dirs", directory.toString());
		settings.put("auto.create.topics.enable", "false");
		settings.put("default.replication.factor", "3");
		settings.put("min.insync.replicas", "2");
		settings.put("group.initial.rebalance.delay.ms", "0");
		for (String internal : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
			settings.put(internal + ".num.partitions", "2");
			settings.put(internal + ".replication.factor", "3");
		}
		settings.put("transaction.state.log.min.isr", "2");
		settings.put("share.coordinator.state.topic.min.isr", "2");
		settings.put("group.share.min.session.timeout.ms", "3000");
		settings.put("group.share.session.timeout.ms", "5000");
		settings.put("group.share.min.heartbeat.interval.ms", "500");
		settings.put("group.share.heartbeat.interval.ms", "1000");
		settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
		return settings;
	}

	private static void format(Path directory, int broker) throws Exception {
		if (Files.exists(directory.resolve("meta.properties"))) {
			return;
		}
		new Formatter().setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
			.setSupportedFeatures(Feature.PRODUCTION_FEATURES)
			.setNodeId(broker)
			.setClusterId(CLUSTER)
			.setControllerListenerName("CONTROLLER")
			.setMetadataLogDirectory(directory.toString())
			.addDirectory(directory.toString())
			.run();
	}

}
