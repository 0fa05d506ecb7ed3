package io.windhover.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.OperatingSystemMXBean;
import io.windhover.instance.Role;
import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import io.windhover.topic.streams.TestStreams;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Kafka alone needs for the messages of an execution with one task, in one process:
 * a command, an exactly-once topology with a store, a job through a share group, its two
 * results, and the documents of each change. It has no HTTP, no flows, no templates and
 * no repository, and so is the bound of what the application may reach. Prints executions
 * per second, and milliseconds of processor time for each.
 */
public final class BareLoop {

	static final String COMMANDS = "commands";

	static final String RESULTS = "results";

	static final String JOBS = "jobs";

	static final String EXECUTIONS = "executions";

	static final String TASK_RUNS = "task-runs";

	private static final int PARTITIONS = 4;

	private static final Duration MOST = Duration.ofMinutes(10);

	private static final JsonMapper JSON = new JsonMapper();

	/** As large as the documents of such an execution are. */
	private static final String PAYLOAD = "x".repeat(300);

	private final AtomicInteger ended = new AtomicInteger();

	private final String address;

	private volatile boolean running = true;

	private BareLoop(String address) {
		this.address = address;
	}

	/**
	 * Runs some executions that do not count, and then those that do.
	 * @param arguments how many of both
	 */
	public static void main(String[] arguments) throws Exception {
		LoggingSystem.get(BareLoop.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
		Path directory = Files.createTempDirectory("windhover-bare");
		try (TestBroker broker = TestBroker.start(directory.resolve("broker"))) {
			new BareLoop(broker.address()).run(directory, Integer.parseInt(arguments[0]),
					Integer.parseInt(arguments[1]));
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run(Path directory, int warmUp, int load) throws Exception {
		prepare();
		StreamsBuilderFactoryBean streams = TestStreams
			.factory(this.address, "bare-", "a", directory.resolve("streams"), 1, 0, (bean) -> {
			})
			.create(Role.EXECUTOR, new BareTopology());
		streams.afterPropertiesSet();
		streams.afterSingletonsInstantiated();
		streams.start();
		List<Thread> threads = List.of(new Thread(this::work, "bare-worker"), new Thread(this::count, "bare-end"));
		threads.forEach(Thread::start);
		try {
			create(warmUp);
			double cpu = cpuMillis();
			double seconds = create(load);
			System.out.printf(Locale.ROOT, "%f %f%n", load / seconds, (cpuMillis() - cpu) / load);
		}
		finally {
			this.running = false;
			for (Thread thread : threads) {
				thread.join();
			}
			streams.stop();
		}
	}

	private void prepare() throws Exception {
		try (Admin admin = TestClients.of(this.address).admin("bare-admin", 10_000)) {
			admin
				.createTopics(List.of(COMMANDS, RESULTS, JOBS, EXECUTIONS, TASK_RUNS)
					.stream()
					.map((name) -> new NewTopic(name, PARTITIONS, (short) 1))
					.toList())
				.all()
				.get();
			admin
				.incrementalAlterConfigs(
						Map.of(new ConfigResource(ConfigResource.Type.GROUP, "bare-workers"),
								List.of(set("share.isolation.level", "read_committed"),
										set("share.auto.offset.reset", "earliest"))))
				.all()
				.get();
		}
	}

	private static AlterConfigOp set(String name, String value) {
		return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
	}

	private double create(int executions) throws Exception {
		int before = this.ended.get();
		long began = System.nanoTime();
		try (KafkaProducer<String, byte[]> producer = producer()) {
			List<Future<RecordMetadata>> sent = new ArrayList<>();
			for (int i = 0; i < executions; i++) {
				Message command = new Message(UUID.randomUUID().toString(), "create", Instant.now(), PAYLOAD);
				sent.add(send(producer, COMMANDS, command));
			}
			await(sent);
		}
		while (this.ended.get() - before < executions) {
			if (System.nanoTime() - began > MOST.toNanos()) {
				throw new IllegalStateException("%d of %d ended".formatted(this.ended.get() - before, executions));
			}
			Thread.sleep(5);
		}
		return (System.nanoTime() - began) / 1e9;
	}

	/** A worker: its start is written before it acknowledges, as the application does. */
	private void work() {
		try (KafkaProducer<String, byte[]> producer = producer();
				ShareConsumer<String, byte[]> jobs = TestClients.of(this.address)
					.shareConsumer("bare-worker", "bare-workers", Map.of())) {
			jobs.subscribe(List.of(JOBS));
			List<Future<RecordMetadata>> sent = new ArrayList<>();
			while (this.running) {
				List<Message> taken = new ArrayList<>();
				for (ConsumerRecord<String, byte[]> job : jobs.poll(Duration.ofMillis(100))) {
					Message message = read(job.value());
					taken.add(message);
					sent.add(send(producer, RESULTS, message.next("started")));
				}
				await(sent);
				sent.clear();
				jobs.commitSync();
				taken.forEach((message) -> sent.add(send(producer, RESULTS, message.next("ended"))));
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(List<Future<RecordMetadata>> sent) throws InterruptedException, ExecutionException {
		for (Future<RecordMetadata> each : sent) {
			each.get();
		}
	}

	private void count() {
		try (Consumer<String, byte[]> documents = TestClients.of(this.address)
			.consumer("bare-end", "bare-end", Map.of("auto.offset.reset", "earliest"))) {
			documents.subscribe(List.of(EXECUTIONS));
			while (this.running) {
				for (ConsumerRecord<String, byte[]> document : documents.poll(Duration.ofMillis(100))) {
					if (read(document.value()).state().equals("ended")) {
						this.ended.incrementAndGet();
					}
				}
			}
		}
	}

	private KafkaProducer<String, byte[]> producer() {
		return new KafkaProducer<>(Map.of("bootstrap.servers", this.address, "linger.ms", "0"), new StringSerializer(),
				new ByteArraySerializer());
	}

	private static Future<RecordMetadata> send(KafkaProducer<String, byte[]> producer, String topic, Message message) {
		return producer.send(new ProducerRecord<>(topic, message.id(), write(message)));
	}

	static byte[] write(Message message) {
		return JSON.writeValueAsBytes(message);
	}

	static Message read(byte[] bytes) {
		return JSON.readValue(bytes, Message.class);
	}

	private static double cpuMillis() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
	}

	/**
	 * Every message and document of the loop.
	 */
	record Message(String id, String state, Instant at, String payload) {

		Message next(String next) {
			return new Message(this.id, next, Instant.now(), this.payload);
		}

	}

}
