package io.windhover.event.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.windhover.event.EventFactory;
import io.windhover.event.EventFactory.Data;
import io.windhover.event.EventType;
import io.windhover.execution.instance.Incident;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents are open. One that closed is remembered until it is deleted, a day
 * later.
 */
class IncidentChanges {

	private final EventFactory factory;

	private final Remembered<Known> known = new Remembered<>();

	IncidentChanges(EventFactory factory) {
		this.factory = factory;
	}

	/**
	 * The events of an incident.
	 * @param incident null where it was deleted
	 */
	List<DerivedEvent> derive(ConsumerRecord<String, byte[]> message, @Nullable Incident incident) {
		Known now = (incident != null) ? new Known(incident.openedAt(), incident.closedAt() != null) : null;
		Known before = this.known.replace(message, now);
		if (incident == null || now == null || now.equals(before)) {
			return List.of();
		}
		List<DerivedEvent> events = new ArrayList<>();
		boolean same = before != null && before.openedAt().equals(now.openedAt());
		if (!same) {
			events.add(event(EventType.INCIDENT_OPENED, incident, incident.openedAt()));
		}
		if (incident.closedAt() != null) {
			events.add(event(EventType.INCIDENT_CLOSED, incident, incident.closedAt()));
		}
		return events;
	}

	void forget(Collection<TopicPartition> partitions) {
		this.known.forget(partitions);
	}

	private DerivedEvent event(EventType type, Incident incident, Instant at) {
		Data data = new Data().and("incidentId", incident.id())
			.and("kind", incident.kind())
			.and("severity", incident.severity())
			.and("namespace", incident.subject().get("namespace"))
			.and("flowId", incident.subject().get("flowId"))
			.and("subject", incident.subject())
			.and("since", incident.since())
			.and("openedAt", incident.openedAt())
			.and("closedAt", (type == EventType.INCIDENT_CLOSED) ? at : null)
			.and("cause", EventDerivation.shortened(incident.cause()))
			.and("count", incident.count())
			.and("runbook", incident.runbook())
			.and("route", incident.route())
			.and("instance", incident.reporter().id());
		return new DerivedEvent(incident.id(), this.factory.create(type, incident.id() + "@" + incident.openedAt(),
				"incidents/" + incident.id(), at, data));
	}

	private record Known(Instant openedAt, boolean closed) {
	}

}
