package io.windhover.management.endpoint.store;

import java.util.List;

import io.windhover.management.streams.StreamThreadSample;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsSample;
import org.jspecify.annotations.Nullable;

/**
 * Says what the threads of a client do: the tasks as they were sampled, the restores as
 * they are.
 */
final class ThreadDescriptors {

	private ThreadDescriptors() {
	}

	static KafkaStreamsDescriptors.ThreadDetails of(StreamsClient client, @Nullable StreamsSample sample) {
		List<KafkaStreamsDescriptors.Restore> restores = client.restores()
			.stream()
			.map((each) -> new KafkaStreamsDescriptors.Restore(each.store(), each.partition(), each.restored(),
					each.remaining(), each.total(), each.since()))
			.toList();
		if (sample == null) {
			return new KafkaStreamsDescriptors.ThreadDetails(client.clientId(), null, List.of(), restores);
		}
		return new KafkaStreamsDescriptors.ThreadDetails(client.clientId(), sample.sampledAt(),
				sample.threads().stream().map(ThreadDescriptors::thread).toList(), restores);
	}

	private static KafkaStreamsDescriptors.StreamThread thread(StreamThreadSample thread) {
		return new KafkaStreamsDescriptors.StreamThread(thread.name(), thread.state(), tasks(thread.active()),
				tasks(thread.standby()));
	}

	private static List<KafkaStreamsDescriptors.Task> tasks(List<StreamThreadSample.Task> tasks) {
		return tasks.stream()
			.map((task) -> new KafkaStreamsDescriptors.Task(task.id(),
					task.partitions().stream().map(ThreadDescriptors::partition).toList()))
			.toList();
	}

	private static KafkaStreamsDescriptors.TaskPartition partition(StreamThreadSample.Partition partition) {
		return new KafkaStreamsDescriptors.TaskPartition(partition.topic(), partition.partition(),
				partition.committed(), partition.end());
	}

}
