package io.windhover.convert.trigger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.task.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Which ends of executions a flow trigger listens to: all of what its properties say.
 */
final class FlowEnds {

	private static final Map<String, String> STATES = Map.of("SUCCESS", "success", "WARNING", "warning", "FAILED",
			"failed", "KILLED", "killed");

	private final Draft draft;

	private @Nullable Object namespace;

	private @Nullable Object flow;

	private @Nullable List<?> states;

	private final Map<String, Object> labels = new LinkedHashMap<>();

	FlowEnds(Draft draft) {
		this.draft = draft;
		this.namespace = draft.get("namespace");
		this.flow = draft.get("flowId");
		this.states = (draft.get("states") instanceof List<?> list) ? list : null;
		if (draft.get("labels") instanceof Map<?, ?> map) {
			map.forEach((name, value) -> this.labels.put(String.valueOf(name), String.valueOf(value)));
		}
	}

	FlowEnds named(KestraSource namespaceOf, KestraSource id) {
		return namespace(namespaceOf, "EQUALS").flow(id);
	}

	FlowEnds flow(KestraSource id) {
		this.flow = same(this.flow, Ids.id(this.draft, id));
		return this;
	}

	/** A namespace with a dot at its end is all below it here. */
	FlowEnds namespace(KestraSource value, String comparison) {
		String name = Ids.namespace(this.draft, value);
		if (!comparison.equals(name.endsWith(".") ? "PREFIX" : "EQUALS")) {
			throw new Unsupported("'%s' is compared as %s".formatted(name, comparison),
					"write one trigger for a namespace, and one with a dot at its end for all below it");
		}
		this.namespace = same(this.namespace, name);
		return this;
	}

	FlowEnds states(KestraSource value) {
		List<String> chosen = KestraValues.items(value)
			.stream()
			.map((each) -> KestraValues.choice(this.draft, each.value(), STATES))
			.filter((each) -> this.states == null || this.states.contains(each))
			.distinct()
			.toList();
		if (chosen.isEmpty()) {
			throw new Unsupported("no state is left", "write one list of states");
		}
		this.states = chosen;
		return this;
	}

	FlowEnds labels(KestraSource value) {
		KestraValues.labels(this.draft, value)
			.forEach((name, text) -> this.labels.put(name, same(this.labels.get(name), text)));
		return this;
	}

	private static Object same(@Nullable Object before, Object value) {
		if (before != null && !before.equals(value)) {
			throw new Unsupported("both '%s' and '%s' are required".formatted(before, value), "write one of them");
		}
		return value;
	}

	void put() {
		put("namespace", this.namespace);
		put("flowId", this.flow);
		put("states", this.states);
		put("labels", this.labels.isEmpty() ? null : this.labels);
	}

	private void put(String name, @Nullable Object value) {
		if (value != null && !value.equals(this.draft.get(name))) {
			this.draft.put(name, value);
		}
	}

}
