package io.windhover.management.incident;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.windhover.execution.instance.Incident;
import io.windhover.management.FixedClock;
import io.windhover.management.KafkaSample;
import io.windhover.topic.LossyPublisher;
import io.windhover.topic.Publisher;
import io.windhover.topic.Topic;
import io.windhover.topic.Topics;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The topic of incidents and the broker that has it: what is written comes to all that
 * follow it, as JSON.
 */
class PlayedTopic {

	final Topic<Incident> topic = Topics.withPrefix("").incidents();

	final List<IncidentDirectory> followers = new ArrayList<>();

	/** All that was written; null deletes. */
	final List<@Nullable Incident> records = new ArrayList<>();

	final LossyPublisher lossy = mock(LossyPublisher.class);

	final Publisher publisher = mock(Publisher.class);

	/** Whether the sampler knows that the broker is away. */
	boolean away;

	/** Whether the broker takes nothing, though it seems to be there. */
	boolean refusing;

	PlayedTopic() {
		given(this.lossy.send(any(), anyString(), any()))
			.willAnswer((call) -> write(call.getArgument(1), call.getArgument(2)));
		given(this.publisher.send(any(), anyString(), any()))
			.willAnswer((call) -> write(call.getArgument(1), call.getArgument(2)));
	}

	KafkaSample kafka() {
		return this.away ? new KafkaSample(FixedClock.START, null, "away")
				: new KafkaSample(FixedClock.START, FixedClock.START, null);
	}

	CompletableFuture<?> write(String id, @Nullable Incident incident) {
		if (this.refusing || this.away) {
			return CompletableFuture.failedFuture(new TimeoutException("nobody is there"));
		}
		this.records.add(incident);
		this.followers.forEach((follower) -> follower.accept(id, read(incident)));
		return CompletableFuture.completedFuture(null);
	}

	private @Nullable Incident read(@Nullable Incident incident) {
		if (incident == null) {
			return null;
		}
		byte[] bytes = this.topic.serde().serializer().serialize(this.topic.name(), incident);
		return this.topic.serde().deserializer().deserialize(this.topic.name(), bytes);
	}

}
