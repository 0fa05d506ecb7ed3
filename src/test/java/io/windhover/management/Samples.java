package io.windhover.management;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

import io.windhover.instance.Role;
import io.windhover.instance.ThreadPools;
import io.windhover.management.lag.Backlogs;
import io.windhover.management.lag.GroupLags;
import io.windhover.management.lag.KafkaOffsets;
import io.windhover.management.lag.UnreadRecords;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.topic.PartitionCount;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.processor.TaskId;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.util.unit.DataSize;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * A sampler with a broker and Kafka Streams clients that a test plays.
 */
public class Samples {

	public final ManagementProperties properties = new ManagementProperties(Duration.ofSeconds(5),
			Duration.ofSeconds(3), Duration.ofSeconds(30), 5, Duration.ofMinutes(10), Duration.ofMinutes(1));

	public final StreamsClients clients;

	public final Sampler sampler;

	/** The worker groups whose jobs it looks at. */
	public List<String> groups = List.of("default");

	final KafkaOffsets offsets = mock(KafkaOffsets.class);

	final UnreadRecords unread = mock(UnreadRecords.class);

	public Samples(Clock clock) throws Exception {
		this.clients = new StreamsClients(clock);
		this.sampler = sampler(this.properties, clock);
		given(this.offsets.positions(anyString(), any())).willReturn(Map.of(new TopicPartition("in", 0), 3L,
				new TopicPartition("in", 1), 5L, new TopicPartition("gone", 0), 1L));
		TopicPartition jobs = new TopicPartition("test-task-jobs", 0);
		TopicPartition gpu = new TopicPartition("test-task-jobs-gpu", 0);
		TopicPartition changelog = new TopicPartition("app-one-store-changelog", 0);
		TopicPartition other = new TopicPartition("app-one-store-changelog", 1);
		given(this.offsets.ends(any())).willReturn(Map.of(new TopicPartition("in", 0), 10L, new TopicPartition("in", 1),
				5L, jobs, 3L, gpu, 7L, changelog, 9L, other, 9L));
		given(this.offsets.openEnds(any())).willReturn(Map.of(jobs, 3L, gpu, 7L));
		given(this.offsets.beginnings(any())).willReturn(Map.of(jobs, 1L, gpu, 2L));
		long oldest = clock.instant().minusSeconds(90).toEpochMilli();
		given(this.unread.find(any())).willAnswer((call) -> {
			Map<TopicPartition, UnreadRecords.Unread> found = new HashMap<>();
			Map<TopicPartition, UnreadRecords.Range> ranges = call.getArgument(0);
			ranges.forEach((partition, range) -> found.put(partition,
					new UnreadRecords.Unread(range.to() - range.from(), oldest)));
			return found;
		});
	}

	/**
	 * A sampler of the same broker and clients.
	 */
	Sampler sampler(ManagementProperties properties, Clock clock, SampleListener... listeners) {
		GroupLags lags = new GroupLags(this.offsets, this.unread, clock);
		TopicProperties topics = new TopicProperties("test-", 1, (short) -1, Duration.ofDays(14), Duration.ZERO,
				Duration.ZERO, Duration.ofHours(1), DataSize.ofMegabytes(8));
		Backlogs backlogs = new Backlogs(lags, topics, new PartitionCount(null, 1), Topics.withPrefix("test-"),
				() -> this.groups, Set.of(Role.WORKER), clock);
		return new Sampler(this.clients, this.offsets, lags, backlogs, properties, new ThreadPools(),
				List.of(listeners), clock);
	}

	public void brokerAnswers() throws Exception {
		willAnswer((call) -> null).given(this.offsets).probe();
		this.sampler.sample();
	}

	public void brokerIsGone() throws Exception {
		willThrow(new java.util.concurrent.TimeoutException("nobody there")).given(this.offsets).probe();
		this.sampler.sample();
	}

	/**
	 * A client as its factory makes it, not started yet.
	 */
	public StreamsClient client(String id) {
		return client(id, 1);
	}

	/**
	 * A client that is to have some stream threads.
	 */
	public StreamsClient client(String id, int threads) {
		StreamsBuilderFactoryBean factory = new StreamsBuilderFactoryBean();
		Properties configuration = new Properties();
		configuration.put(StreamsConfig.APPLICATION_ID_CONFIG, "app-" + id);
		configuration.put(StreamsConfig.CLIENT_ID_CONFIG, id);
		configuration.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
		factory.setStreamsConfiguration(configuration);
		this.clients.configure(factory);
		return Objects.requireNonNull(this.clients.find(id));
	}

	/**
	 * A client that runs, with one store in two partitions and three inputs.
	 */
	public StreamsClient running(String id) {
		StreamsClient client = client(id);
		client.streamsAdded("factory", streams());
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);
		return client;
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	public static KafkaStreams streams() {
		KafkaStreams streams = mock(KafkaStreams.class);
		LagInfo lag = mock(LagInfo.class);
		given(lag.currentOffsetPosition()).willReturn(7L);
		given(lag.endOffsetPosition()).willReturn(9L);
		given(lag.offsetLag()).willReturn(2L);
		given(streams.allLocalStorePartitionLags()).willReturn(Map.of("store", Map.of(1, lag, 0, lag)));
		TaskMetadata task = mock(TaskMetadata.class);
		given(task.taskId()).willReturn(new TaskId(0, 0));
		given(task.committedOffsets()).willReturn(Map.of(new TopicPartition("in", 0), 3L));
		given(task.endOffsets()).willReturn(Map.of(new TopicPartition("in", 0), -1L));
		given(task.topicPartitions()).willReturn(
				Set.of(new TopicPartition("in", 0), new TopicPartition("in", 1), new TopicPartition("gone", 0)));
		ThreadMetadata thread = mock(ThreadMetadata.class);
		given(thread.threadName()).willReturn("thread-1");
		given(thread.threadState()).willReturn("RUNNING");
		given(thread.activeTasks()).willReturn(Set.of(task));
		given(streams.metadataForLocalThreads()).willReturn(Set.of(thread));
		Map metrics = Map.of(name("alive-stream-threads"), metric("alive-stream-threads", 2),
				name("failed-stream-threads"), metric("failed-stream-threads", 1), name("rate"),
				metric("rate", Double.NaN), name("version"), metric("version", "4.2"));
		given(streams.metrics()).willReturn(metrics);
		return streams;
	}

	private static KafkaMetric metric(String name, Object value) {
		return new KafkaMetric(new Object(), name(name), (Gauge<Object>) (config, now) -> value, new MetricConfig(),
				Time.SYSTEM);
	}

	private static MetricName name(String name) {
		return new MetricName(name, "stream-metrics", "What " + name + " is", Map.of("client-id", "c"));
	}

}
