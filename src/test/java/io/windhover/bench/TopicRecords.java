package io.windhover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How much a broker was given to keep.
 */
final class TopicRecords {

	private TopicRecords() {
	}

	/**
	 * Records of all topics, markers of transactions included.
	 * @param directory of the process, where the login is if there is one
	 */
	static long count(String broker, Path directory) throws IOException, InterruptedException, ExecutionException {
		try (Admin admin = Admin.create(clientProperties(broker, directory))) {
			List<TopicPartition> partitions = admin.describeTopics(admin.listTopics().names().get())
				.allTopicNames()
				.get()
				.values()
				.stream()
				.flatMap((topic) -> topic.partitions()
					.stream()
					.map((info) -> new TopicPartition(topic.name(), info.partition())))
				.toList();
			return admin
				.listOffsets(partitions.stream()
					.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest())))
				.all()
				.get()
				.values()
				.stream()
				.mapToLong((offset) -> offset.offset())
				.sum();
		}
	}

	private static Properties clientProperties(String broker, Path directory) throws IOException {
		Properties properties = new Properties();
		try (Stream<Path> files = Files.walk(directory)) {
			Path file = files.filter((path) -> path.endsWith("kafka-client.properties")).findFirst().orElse(null);
			if (file != null) {
				try (var text = Files.newBufferedReader(file)) {
					properties.load(text);
				}
			}
		}
		properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker);
		return properties;
	}

}
