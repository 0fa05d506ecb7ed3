package io.windhover.event.relay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.event.EventFactory;
import io.windhover.event.EventFactory.Data;
import io.windhover.event.EventType;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expected;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which expectations of flows are missed, and since when: one that is missed again before
 * it was met is missed once more.
 */
class FlowChanges {

	private final EventFactory factory;

	private final Remembered<Map<Expected, Instant>> missed = new Remembered<>();

	FlowChanges(EventFactory factory) {
		this.factory = factory;
	}

	/**
	 * The events of a history.
	 * @param history null where the flow was deleted
	 */
	List<DerivedEvent> derive(ConsumerRecord<String, byte[]> message, @Nullable FlowHistory history) {
		Map<Expected, Instant> now = (history != null) ? missed(history) : Map.of();
		Map<Expected, Instant> before = Objects
			.requireNonNullElse(this.missed.replace(message, now.isEmpty() ? null : now), Map.of());
		if (now.equals(before)) {
			return List.of();
		}
		FlowKey flow = FlowKey.parse(message.key());
		List<DerivedEvent> events = new ArrayList<>();
		before.forEach((expected, since) -> {
			if (!now.containsKey(expected)) {
				events.add(met(flow, expected, since, history,
						(history != null) ? history.at() : Instant.ofEpochMilli(message.timestamp())));
			}
		});
		if (history != null) {
			history.expected().forEach((each) -> {
				if (each.missedSince() != null && !each.missedSince().equals(before.get(each.expected()))) {
					events.add(missed(flow, history, each, each.missedSince()));
				}
			});
		}
		return events;
	}

	void forget(Collection<TopicPartition> partitions) {
		this.missed.forget(partitions);
	}

	private static Map<Expected, Instant> missed(FlowHistory history) {
		Map<Expected, Instant> missed = new EnumMap<>(Expected.class);
		history.expected().forEach((each) -> {
			if (each.missedSince() != null) {
				missed.put(each.expected(), each.missedSince());
			}
		});
		return missed;
	}

	private DerivedEvent missed(FlowKey flow, FlowHistory history, FlowHistory.Expectation missed, Instant since) {
		Data data = new Data().and("namespace", flow.namespace())
			.and("flowId", flow.id())
			.and("flowRevision", history.revision())
			.and("expectation", missed.expected().property())
			.and("value", missed.value())
			.and("missedSince", since)
			.and("reason", EventDerivation.shortened(missed.reason()));
		return event(EventType.EXPECTATION_MISSED, flow, missed.expected(), since, since, data);
	}

	private DerivedEvent met(FlowKey flow, Expected expected, Instant since, @Nullable FlowHistory history,
			Instant at) {
		boolean still = history != null && !history.disabled()
				&& history.expected().stream().anyMatch((each) -> each.expected() == expected);
		Data data = new Data().and("namespace", flow.namespace())
			.and("flowId", flow.id())
			.and("flowRevision", (history != null) ? history.revision() : null)
			.and("expectation", expected.property())
			.and("missedSince", since)
			.and("metAt", at)
			.and("outcome", still ? "met" : "withdrawn");
		return event(EventType.EXPECTATION_MET, flow, expected, since, at, data);
	}

	private DerivedEvent event(EventType type, FlowKey flow, Expected expected, Instant since, Instant at, Data data) {
		return new DerivedEvent(flow.toString(), this.factory.create(type,
				"%s/%s@%s".formatted(flow, expected.property(), since), flow.toString(), at, data));
	}

}
