package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.FlowStatus;
import io.windhover.flow.Flow;
import io.windhover.management.endpoint.flow.FlowsDescriptors.FlowSummary;
import org.jspecify.annotations.Nullable;

/**
 * Says of a flow what an operator wants to know, and how bad it is.
 */
final class FlowDescriber {

	private final Flow flow;

	private final @Nullable FlowHistory history;

	private final Instant now;

	private final List<String> reasons = new ArrayList<>();

	/**
	 * Describes a flow.
	 * @param history null while nothing is known of it
	 */
	FlowDescriber(Flow flow, @Nullable FlowHistory history, Instant now) {
		this.flow = flow;
		this.history = history;
		this.now = now;
	}

	FlowSummary describe() {
		FlowHistory known = this.history;
		if (known == null) {
			return new FlowSummary(this.flow.namespace(), this.flow.id(), this.flow.revision(), status(), this.reasons,
					null, null, 0, null, 0, List.of(), null, null, null, 0, List.of(), null, null, null);
		}
		known.expected()
			.stream()
			.filter((each) -> each.missedSince() != null)
			.forEach((each) -> this.reasons.add("'%s' (%s) is missed since %s: %s".formatted(each.expected().property(),
					each.value(), each.missedSince(), each.reason())));
		if (known.failuresInARow() > 0) {
			this.reasons.add((known.failuresInARow() == 1) ? "an execution has failed since the last success"
					: "%d executions have failed since the last success".formatted(known.failuresInARow()));
		}
		FlowsDescriptors.Running running = running(known);
		FlowsDescriptors.Quiet quiet = quiet(known);
		if (known.pausedTriggers() > 0) {
			this.reasons.add("%d of its triggers %s paused".formatted(known.pausedTriggers(),
					(known.pausedTriggers() == 1) ? "is" : "are"));
		}
		FlowsDescriptors.Disabled disabled = FlowsDescriptors.Disabled.of(known.disabling());
		if (this.flow.isDisabled()) {
			this.reasons.add((disabled != null) ? disabled.sentence() : "it is disabled");
		}
		return new FlowSummary(this.flow.namespace(), this.flow.id(), this.flow.revision(), status(), this.reasons,
				end(known.last()), end(known.lastSuccess()), known.failuresInARow(), known.failingSince(),
				known.ended(), known.recent(), known.duration(), running, known.next(), known.pausedTriggers(),
				known.expected().stream().map(FlowDescriber::expected).toList(), quiet, disabled, known.at());
	}

	private FlowStatus status() {
		return FlowStatus.of(this.flow.isDisabled(), this.history, this.now);
	}

	private FlowsDescriptors.@Nullable LastEnd end(FlowHistory.@Nullable End end) {
		return (end == null) ? null : new FlowsDescriptors.LastEnd(end.executionId(), end.state(), end.startedAt(),
				end.endedAt(), Duration.between(end.endedAt(), this.now), end.error());
	}

	private FlowsDescriptors.@Nullable Running running(FlowHistory known) {
		Instant at = known.running().at();
		if (at == null) {
			return null;
		}
		if (!known.running().isCurrent(this.now)) {
			// executors repeat it each minute while there is any
			return (known.running().count() == 0) ? new FlowsDescriptors.Running(0, null, null, at) : null;
		}
		FlowHistory.Oldest first = known.running().oldest();
		if (first == null) {
			return new FlowsDescriptors.Running(known.running().count(), null, null, at);
		}
		Duration age = Duration.between(first.createdAt(), this.now);
		FlowHistory.Usual usual = known.duration();
		Boolean longer = FlowHistory.isKnown(usual) ? FlowHistory.isLonger(usual, age) : null;
		if (Boolean.TRUE.equals(longer) && usual != null) {
			this.reasons.add("execution %s runs for %s, and nineteen of twenty take at most %s"
				.formatted(first.executionId(), age, usual.p95()));
		}
		return new FlowsDescriptors.Running(known.running().count(),
				new FlowsDescriptors.Oldest(first.executionId(), first.createdAt(), age), longer, at);
	}

	private FlowsDescriptors.@Nullable Quiet quiet(FlowHistory known) {
		FlowHistory.Usual usual = known.interval();
		FlowHistory.End last = known.last();
		if (usual == null || last == null || !known.isQuiet(this.now)) {
			return null;
		}
		Duration silence = Duration.between(last.endedAt(), this.now);
		this.reasons.add("nothing has ended for %s, and usually something does within %s (an estimate)"
			.formatted(silence, usual.p95()));
		return new FlowsDescriptors.Quiet(last.endedAt(), usual.p95(), true);
	}

	private static FlowsDescriptors.Expected expected(FlowHistory.Expectation each) {
		return new FlowsDescriptors.Expected(each.expected().property(), each.value(), each.due(), each.missedSince(),
				each.reason());
	}

}
