package io.windhover.convert.task;

import java.util.List;
import java.util.Map;

import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.missing;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The types that run another flow. The older of them neither waits nor fails with it
 * unless it says so.
 */
final class SubflowRules {

	private static final String TRANSMIT = "transmitFailed";

	private SubflowRules() {
	}

	static List<TypeRule> all() {
		return List.of(rule(List.of("io.kestra.plugin.core.flow.Subflow", "io.kestra.core.tasks.flows.Subflow"), true),
				rule(List.of("io.kestra.core.tasks.flows.Flow"), false));
	}

	private static TypeRule rule(List<String> names, boolean byDefault) {
		return TypeRule.control(names, "subflow", renamed("namespace", "namespace", Ids::namespace),
				renamed("flowId", "flowId", Ids::id), renamed("inputs", "inputs", KestraValues::structure),
				renamed("labels", "labels", WorkerRules::labels),
				new PropertyRule("wait", byDefault ? "`wait`" : "`wait`, which is false where it is left out",
						(draft, value) -> draft.put("wait", KestraValues.bool(draft, value))),
				new PropertyRule(TRANSMIT, "nothing, where it is true or `wait` is false",
						(draft, value) -> draft.put(TRANSMIT, KestraValues.bool(draft, value))),
				only("inheritLabels", List.of("false"),
						"list the labels under 'labels', such as team: \"{{ labels.team }}\""),
				only("restartBehavior", List.of("NEW_EXECUTION"),
						"a restart starts the other flow anew; restart its execution by itself"),
				missing("revision", "a subflow runs the latest revision",
						"store what is to stay under an id of its own"),
				missing("outputs", "they are rendered with what the other flow knows",
						"declare them as 'outputs' of the other flow, and read them as outputs.<task>.outputs.<name>"),
				missing("scheduleDate", "it starts at once", "put a pause before it"),
				missing("scheduleOn", "it starts at once", "put a pause before it"))
			.with(Map.of("executionId", new OutputRule("executionId", Kind.TEXT, false), "state",
					new OutputRule("state", Kind.TEXT, false), "outputs", new OutputRule("outputs", Kind.ANY, false)))
			.end((draft) -> end(draft, byDefault));
	}

	private static void end(Draft draft, boolean byDefault) {
		boolean written = draft.source().get(TRANSMIT) != null;
		Object transmits = draft.remove(TRANSMIT);
		if (draft.source().get("wait") == null && !byDefault) {
			draft.put("wait", false);
		}
		boolean waits = !Boolean.FALSE.equals(draft.get("wait"));
		if (waits && (written ? Boolean.FALSE.equals(transmits) : !byDefault)) {
			draft.leave(TRANSMIT, false,
					"the task succeeds in Kestra also when what it waits for fails, and fails here",
					"remove this where a failure is right; allowFailure makes it a warning");
		}
	}

}
