package io.windhover.topic.streams;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.instance.Phases;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.StartupStep;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Deletes the local stores, before Kafka Streams opens them, when they do not come from
 * the topics of this broker: Kafka Streams itself would go on with what only they know.
 */
class StoreGuard extends StartupStep {

	private static final Logger logger = LoggerFactory.getLogger(StoreGuard.class);

	private static final String CLUSTER_FILE = "cluster-id";

	/** A line for each changelog: its name, and the id that the cluster gave it. */
	private static final String CHANGELOGS_FILE = "changelog-ids";

	private static final String CHECKPOINT = ".checkpoint";

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final int STOP_TIMEOUT_MILLIS = 3_000;

	private final Path directory;

	private final KafkaClients clients;

	StoreGuard(Path directory, KafkaClients clients) {
		super(Phases.TAILS - 1);
		this.directory = directory;
		this.clients = clients;
	}

	@Override
	protected void run() {
		try (Admin admin = this.clients.admin("windhover-store-guard", TIMEOUT_MILLIS)) {
			String cluster = admin.describeCluster().clusterId().get();
			Map<TopicPartition, Long> checkpoints = checkpoints();
			Map<String, String> changelogs = changelogs(admin, checkpoints.keySet());
			String reason = strangerReason(cluster);
			if (reason == null) {
				reason = aheadReason(admin, checkpoints);
			}
			if (reason == null) {
				reason = remadeReason(changelogs);
			}
			if (reason != null) {
				delete(reason);
			}
			Files.createDirectories(this.directory);
			Files.writeString(this.directory.resolve(CLUSTER_FILE), cluster);
			remember((reason == null) ? changelogs : Map.of());
		}
		catch (ExecutionException ex) {
			throw new KafkaException("Cannot compare the local stores with the topics: " + ex.getMessage(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new KafkaException("Interrupted while comparing the local stores with the topics", ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot check the local stores in " + this.directory, ex);
		}
	}

	/**
	 * Remembers the changelogs that were made since the start, now that Kafka Streams has
	 * written how far its stores reach.
	 */
	@Override
	public void stop() {
		try {
			Set<TopicPartition> changelogs = checkpoints().keySet();
			if (!remembered().keySet().containsAll(names(changelogs))) {
				try (Admin admin = this.clients.admin("windhover-store-guard", STOP_TIMEOUT_MILLIS)) {
					remember(changelogs(admin, changelogs));
				}
			}
		}
		catch (IOException | ExecutionException | KafkaException ex) {
			logger.warn("Cannot remember the changelogs of the local stores: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		super.stop();
	}

	private @Nullable String strangerReason(String cluster) throws IOException {
		Path file = this.directory.resolve(CLUSTER_FILE);
		String known = Files.exists(file) ? Files.readString(file).strip() : cluster;
		return known.equals(cluster) ? null
				: "they belong to the Kafka cluster %s, and this broker is of the cluster %s".formatted(known, cluster);
	}

	/** A clean stop leaves beside each store how far into its changelog it reaches. */
	private static @Nullable String aheadReason(Admin admin, Map<TopicPartition, Long> checkpoints)
			throws ExecutionException, InterruptedException {
		ListOffsetsResult ends = admin.listOffsets(checkpoints.keySet()
			.stream()
			.collect(Collectors.toMap(Function.identity(), (changelog) -> OffsetSpec.latest())));
		for (Map.Entry<TopicPartition, Long> checkpoint : checkpoints.entrySet()) {
			long end = end(ends.partitionResult(checkpoint.getKey()));
			if (checkpoint.getValue() > end) {
				return "a store reaches to offset %d of its changelog %s, which ends at %d"
					.formatted(checkpoint.getValue(), checkpoint.getKey(), end);
			}
		}
		return null;
	}

	/** Made anew, a changelog may reach further than a store that is not made of it. */
	private @Nullable String remadeReason(Map<String, String> changelogs) throws IOException {
		for (Map.Entry<String, String> before : remembered().entrySet()) {
			String now = changelogs.get(before.getKey());
			if (now != null && !now.equals(before.getValue())) {
				return "the changelog %s was made anew since they were written".formatted(before.getKey());
			}
		}
		return null;
	}

	private Map<String, String> remembered() throws IOException {
		Path file = this.directory.resolve(CHANGELOGS_FILE);
		return Files.notExists(file) ? Map.of() : Files.readAllLines(file)
			.stream()
			.map((line) -> line.split(" ", 2))
			// a power failure may have left half of a line
			.filter((words) -> words.length == 2)
			.collect(Collectors.toMap((words) -> words[0], (words) -> words[1]));
	}

	private void remember(Map<String, String> changelogs) throws IOException {
		Files.write(this.directory.resolve(CHANGELOGS_FILE),
				changelogs.entrySet().stream().map((each) -> each.getKey() + " " + each.getValue()).sorted().toList());
	}

	/** The id of each changelog that exists. */
	private static Map<String, String> changelogs(Admin admin, Set<TopicPartition> partitions)
			throws ExecutionException, InterruptedException {
		Map<String, String> ids = new HashMap<>();
		for (Map.Entry<String, KafkaFuture<TopicDescription>> each : admin.describeTopics(names(partitions))
			.topicNameValues()
			.entrySet()) {
			try {
				ids.put(each.getKey(), each.getValue().get().topicId().toString());
			}
			catch (ExecutionException ex) {
				if (!(ex.getCause() instanceof UnknownTopicOrPartitionException)) {
					throw ex;
				}
			}
		}
		return ids;
	}

	private static Set<String> names(Set<TopicPartition> partitions) {
		return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
	}

	private static long end(KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo> result)
			throws ExecutionException, InterruptedException {
		try {
			return result.get().offset();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UnknownTopicOrPartitionException) {
				return 0;
			}
			throw ex;
		}
	}

	private Map<TopicPartition, Long> checkpoints() throws IOException {
		Map<TopicPartition, Long> checkpoints = new HashMap<>();
		for (File file : checkpointFiles()) {
			checkpoints.putAll(new OffsetCheckpoint(file).read());
		}
		return checkpoints;
	}

	private List<File> checkpointFiles() throws IOException {
		if (Files.notExists(this.directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.walk(this.directory, 3)) {
			return files.filter((file) -> Objects.requireNonNull(file.getFileName()).toString().equals(CHECKPOINT))
				.map(Path::toFile)
				.toList();
		}
	}

	private void delete(String reason) throws IOException {
		List<Path> stores;
		try (Stream<Path> files = Files.list(this.directory)) {
			stores = files.filter(Files::isDirectory).collect(Collectors.toList());
		}
		for (Path store : stores) {
			FileSystemUtils.deleteRecursively(store);
		}
		logger.warn("Deleted the local stores in {}, because {}. They are restored from the topics.", this.directory,
				reason);
	}

}
