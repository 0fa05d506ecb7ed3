package io.windhover.management.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.windhover.management.FailureText;
import io.windhover.management.lag.LazyClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the brokers what their log directories hold.
 */
class BrokerDisks implements AutoCloseable {

	private final LazyClient<Admin> admin;

	private final Predicate<String> own;

	private final Duration timeout;

	/**
	 * Prepares the client.
	 * @param own tells the topics that count
	 */
	BrokerDisks(Supplier<Admin> factory, Predicate<String> own, Duration timeout) {
		this.admin = new LazyClient<>(factory, (client) -> client.close(Duration.ofSeconds(1)));
		this.own = own;
		this.timeout = timeout;
	}

	/**
	 * What all brokers hold; fails where one of them does not tell. A log directory that
	 * a broker cannot read hides no other.
	 */
	Disks look() throws ExecutionException, InterruptedException, TimeoutException {
		Admin client = this.admin.get();
		List<Integer> brokers = await(client.describeCluster().nodes()).stream().map(Node::id).sorted().toList();
		Map<Integer, Map<String, LogDirDescription>> found = await(client.describeLogDirs(brokers).allDescriptions());
		Map<String, Long> topics = new TreeMap<>();
		List<Volume> volumes = new ArrayList<>();
		List<String> unreadable = new ArrayList<>();
		found.forEach((broker, directories) -> directories.forEach((path, directory) -> {
			String where = "broker %d, %s".formatted(broker, path);
			ApiException error = directory.error();
			if (error != null) {
				unreadable.add(where + ": " + FailureText.of(error));
				return;
			}
			directory.replicaInfos().forEach((partition, replica) -> {
				if (this.own.test(partition.topic())) {
					topics.merge(partition.topic(), replica.size(), Long::sum);
				}
			});
			volumes.add(new Volume(StorageKind.TOPICS, where, null, orNull(directory.totalBytes()),
					orNull(directory.usableBytes())));
		}));
		if (volumes.isEmpty() && !unreadable.isEmpty()) {
			throw new KafkaStorageException(message(unreadable));
		}
		return new Disks(topics, volumes, unreadable.isEmpty() ? null : message(unreadable));
	}

	private static String message(List<String> unreadable) {
		return "Log directories that cannot be read, whose bytes are not known: " + String.join("; ", unreadable);
	}

	private static @Nullable Long orNull(OptionalLong value) {
		return value.isPresent() ? value.getAsLong() : null;
	}

	private <T> T await(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
		return answer.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.admin.close();
	}

	/**
	 * What was found.
	 *
	 * @param topics their bytes, all replicas together
	 * @param unknown which directories could not be read; null where all could
	 */
	record Disks(Map<String, Long> topics, List<Volume> volumes, @Nullable String unknown) {
	}

}
