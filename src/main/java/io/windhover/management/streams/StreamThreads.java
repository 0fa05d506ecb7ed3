package io.windhover.management.streams;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the threads of a Kafka Streams client do. It takes the lock of each thread's
 * state, so only the sampler may use it.
 */
final class StreamThreads {

	private StreamThreads() {
	}

	static List<StreamThreadSample> of(KafkaStreams streams) {
		return streams.metadataForLocalThreads()
			.stream()
			.map(StreamThreads::thread)
			.sorted(Comparator.comparing(StreamThreadSample::name))
			.toList();
	}

	private static StreamThreadSample thread(ThreadMetadata thread) {
		return new StreamThreadSample(thread.threadName(), thread.threadState(), tasks(thread.activeTasks()),
				tasks(thread.standbyTasks()));
	}

	private static List<StreamThreadSample.Task> tasks(Collection<TaskMetadata> tasks) {
		return tasks.stream()
			.sorted(Comparator.comparing(TaskMetadata::taskId))
			.map((task) -> new StreamThreadSample.Task(task.taskId().toString(), partitions(task)))
			.toList();
	}

	private static List<StreamThreadSample.Partition> partitions(TaskMetadata task) {
		Map<TopicPartition, Long> committed = task.committedOffsets();
		Map<TopicPartition, Long> ends = task.endOffsets();
		return task.topicPartitions()
			.stream()
			.sorted(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition))
			.map((partition) -> partition(partition, known(committed.get(partition)), known(ends.get(partition))))
			.toList();
	}

	/**
	 * What Kafka Streams calls the end is the last one that it saw, and may be passed.
	 */
	private static StreamThreadSample.Partition partition(TopicPartition partition, @Nullable Long committed,
			@Nullable Long end) {
		boolean passed = committed != null && end != null && end < committed;
		return new StreamThreadSample.Partition(partition.topic(), partition.partition(), committed,
				passed ? committed : end);
	}

	// Kafka Streams says -1 for what it does not know
	private static @Nullable Long known(@Nullable Long offset) {
		return (offset != null && offset >= 0) ? offset : null;
	}

}
