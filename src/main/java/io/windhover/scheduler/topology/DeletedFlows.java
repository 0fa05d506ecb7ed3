package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowRef;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Takes the revisions of deleted flows out of their topic once no execution has needed
 * one for a while. Of each such flow a small entry stays, so that no revision is given
 * out twice.
 */
class DeletedFlows {

	/** How often some flows are looked at. */
	static final Duration LOOK = Duration.ofMinutes(1);

	/** Flows looked at, and revisions forgotten, at once. */
	static final int SLICE = 256;

	/**
	 * How long executors have to say what they need after a start, so that the time in
	 * which no scheduler ran counts for nothing.
	 */
	static final Duration GRACE = Duration.ofHours(1);

	/** Marks the entry of a flow that waits for its revisions to be forgotten. */
	private static final String KEPT = "kept";

	/** Marks the entry of a flow that has no revisions any more. */
	private static final String FORGOTTEN = "forgotten";

	/** Above all keys of flows. */
	private static final String AFTER_FLOWS = "~";

	private final KeyValueStore<String, Flow> flows;

	private final Effects effects;

	private final Duration keep;

	private final Instant startedAt;

	/** The last flow that was looked at; empty at the beginning. */
	private String last = "";

	DeletedFlows(KeyValueStore<String, Flow> flows, Effects effects, Duration keep, Instant startedAt) {
		this.flows = flows;
		this.effects = effects;
		this.keep = keep;
		this.startedAt = startedAt;
	}

	/** Whether an entry is of a flow that was deleted. */
	static boolean isDeleted(Flow entry) {
		return entry.source() == null;
	}

	/** The entry of a flow that is deleted now. */
	static Flow entry(Flow flow, Instant now) {
		return flow.deleted(now).changedBy(KEPT);
	}

	void command(FlowCommand.Revisions command, Instant now) {
		Flow known = this.flows.get(command.key().toString());
		if (known == null || !isDeleted(known)) {
			return; // it was stored again
		}
		if (command instanceof FlowCommand.Forget rest) {
			// stored and deleted again meanwhile, it is needed again
			if (FORGOTTEN.equals(known.change())) {
				forget(known, rest.from(), now);
			}
		}
		else if (KEPT.equals(known.change())) {
			this.flows.put(command.key().toString(), entry(known, now));
		}
	}

	/** Looks at some flows, at others the next time. */
	void look(Instant now) {
		List<Flow> deleted = new ArrayList<>();
		int seen = 0;
		try (KeyValueIterator<String, Flow> found = this.flows.range(this.last, AFTER_FLOWS)) {
			this.last = "";
			while (found.hasNext()) {
				KeyValue<String, Flow> each = found.next();
				if (isDeleted(each.value) && !FORGOTTEN.equals(each.value.change())) {
					deleted.add(each.value);
				}
				if (++seen == SLICE) {
					this.last = each.key;
					break;
				}
			}
		}
		deleted.forEach((flow) -> look(flow, now));
	}

	private void look(Flow flow, Instant now) {
		Instant since = flow.updatedAt();
		if (!KEPT.equals(flow.change()) || since == null) {
			// an earlier version deleted it, at an instant that nobody knows
			this.flows.put(flow.key().toString(), entry(flow, now));
		}
		else if (since.plus(this.keep).isBefore(now) && this.startedAt.plus(GRACE).isBefore(now)) {
			this.flows.put(flow.key().toString(), flow.changedBy(FORGOTTEN));
			forget(flow, 1, now);
		}
	}

	private void forget(Flow flow, int from, Instant now) {
		int end = Math.min(flow.revision() + 1, from + SLICE);
		for (int revision = from; revision < end; revision++) {
			this.effects.stored(new FlowRef(flow.namespace(), flow.id(), revision).toString(), null);
		}
		if (end <= flow.revision()) {
			this.effects.send(new FlowCommand.Forget(flow.namespace(), flow.id(), end, now));
		}
	}

}
