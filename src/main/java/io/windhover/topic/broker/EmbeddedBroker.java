package io.windhover.topic.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import io.windhover.instance.DirectoryLock;
import io.windhover.instance.Phases;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * A single-node KRaft broker in this process, for one machine: durable in its directory,
 * reachable from this machine only, and where there are users only with its account.
 */
class EmbeddedBroker implements SmartLifecycle, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedBroker.class);

	private final BrokerProperties properties;

	private final Path directory;

	private final @Nullable BrokerCredentials credentials;

	private final ApplicationEventPublisher events;

	private @Nullable FutureTask<@Nullable Void> starting;

	private @Nullable DirectoryLock lock;

	private @Nullable KafkaRaftServer server;

	private volatile boolean running;

	/**
	 * Prepares the broker.
	 * @param credentials null to take every local account
	 */
	EmbeddedBroker(BrokerProperties properties, Path directory, @Nullable BrokerCredentials credentials,
			ApplicationEventPublisher events) {
		this.properties = properties;
		this.directory = directory;
		this.credentials = credentials;
		this.events = events;
	}

	/**
	 * Starts it on a thread of its own, beside the rest of the context; what fails there
	 * is thrown by {@link #start()}.
	 */
	void begin() {
		FutureTask<@Nullable Void> task = new FutureTask<>(this::startServer, null);
		this.starting = task;
		new Thread(task, "windhover-broker-start").start();
	}

	@Override
	public void start() {
		if (this.starting == null) {
			begin();
		}
		await();
		this.running = true;
	}

	private void await() {
		FutureTask<@Nullable Void> task = this.starting;
		if (task == null) {
			return;
		}
		try {
			task.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while the embedded broker starts", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new KafkaException("The embedded broker does not start", ex.getCause());
		}
	}

	private void startServer() {
		long began = System.nanoTime();
		this.lock = DirectoryLock.acquire(this.directory);
		probePort();
		Properties settings = BrokerSettings.of(this.properties, this.directory, freePort(), this.credentials);
		format();
		// a failing log directory halts the JVM by default; who watches this process
		// shall decide instead
		Exit.setHaltProcedure((status, message) -> {
			logger.error("The embedded broker gave up (status {}): {}", status, message);
			AvailabilityChangeEvent.publish(this.events, this, LivenessState.BROKEN);
		});
		KafkaRaftServer broker = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
		broker.startup();
		this.server = broker;
		logger.info("Embedded broker on 127.0.0.1:{} with its log in {}, up in {} ms", this.properties.port(),
				this.directory, (System.nanoTime() - began) / 1_000_000);
	}

	@Override
	public void stop() {
		try {
			await();
		}
		catch (RuntimeException ex) {
			logger.debug("The embedded broker that is stopped had not started", ex);
		}
		this.starting = null;
		if (this.server != null) {
			this.server.shutdown();
			this.server.awaitShutdown();
			this.server = null;
			Exit.resetHaltProcedure();
		}
		if (this.lock != null) {
			this.lock.close();
			this.lock = null;
		}
		this.running = false;
	}

	/**
	 * Also where the context fails before it gets to {@link #start()}.
	 */
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Phases.BROKER;
	}

	private void format() {
		if (Files.exists(this.directory.resolve("meta.properties"))) {
			return;
		}
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		try {
			new Formatter().setPrintStream(new PrintStream(printed, true, StandardCharsets.UTF_8))
				.setSupportedFeatures(Feature.PRODUCTION_FEATURES)
				.setNodeId(BrokerSettings.NODE_ID)
				.setClusterId(Uuid.randomUuid().toString())
				.setControllerListenerName(BrokerSettings.CONTROLLER)
				.setMetadataLogDirectory(this.directory.toString())
				.addDirectory(this.directory.toString())
				.run();
		}
		catch (Exception ex) {
			throw new KafkaException(
					"Cannot format %s: %s".formatted(this.directory, printed.toString(StandardCharsets.UTF_8)), ex);
		}
	}

	/** Kafka notices a taken port so late that it leaves threads behind. */
	private void probePort() {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.properties.port()));
		}
		catch (IOException ex) {
			throw new BrokerPortInUseException(this.properties.port(), ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new KafkaException("No free port for the controller of the embedded broker", ex);
		}
	}

}
