package io.windhover.event.relay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.event.EventFactory;
import io.windhover.event.EventFactory.Data;
import io.windhover.event.EventType;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which workers drain, by what they say of themselves. One that was not heard before
 * counts as one that runs.
 */
class WorkerChanges {

	private static final String RUNNING = "running";

	private static final Map<String, EventType> TYPES = Map.of("draining", EventType.WORKER_DRAINING, "drained",
			EventType.WORKER_DRAINED, RUNNING, EventType.WORKER_RESUMED);

	private final EventFactory factory;

	private final Remembered<String> states = new Remembered<>();

	WorkerChanges(EventFactory factory) {
		this.factory = factory;
	}

	/**
	 * The events of a heartbeat.
	 * @param heartbeat null where the instance is gone
	 */
	List<DerivedEvent> derive(ConsumerRecord<String, byte[]> message, @Nullable Heartbeat heartbeat) {
		if (heartbeat == null) {
			this.states.replace(message, null);
			return List.of();
		}
		String state = heartbeat.workerState();
		EventType type = (state != null && heartbeat.standing() == Standing.HOLDING) ? TYPES.get(state) : null;
		if (state == null || type == null) {
			return List.of();
		}
		String before = Objects.requireNonNullElse(this.states.replace(message, state), RUNNING);
		return state.equals(before) ? List.of() : List.of(event(type, heartbeat, before));
	}

	void forget(Collection<TopicPartition> partitions) {
		this.states.forget(partitions);
	}

	private DerivedEvent event(EventType type, Heartbeat heartbeat, String before) {
		String id = heartbeat.instance().id();
		Data data = new Data().and("instance", id)
			.and("incarnation", heartbeat.instance().incarnation())
			.and("host", heartbeat.host())
			.and("state", heartbeat.workerState())
			.and("before", before)
			.and("workerGroups", heartbeat.servedGroups())
			.and("slotsUsed", heartbeat.slotsUsed());
		return new DerivedEvent(id,
				this.factory.create(type, "%s/%s@%s".formatted(id, heartbeat.instance().incarnation(), heartbeat.at()),
						"instances/" + id, heartbeat.at(), data));
	}

}
