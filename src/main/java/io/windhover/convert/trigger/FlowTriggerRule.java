package io.windhover.convert.trigger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import org.jspecify.annotations.Nullable;

/**
 * The trigger that listens to the ends of other flows, each of which meets the same
 * conditions.
 */
final class FlowTriggerRule {

	private static final String CONDITIONS = "conditions";

	private static final String PRECONDITIONS = "preconditions";

	private static final String STATES = "states";

	private static final String PROPOSAL = "write namespace, flowId, states and labels, or several conditions under allOf";

	/** Windows that do not matter where one end is enough. */
	private static final Set<String> WINDOWS = Set.of("DURATION_WINDOW", "SLIDING_WINDOW");

	private static final Pattern OUTPUT = Pattern.compile("\\{\\{\\s*trigger\\.outputs\\.[A-Za-z_]\\w*\\s*}}");

	private FlowTriggerRule() {
	}

	static TypeRule rule() {
		List<PropertyRule> properties = new ArrayList<>(List.of(new PropertyRule(CONDITIONS,
				"`namespace`, `flowId`, `states` and `labels`: ExecutionFlow, ExecutionNamespace, ExecutionStatus with `in`, ExecutionLabels",
				FlowTriggerRule::conditions),
				new PropertyRule(PRECONDITIONS,
						"the same, where `flows` or `where` has one entry; `allOf` and `window`, where `flows` has several within a SLIDING_WINDOW",
						FlowTriggerRule::preconditions),
				new PropertyRule(STATES, "`states`", FlowTriggerRule::states)));
		properties.add(new PropertyRule("inputs",
				"`inputs`, where a template is an output of the other flow such as `{{ trigger.outputs.x }}`",
				(draft, value) -> draft.put("inputs", TriggerRules.inputs(draft, value, FlowTriggerRule::output))));
		properties.addAll(TriggerRules.common());
		return TypeRule.worker(TriggerRules.names("Flow"), "flow", properties.toArray(PropertyRule[]::new))
			.end((draft) -> {
				if (!draft.isLeft(CONDITIONS) && !draft.isLeft(PRECONDITIONS)) {
					complete(draft);
				}
				TriggerRules.requireInputs(draft);
			});
	}

	/** Of several conditions each has its own. */
	private static void states(Draft draft, KestraSource value) {
		if (draft.get(FlowTriggerConditions.ALL_OF) == null) {
			new FlowEnds(draft).states(value).put();
		}
	}

	private static void complete(Draft draft) {
		if (draft.get(FlowTriggerConditions.ALL_OF) != null) {
			return;
		}
		Object namespace = draft.get("namespace");
		if (namespace == null) {
			draft.leave(CONDITIONS, "it listens to the flows of all namespaces", PROPOSAL);
		}
		else if (draft.scope().flow().isOwn(namespace, draft.get("flowId"))) {
			draft.remove("flowId");
			draft.leave((draft.source().get(CONDITIONS) != null) ? CONDITIONS : PRECONDITIONS,
					"a flow is not started by its own end", "name another flow, or leave the trigger out");
		}
		else if (draft.get(STATES) == null && !draft.isLeft(STATES)) {
			draft.leave(STATES, null, "it also fires for executions that are paused or cancelled",
					"write the states in which they end, such as [SUCCESS, WARNING]");
		}
	}

	private static void conditions(Draft draft, KestraSource value) {
		FlowEnds ends = new FlowEnds(draft);
		for (KestraSource.Entry each : KestraValues.items(value)) {
			KestraSource.Mapping condition = KestraValues.mapping(each.value());
			Map<String, KestraSource> given = given(condition, "type");
			switch (name(condition)) {
				case "ExecutionFlow" -> ends.named(required(given, "namespace"), required(given, "flowId"));
				case "ExecutionNamespace" -> {
					boolean prefix = "true".equals(text(given.remove("prefix")));
					ends.namespace(required(given, "namespace"),
							Objects.requireNonNullElse(text(given.remove("comparison")), prefix ? "PREFIX" : "EQUALS"));
				}
				case "ExecutionStatus" -> ends.states(required(given, "in"));
				case "ExecutionLabels" -> ends.labels(required(given, "labels"));
				default -> throw unsupported();
			}
			requireNone(given);
		}
		ends.put();
	}

	/**
	 * Several flows have a window that begins with the first of them, or by the clock.
	 */
	private static void preconditions(Draft draft, KestraSource value) {
		Map<String, KestraSource> given = given(KestraValues.mapping(value), "id");
		KestraSource flows = given.remove("flows");
		KestraSource where = given.remove("where");
		KestraSource reset = given.remove("resetOnSuccess");
		KestraSource window = given.remove("timeWindow");
		requireNone(given);
		if (flows != null && where == null && KestraValues.items(flows).size() > 1) {
			FlowTriggerConditions.put(draft, flows, reset, window);
			return;
		}
		KestraSource one = (flows != null) ? flows : where;
		if (one == null || (flows != null && where != null) || KestraValues.items(one).size() != 1) {
			throw new Unsupported("several flows must end within a window, which is another one here",
					"write them under allOf, with the window within which all must end");
		}
		if ((reset != null && !KestraValues.bool(draft, reset)) || (window != null && !WINDOWS
			.contains(Objects.requireNonNullElse(KestraValues.mapping(window).text("type"), "DURATION_WINDOW")))) {
			throw new Unsupported("it listens at some times only", "look at the time in a task with runIf");
		}
		KestraSource.Mapping condition = KestraValues.mapping(KestraValues.items(one).get(0).value());
		FlowEnds ends = new FlowEnds(draft);
		if (flows != null) {
			flow(ends, given(condition, "id"));
		}
		else {
			where(ends, given(condition, "id"));
		}
		ends.put();
	}

	static void flow(FlowEnds ends, Map<String, KestraSource> given) {
		KestraSource namespace = required(given, "namespace");
		KestraSource id = given.remove("flowId");
		KestraSource states = given.remove(STATES);
		KestraSource labels = given.remove("labels");
		requireNone(given);
		if (id != null) {
			ends.named(namespace, id);
		}
		else {
			ends.namespace(namespace, "EQUALS");
		}
		if (states != null) {
			ends.states(states);
		}
		if (labels != null) {
			ends.labels(labels);
		}
	}

	private static void where(FlowEnds ends, Map<String, KestraSource> given) {
		KestraSource filters = required(given, "filters");
		if (!"AND".equals(Objects.requireNonNullElse(text(given.remove("operand")), "AND"))) {
			throw unsupported();
		}
		requireNone(given);
		for (KestraSource.Entry each : KestraValues.items(filters)) {
			KestraSource.Mapping filter = KestraValues.mapping(each.value());
			KestraSource value = filter.get((filter.get("values") != null) ? "values" : "value");
			if (value == null || filter.entries().size() != 3) {
				throw unsupported();
			}
			switch (filter.text("field") + " " + filter.text("type")) {
				case "NAMESPACE EQUAL_TO" -> ends.namespace(value, "EQUALS");
				case "NAMESPACE STARTS_WITH" -> ends.namespace(value, "PREFIX");
				case "FLOW_ID EQUAL_TO" -> ends.flow(value);
				case "STATE EQUAL_TO" -> ends.states(new KestraSource.Sequence(each.line(),
						List.of(new KestraSource.Entry(each.line(), List.of(), value))));
				case "STATE IN" -> ends.states(value);
				default -> throw unsupported();
			}
		}
	}

	/** As text, of which both make the value of the input. */
	private static Object output(Draft draft, KestraSource value) {
		if (draft.get(FlowTriggerConditions.ALL_OF) != null) {
			throw new Unsupported("several flows end, and which output is meant depends on their order in Kestra",
					"name the condition, as in {{ trigger.orders.outputs.rows }}");
		}
		if (!(value instanceof KestraSource.Scalar scalar) || !OUTPUT.matcher(scalar.text().strip()).matches()) {
			throw new Unsupported("it is not one output of the flow that ended",
					"name one, as in {{ trigger.outputs.rows }}, or put the template into the task");
		}
		return scalar.text().strip() + "{{ '' }}";
	}

	static Map<String, KestraSource> given(KestraSource.Mapping condition, String without) {
		Map<String, KestraSource> given = new LinkedHashMap<>();
		condition.entries().forEach((name, entry) -> {
			if (!name.equals(without) && !entry.isNull()) {
				given.put(name, entry.value());
			}
		});
		return given;
	}

	private static KestraSource required(Map<String, KestraSource> given, String name) {
		KestraSource value = given.remove(name);
		if (value == null) {
			throw unsupported();
		}
		return value;
	}

	private static void requireNone(Map<String, KestraSource> given) {
		if (!given.isEmpty()) {
			throw unsupported();
		}
	}

	private static @Nullable String text(@Nullable KestraSource value) {
		return (value instanceof KestraSource.Scalar scalar) ? scalar.text() : null;
	}

	private static String name(KestraSource.Mapping condition) {
		String type = Objects.requireNonNullElse(condition.text("type"), "");
		return type.startsWith("io.kestra.") ? type.substring(type.lastIndexOf('.') + 1).replaceFirst("Condition$", "")
				: "";
	}

	private static Unsupported unsupported() {
		return new Unsupported("a condition has no equivalent", PROPOSAL);
	}

}
