package io.windhover.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.convert.TypeRule.PropertyRule;
import org.jspecify.annotations.Nullable;

/**
 * The trigger that listens to the ends of one other flow.
 */
final class FlowTriggerRule {

	private static final Map<String, String> STATES = Map.of("SUCCESS", "success", "WARNING", "warning", "FAILED",
			"failed", "KILLED", "killed");

	private FlowTriggerRule() {
	}

	static TypeRule rule() {
		List<PropertyRule> properties = new ArrayList<>(List.of(new PropertyRule("conditions",
				"`namespace`, `flowId` and `states`, where it is one ExecutionFlow and one ExecutionStatus with `in`",
				FlowTriggerRule::conditions)));
		properties.addAll(Triggers.common());
		return TypeRule.worker(Triggers.names("Flow"), "flow", properties.toArray(PropertyRule[]::new)).end((draft) -> {
			if (draft.source().get("conditions") == null) {
				draft.leave("conditions", null, "it listens to all flows, or to several by preconditions",
						"write namespace and flowId, or several conditions under allOf");
			}
			Triggers.requireInputs(draft);
		});
	}

	private static void conditions(Draft draft, Source value) {
		List<Source.Mapping> conditions = Values.items(value)
			.stream()
			.map((each) -> Values.mapping(each.value()))
			.toList();
		Source.Mapping flow = only(conditions, "ExecutionFlow", List.of("type", "namespace", "flowId"));
		Source.Mapping status = only(conditions, "ExecutionStatus", List.of("type", "in"));
		Source namespace = (flow != null) ? flow.get("namespace") : null;
		Source id = (flow != null) ? flow.get("flowId") : null;
		Source states = (status != null) ? status.get("in") : null;
		if (conditions.size() != 2 || namespace == null || id == null || states == null) {
			throw new Unsupported("they are not one ExecutionFlow and one ExecutionStatus with 'in'",
					"write namespace, flowId and states, or several conditions under allOf");
		}
		List<String> chosen = Values.items(states)
			.stream()
			.map((each) -> Values.choice(draft, each.value(), STATES))
			.distinct()
			.toList();
		draft.put("namespace", Ids.namespace(draft, namespace));
		draft.put("flowId", Ids.id(draft, id));
		draft.put("states", chosen);
	}

	private static Source.@Nullable Mapping only(List<Source.Mapping> conditions, String kind, List<String> known) {
		return conditions.stream()
			.filter((each) -> name(each).equals(kind) && known.containsAll(each.entries().keySet()))
			.findFirst()
			.orElse(null);
	}

	private static String name(Source.Mapping condition) {
		String type = Objects.requireNonNullElse(condition.text("type"), "");
		return type.startsWith("io.kestra.") ? type.substring(type.lastIndexOf('.') + 1).replaceFirst("Condition$", "")
				: "";
	}

}
