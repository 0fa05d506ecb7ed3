package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.FlowEnd;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowTrigger;
import org.jspecify.annotations.Nullable;

/**
 * The ends that met conditions of a flow trigger, as long as they count.
 *
 * @param ends the last one for each condition, by its id
 */
record HeardEnds(Map<String, FlowEnd> ends) {

	static final HeardEnds NONE = new HeardEnds(Map.of());

	HeardEnds {
		ends = Map.copyOf(ends);
	}

	/** With an end that met these conditions. */
	HeardEnds with(List<FlowCondition> met, FlowEnd end) {
		Map<String, FlowEnd> more = new LinkedHashMap<>(this.ends);
		met.forEach((condition) -> more.put(condition.id(), end));
		return new HeardEnds(more);
	}

	/** Without what ended longer before the last end, however late that is heard of. */
	HeardEnds within(Duration window) {
		Instant last = this.ends.values().stream().map(FlowEnd::at).max(Instant::compareTo).orElse(Instant.EPOCH);
		return since(last.minus(window));
	}

	/** Without what ended before an instant. */
	HeardEnds since(Instant instant) {
		Map<String, FlowEnd> left = new LinkedHashMap<>(this.ends);
		left.values().removeIf((end) -> end.at().isBefore(instant));
		return new HeardEnds(left);
	}

	boolean isComplete(FlowTrigger trigger) {
		return trigger.conditions().stream().allMatch((condition) -> this.ends.containsKey(condition.id()));
	}

	/** When the first of them counts no more; null when there is none. */
	@Nullable Instant expires(@Nullable Duration window) {
		return (window == null) ? null
				: this.ends.values()
					.stream()
					.map((end) -> end.at().plus(window).plusMillis(1))
					.min(Instant::compareTo)
					.orElse(null);
	}

	int depth() {
		return this.ends.values().stream().mapToInt(FlowEnd::depth).max().orElse(0);
	}

	/**
	 * What templates see as {@code trigger}: of one condition the end itself, of several
	 * each by the id of its condition.
	 */
	Map<String, Object> variables(FlowTrigger trigger, boolean outputs) {
		Map<String, Object> variables = new LinkedHashMap<>();
		if (trigger.window() == null) {
			this.ends.values().forEach((end) -> variables.putAll(variables(end, outputs)));
		}
		else {
			this.ends.forEach((condition, end) -> variables.put(condition, variables(end, outputs)));
		}
		variables.put(FlowEnd.DEPTH, depth());
		return variables;
	}

	private static Map<String, Object> variables(FlowEnd end, boolean outputs) {
		Map<String, Object> variables = end.variables();
		if (outputs) {
			variables.put("outputs", (end.outputs() != null) ? end.outputs() : Map.of());
		}
		return variables;
	}

}
