package io.windhover.topic.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.windhover.execution.instance.Maintenance;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the cluster is in maintenance, as its topic has it: one switch for all
 * instances, also for those that start later. While its record cannot be read, nothing
 * begins either: it may be that of a maintenance.
 */
public class MaintenanceMode {

	private static final Logger logger = LoggerFactory.getLogger(MaintenanceMode.class);

	/** The switch is one record. */
	private static final String KEY = "cluster";

	private static final Duration OWN_WRITE = Duration.ofSeconds(2);

	private final Topic<Maintenance> topic;

	private final Publisher publisher;

	private final Supplier<Stream<MaintenanceListener>> listeners;

	private final TopicFollower follower;

	private final Map<Maintenance, CompletableFuture<@Nullable Void>> awaited = new ConcurrentHashMap<>();

	private volatile @Nullable Maintenance last;

	private volatile @Nullable Unreadable unreadable;

	/**
	 * Makes the switch, whose position is unknown until its tail has caught up.
	 * @param listeners looked up at each change
	 */
	public MaintenanceMode(Topics topics, KafkaClients clients, DeadLetters deadLetters, Publisher publisher,
			Supplier<Stream<MaintenanceListener>> listeners) {
		this.topic = topics.maintenance();
		this.publisher = publisher;
		this.listeners = listeners;
		this.follower = new TopicFollower("windhover-maintenance", clients, deadLetters, true,
				List.of(new TopicFollower.Subscription<>(topics.maintenance(), this::accept, this::unreadable)));
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	public TopicFollower tail() {
		return this.follower;
	}

	/**
	 * Whether it has read what was there when this process started.
	 */
	public boolean isKnown() {
		return this.follower.isCaughtUp();
	}

	/**
	 * The present maintenance; null when there is none, and while it is not known.
	 */
	public @Nullable Maintenance current() {
		Maintenance known = this.last;
		return (known != null && known.on() && isKnown()) ? known : null;
	}

	/**
	 * Since when the cluster is in maintenance; null when it is not, and while that is
	 * not known.
	 */
	public @Nullable Instant since() {
		Maintenance known = current();
		return (known != null) ? known.since() : null;
	}

	/**
	 * Why the record of the switch cannot be read, until one comes that can be; null
	 * while it is read.
	 */
	public @Nullable Unreadable unreadable() {
		return this.unreadable;
	}

	/**
	 * Whether nothing may begin: the cluster is in maintenance, or that is not known.
	 */
	public boolean isHolding() {
		return !isKnown() || this.unreadable != null || current() != null;
	}

	/**
	 * Begins or ends the maintenance.
	 * @return completes when the broker has acknowledged it, and this instance has read
	 * it back if that does not take long
	 */
	public CompletableFuture<?> change(Maintenance wanted) {
		CompletableFuture<@Nullable Void> read = this.awaited.computeIfAbsent(wanted,
				(key) -> new CompletableFuture<>());
		return this.publisher.send(this.topic, KEY, wanted)
			.thenCompose((sent) -> read.completeOnTimeout(null, OWN_WRITE.toMillis(), TimeUnit.MILLISECONDS))
			.whenComplete((done, failure) -> this.awaited.remove(wanted));
	}

	private void accept(ConsumerRecord<String, byte[]> message, @Nullable Maintenance maintenance) {
		if (KEY.equals(message.key())) {
			accept(maintenance);
		}
	}

	private void unreadable(ConsumerRecord<String, byte[]> message, RuntimeException cause) {
		if (KEY.equals(message.key())) {
			this.unreadable = new Unreadable(Instant.ofEpochMilli(message.timestamp()),
					String.valueOf(cause.getMessage()));
			this.last = null;
			logger.error("Whether the cluster is in maintenance cannot be read, so nothing begins here until it is "
					+ "switched anew with POST /cluster, or a newer version runs here: {}", cause.getMessage());
			this.listeners.get().forEach((listener) -> listener.maintenance(true));
		}
	}

	/**
	 * Takes a record; null is as none.
	 */
	void accept(@Nullable Maintenance maintenance) {
		this.last = maintenance;
		this.unreadable = null;
		boolean on = maintenance != null && maintenance.on();
		this.listeners.get().forEach((listener) -> listener.maintenance(on));
		CompletableFuture<@Nullable Void> read = (maintenance != null) ? this.awaited.get(maintenance) : null;
		if (read != null) {
			read.complete(null);
		}
	}

	/**
	 * A record of the switch that cannot be read.
	 *
	 * @param since when it was written
	 * @param reason why it cannot be read
	 */
	public record Unreadable(Instant since, String reason) {
	}

}
