package io.windhover.management.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.lag.PartitionLag;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether what is unread will be read before it is deleted: a topic whose oldest unread
 * record has passed half of the retention degrades.
 */
class TopicsHealthIndicator extends AbstractHealthIndicator {

	private final StreamsClients clients;

	private final Sampler sampler;

	private final Topics topics;

	private final Set<String> kept;

	private final Duration limit;

	TopicsHealthIndicator(StreamsClients clients, Sampler sampler, Topics topics, TopicProperties properties) {
		super("The samples cannot be read");
		this.clients = clients;
		this.sampler = sampler;
		this.topics = topics;
		this.kept = topics.all()
			.stream()
			.filter((topic) -> topic.cleanup() == Topic.Cleanup.DELETE)
			.map(Topic::name)
			.collect(Collectors.toSet());
		this.limit = properties.retention().dividedBy(2);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Map<String, Duration> old = new TreeMap<>();
		lags().forEach((lag) -> {
			Duration age = lag.age();
			if (age != null && age.compareTo(this.limit) > 0 && isKept(lag.topic())) {
				old.merge(lag.topic(), age, (one, two) -> (one.compareTo(two) > 0) ? one : two);
			}
		});
		if (old.isEmpty()) {
			builder.up();
		}
		else {
			builder.status(Statuses.DEGRADED).withDetail("unread", new LinkedHashMap<>(old));
		}
		builder.withDetail("limit", this.limit);
	}

	private boolean isKept(String topic) {
		return this.kept.contains(topic) || this.topics.workerGroup(topic) != null;
	}

	private Stream<PartitionLag> lags() {
		Stream<PartitionLag> inputs = this.clients.all()
			.stream()
			.map((client) -> this.sampler.streams(client.clientId()))
			.filter(Objects::nonNull)
			.map(StreamsSample::inputs)
			.flatMap(List::stream);
		Stream<PartitionLag> backlogs = Stream
			.concat(Stream.ofNullable(this.sampler.indexerBacklog()), this.sampler.workerBacklogs().values().stream())
			.map(BacklogSample::partitions)
			.flatMap(List::stream);
		return Stream.concat(inputs, backlogs);
	}

}
