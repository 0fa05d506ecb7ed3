package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.scheduler.history.HistoryEntry;
import io.windhover.scheduler.history.HistoryEvent;
import io.windhover.scheduler.history.HistoryStore;
import io.windhover.scheduler.history.HistoryTransition;
import io.windhover.scheduler.machine.TriggerEntry;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the histories of the flows of one task, and finds what is expected of them and
 * missed, once all has been heard of that happened until then.
 */
class FlowHistories {

	/**
	 * After which without a record nothing is on its way: longer than a broker takes to
	 * abort the transaction of a process that is gone, up to which it lets nobody read
	 * what others wrote behind it.
	 */
	static final Duration QUIET = Duration.ofSeconds(25);

	/** Flows looked at in one turn. */
	private static final int TURN = 1000;

	/** For which what changed in its figures only waits to be published. */
	private static final Duration COUNTED = Duration.ofSeconds(5);

	/** Histories published in one turn. */
	private static final int PUBLISHED = 500;

	private final HistoryStore store;

	private final TriggerStore triggers;

	private final ExpectationDefaults defaults;

	private final Effects effects;

	/** Those that changed since they were published, in what somebody waits for. */
	private final Set<FlowKey> changed = new LinkedHashSet<>();

	/** Those that changed in their figures only. */
	private final Set<FlowKey> counted = new LinkedHashSet<>();

	private Instant countedUntil;

	/** Of the records that were heard, the newest. */
	private Instant heard = Instant.EPOCH;

	private Instant heardAt;

	FlowHistories(HistoryStore store, TriggerStore triggers, ExpectationDefaults defaults, Effects effects,
			Instant now) {
		this.store = store;
		this.triggers = triggers;
		this.defaults = defaults;
		this.effects = effects;
		this.heardAt = now;
		this.countedUntil = now;
	}

	/**
	 * A flow that was stored, now or before this task began: what is expected may have
	 * changed with the configuration.
	 * @param note who stored it, and why; null where that is not known
	 */
	void watch(Flow flow, @Nullable PauseNote note, Instant now) {
		Expectations expected = this.defaults.of(flow);
		HistoryEntry known = this.store.find(flow.key());
		if (known == null || known.history().revision() != flow.revision()
				|| known.history().disabled() != flow.isDisabled() || !known.expectations().equals(expected)) {
			apply(flow.key(), new HistoryEvent.Watched(flow.revision(), flow.isDisabled(), expected, horizon(now),
					flow.isDisabled() ? disabling(flow, note, now) : null), now);
		}
		else {
			this.effects.recorded(known.history());
			this.changed.add(flow.key());
		}
	}

	private static FlowHistory.Disabling disabling(Flow flow, @Nullable PauseNote note, Instant now) {
		return new FlowHistory.Disabling((flow.updatedAt() != null) ? flow.updatedAt() : now, note);
	}

	void deleted(FlowKey flow) {
		if (this.store.remove(flow)) {
			this.changed.remove(flow);
			this.counted.remove(flow);
			this.effects.forgotten(flow);
		}
	}

	void happened(FlowCommand.Happened what, Instant now) {
		apply(what.key(), new HistoryEvent.Happened(what), now);
	}

	/**
	 * A record was heard, of whatever kind.
	 * @param at when it was written
	 */
	void heard(Instant at, Instant now) {
		this.heard = at.isAfter(this.heard) ? at : this.heard;
		this.heardAt = now;
	}

	/** Finds what is missed, and publishes the histories that changed. */
	void tick(Instant now) {
		Instant horizon = horizon(now);
		for (FlowKey flow : this.store.due(horizon, TURN)) {
			apply(flow, new HistoryEvent.Passed(horizon), now);
		}
		if (!now.isBefore(this.countedUntil.plus(COUNTED))) {
			this.changed.addAll(this.counted);
			this.counted.clear();
			this.countedUntil = now;
		}
		List<FlowKey> turn = this.changed.stream().limit(PUBLISHED).toList();
		for (FlowKey flow : turn) {
			HistoryEntry entry = this.store.find(flow);
			if (entry != null) {
				this.effects.published(withTriggers(entry.history()));
			}
			this.changed.remove(flow);
		}
	}

	/** A trigger of a flow has changed. */
	void triggered(FlowKey flow) {
		this.changed.add(flow);
	}

	private FlowHistory withTriggers(FlowHistory history) {
		List<TriggerState> states = this.triggers.of(history.key()).stream().map(TriggerEntry::state).toList();
		Instant next = states.stream()
			.filter((state) -> !state.paused())
			.map(TriggerState::next)
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElse(null);
		return history.withTriggers(next, (int) states.stream().filter(TriggerState::paused).count());
	}

	/**
	 * While records arrive, those may be behind that tell what happened; when none
	 * arrives there is none.
	 */
	private Instant horizon(Instant now) {
		boolean quiet = !this.heardAt.plus(QUIET).isAfter(now);
		Instant known = (quiet || this.heard.isAfter(now)) ? now : this.heard;
		return known.minus(HistoryEvent.SETTLE);
	}

	private void apply(FlowKey flow, HistoryEvent event, Instant now) {
		HistoryTransition transition = this.store.apply(flow, event, now);
		if (transition == null) {
			return;
		}
		FlowHistory history = transition.entry().history();
		this.effects.recorded(history);
		transition.verdicts().forEach((verdict) -> this.effects.decided(flow, verdict));
		(transition.notable() ? this.changed : this.counted).add(flow);
	}

}
