package io.windhover.convert.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import org.jspecify.annotations.Nullable;

/**
 * Several flows that must all end for a flow trigger to fire.
 */
final class FlowTriggerConditions {

	static final String ALL_OF = "allOf";

	private static final int MOST = 20;

	private static final Duration LONGEST = Duration.ofDays(31);

	private static final List<String> PROPERTIES = List.of("namespace", "flowId", "states", "labels");

	private FlowTriggerConditions() {
	}

	/** Only a window that slides is one of Windhover's. */
	static void put(Draft draft, KestraSource flows, @Nullable KestraSource reset, @Nullable KestraSource window) {
		List<KestraSource.Entry> items = KestraValues.items(flows);
		if (draft.source().get("conditions") != null || items.size() > MOST) {
			throw new Unsupported("it has %d flows, or other conditions beside them".formatted(items.size()),
					"write up to 20 conditions under allOf");
		}
		if (reset != null && !KestraValues.bool(draft, reset)) {
			throw new Unsupported("it fires again and again within one window",
					"leave resetOnSuccess out: after it has fired, all must end anew");
		}
		String within = window(draft, window);
		List<Object> conditions = new ArrayList<>();
		Set<String> ids = new TreeSet<>();
		for (KestraSource.Entry each : items) {
			conditions.add(condition(draft, KestraValues.mapping(each.value()), ids));
		}
		draft.put("window", within);
		draft.put(ALL_OF, conditions);
	}

	private static String window(Draft draft, @Nullable KestraSource window) {
		if (!(window instanceof KestraSource.Mapping map) || !"SLIDING_WINDOW".equals(map.text("type"))
				|| !(map.get("window") instanceof KestraSource.Scalar length) || map.entries().size() != 2) {
			throw new Unsupported("several flows must end within a window, which begins by the clock in Kestra",
					"write them under allOf, with the window within which all must end, such as window: P1D, or give it timeWindow: {type: SLIDING_WINDOW, window: P1D}");
		}
		String text = String.valueOf(KestraValues.duration(draft, length));
		Duration duration = Duration.parse(text);
		if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
			throw new Unsupported("a window has at most 31 days", "write P31D or less");
		}
		return text;
	}

	private static Map<String, Object> condition(Draft draft, KestraSource.Mapping written, Set<String> ids) {
		Draft part = new Draft(written, draft.place(), draft.scope(), draft.notes());
		FlowEnds ends = new FlowEnds(part);
		FlowTriggerRule.flow(ends, FlowTriggerRule.given(written, "id"));
		KestraSource states = draft.source().get("states");
		if (states != null) {
			ends.states(states);
		}
		ends.put();
		Object namespace = part.get("namespace");
		if (part.get("states") == null) {
			throw new Unsupported("it also fires for executions that are paused or cancelled",
					"write the states in which each ends, such as [SUCCESS, WARNING]");
		}
		if (namespace != null && draft.scope().flow().isOwn(namespace, part.get("flowId"))) {
			throw new Unsupported("a flow is not started by its own end", "name other flows, or leave the trigger out");
		}
		Map<String, Object> condition = new LinkedHashMap<>();
		condition.put("id", id(part.get("flowId"), ids));
		for (String property : PROPERTIES) {
			Object value = part.get(property);
			if (value != null) {
				condition.put(property, value);
			}
		}
		return condition;
	}

	/** That of its flow, where it is the only one. */
	private static String id(@Nullable Object flow, Set<String> taken) {
		String base = (flow != null) ? flow.toString() : "flow";
		String id = base;
		for (int i = 2; !taken.add(id); i++) {
			id = base + "_" + i;
		}
		return id;
	}

}
