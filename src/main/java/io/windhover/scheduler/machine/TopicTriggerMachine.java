package io.windhover.scheduler.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.flow.ReadRecords;
import io.windhover.execution.flow.TopicPositions;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.PollingTrigger;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from the records that a trigger has read: a pure function like
 * {@link TriggerMachine}, which it is a part of. The positions change with the fires, so
 * that each record fires once, however often it is read, as long as they are kept.
 */
final class TopicTriggerMachine {

	private TopicTriggerMachine() {
	}

	/**
	 * Records were read, perhaps not for the first time. Where no execution can begin
	 * with what the trigger gives, they are read again.
	 */
	static TriggerTransition read(TriggerEntry entry, Evaluated outcome, ReadRecords read, Instant now) {
		TopicPositions before = entry.positions();
		if (!(entry.trigger() instanceof PollingTrigger trigger) || !outcome.date().isAfter(entry.since())
				|| (before != null && !before.precede(read))) {
			// of another form, or of positions that were never committed: read again
			return new TriggerTransition(null, List.of());
		}
		List<ReadRecords.Item> fresh = read.records()
			.stream()
			.filter((item) -> before == null || !before.isPast(read, item))
			.toList();
		List<TriggerEffect> refusal = fresh.isEmpty() ? null
				: RefusedFire.tooLarge(entry, trigger.inputs(), outcome.date(), 1, now);
		if (refusal != null) {
			return new TriggerTransition(null, refusal);
		}
		List<TriggerEffect> effects = new ArrayList<>();
		TriggerEntry after = entry;
		for (List<ReadRecords.Item> items : fires(fresh, read.batch())) {
			String id = read.batch() ? entry.executionId(read.source(), items)
					: entry.executionId(read.source(), items.get(0));
			effects.add(new TriggerEffect.Fire(id, outcome.date(), trigger.inputs(), variables(items, read.batch()),
					null, read.batch() ? TraceHeaders.NONE : trace(items.get(0).variables())));
			after = after.fired(outcome.date(), id, now);
		}
		TopicPositions positions = after(before, read);
		after = positions.equals(before) ? after : after.positioned(positions);
		if (read.more() && after.state().next() != null && !after.state().paused()) {
			after = after.planned(now, now);
		}
		return new TriggerTransition(after, effects);
	}

	private static TopicPositions after(@Nullable TopicPositions before, ReadRecords read) {
		return ((before != null) ? before : new TopicPositions(read.source(), Map.of())).after(read);
	}

	private static List<List<ReadRecords.Item>> fires(List<ReadRecords.Item> items, boolean batch) {
		if (items.isEmpty()) {
			return List.of();
		}
		return batch ? List.of(items) : items.stream().map(List::of).toList();
	}

	/** The records of a batch may be of as many traces. */
	private static TraceHeaders trace(Map<String, Object> variables) {
		return (variables.get("headers") instanceof Map<?, ?> headers)
				? new TraceHeaders(text(headers, TraceHeaders.TRACEPARENT), text(headers, TraceHeaders.TRACESTATE))
				: TraceHeaders.NONE;
	}

	private static @Nullable String text(Map<?, ?> headers, String name) {
		return (headers.get(name) instanceof String text) ? text : null;
	}

	private static Map<String, Object> variables(List<ReadRecords.Item> items, boolean batch) {
		if (!batch) {
			return items.get(0).variables();
		}
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("count", items.size());
		variables.put("records", items.stream().map(ReadRecords.Item::variables).toList());
		return variables;
	}

}
