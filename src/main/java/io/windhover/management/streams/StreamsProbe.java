package io.windhover.management.streams;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import io.windhover.management.lag.GroupLags;
import io.windhover.management.lag.PartitionLag;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample of one Kafka Streams client.
 */
public class StreamsProbe {

	private final GroupLags lags;

	private final Clock clock;

	/**
	 * Takes samples for the sampler.
	 * @param lags belong to the thread of the sampler, so only that may take samples
	 */
	public StreamsProbe(GroupLags lags, Clock clock) {
		this.lags = lags;
		this.clock = clock;
	}

	/**
	 * The sample; null when the client is not started or is closing.
	 */
	public @Nullable StreamsSample sample(StreamsClient client)
			throws ExecutionException, InterruptedException, TimeoutException {
		KafkaStreams streams = client.streams();
		if (streams == null || !client.standing().state().isRunningOrRebalancing()) {
			return null;
		}
		List<StreamThreadSample> threads = StreamThreads.of(streams);
		List<StreamsSample.StoreLag> stores = stores(client.applicationId(), streams.allLocalStorePartitionLags());
		List<PartitionLag> inputs = inputs(client.applicationId(), partitions(threads));
		return new StreamsSample(client.clientId(), this.clock.instant(), stores, inputs, threads,
				sum(client, "alive-stream-threads"), sum(client, "failed-stream-threads"));
	}

	private List<StreamsSample.StoreLag> stores(String applicationId, Map<String, Map<Integer, LagInfo>> lags)
			throws ExecutionException, InterruptedException, TimeoutException {
		Map<TopicPartition, Long> behind = new HashMap<>();
		lags.forEach((store, partitions) -> partitions.forEach((partition, lag) -> {
			if (lag.offsetLag() > 0) {
				behind.put(changelog(applicationId, store, partition), lag.currentOffsetPosition());
			}
		}));
		Set<TopicPartition> unread = this.lags.unread(behind);
		List<StreamsSample.StoreLag> stores = new ArrayList<>();
		lags.forEach((store, partitions) -> partitions.forEach((partition, lag) -> {
			// a standby never reads the last marker, and Kafka Streams calls that a lag
			boolean real = unread.contains(changelog(applicationId, store, partition));
			stores.add(new StreamsSample.StoreLag(store, partition, lag.currentOffsetPosition(),
					lag.endOffsetPosition(), real ? lag.offsetLag() : 0));
		}));
		stores
			.sort(Comparator.comparing(StreamsSample.StoreLag::store).thenComparing(StreamsSample.StoreLag::partition));
		return List.copyOf(stores);
	}

	private static TopicPartition changelog(String applicationId, String store, int partition) {
		return new TopicPartition(applicationId + "-" + store + "-changelog", partition);
	}

	private static Set<TopicPartition> partitions(List<StreamThreadSample> threads) {
		return threads.stream()
			.flatMap((thread) -> thread.active().stream())
			.flatMap((task) -> task.partitions().stream())
			.map((each) -> new TopicPartition(each.topic(), each.partition()))
			.collect(Collectors.toSet());
	}

	private List<PartitionLag> inputs(String groupId, Set<TopicPartition> partitions)
			throws ExecutionException, InterruptedException, TimeoutException {
		return partitions.isEmpty() ? List.of() : this.lags.consumerGroup(groupId, partitions);
	}

	private static @Nullable Long sum(StreamsClient client, String metric) {
		Long sum = null;
		for (Metric each : client.metrics().values()) {
			if (each.metricName().name().equals(metric) && each.metricValue() instanceof Number number) {
				sum = ((sum != null) ? sum : 0) + number.longValue();
			}
		}
		return sum;
	}

}
