package io.windhover.flow.reading.trigger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.ConditionShape;
import io.windhover.flow.reading.section.SectionSchemas.FlowTriggerShape;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.reading.task.TemplateCheck;
import org.jspecify.annotations.Nullable;

/**
 * Reads triggers of the type {@code flow}.
 */
public class FlowTriggerReader {

	/**
	 * What an execution sees of its trigger beside the conditions of an {@code allOf}.
	 */
	private static final Set<String> TAKEN = Set.of("id", "type", "date", "depth", "backfill");

	private static final List<String> OF_ONE = List.of("namespace", "flowId", "states", "labels");

	private static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

	private final RecordBinder binder;

	FlowTriggerReader(RecordBinder binder) {
		this.binder = binder;
	}

	@Nullable FlowTrigger read(YamlSection part, TriggerInputs given, TemplateCheck templates, ReadingProblems problems) {
		int before = problems.count();
		FlowTriggerShape shape = problems.of(part.path(), this.binder.bind(part.properties(), FlowTriggerShape.class))
			.value();
		List<FlowCondition> conditions = part.properties().containsKey("allOf") ? all(part, problems)
				: one(part, shape, problems);
		Map<String, Object> inputs = given.ofEachCall(templates);
		if (shape == null || problems.count() > before) {
			return null;
		}
		Duration window = (shape.window() != null) ? shape.window() : DEFAULT_WINDOW;
		return new FlowTrigger(shape.id(), conditions, (shape.allOf() != null) ? window : null, inputs);
	}

	/**
	 * A flow that is started by its own end would never come to rest.
	 */
	public static void refuseItself(YamlSection part, FlowKey own, ReadingProblems problems) {
		if (!FlowTrigger.TYPE.equals(part.text("type"))) {
			return;
		}
		refuseItself(part.path(), part.properties(), own, problems);
		if (part.properties().get("allOf") instanceof List<?> all) {
			for (int i = 0; i < all.size(); i++) {
				if (all.get(i) instanceof Map<?, ?> condition) {
					refuseItself(part.path().child("allOf").child(i), condition, own, problems);
				}
			}
		}
	}

	private static void refuseItself(Path path, Map<?, ?> condition, FlowKey own, ReadingProblems problems) {
		if (own.namespace().equals(condition.get("namespace")) && own.id().equals(condition.get("flowId"))) {
			problems.value(path.child("flowId"),
					"is this flow, which its own end would start again and again; name another one");
		}
	}

	private static List<FlowCondition> one(YamlSection part, @Nullable FlowTriggerShape shape,
			ReadingProblems problems) {
		if (!part.properties().containsKey("namespace")) {
			problems.value(part.path().child("namespace"),
					"is missing; give the namespace of the flows to listen to, or several conditions under 'allOf'");
		}
		if (part.properties().containsKey("window")) {
			problems.value(part.path().child("window"), "is for several conditions; give them under 'allOf'");
		}
		return (shape == null || shape.namespace() == null) ? List.of()
				: List.of(condition("", shape.namespace(), shape.flowId(), shape.states(), shape.labels()));
	}

	private List<FlowCondition> all(YamlSection part, ReadingProblems problems) {
		OF_ONE.stream()
			.filter(part.properties()::containsKey)
			.forEach((name) -> problems.value(part.path().child(name),
					"is part of a condition; move it into those under 'allOf'"));
		List<FlowCondition> conditions = new ArrayList<>();
		Path path = part.path().child("allOf");
		for (YamlSection each : YamlSection.all(path, "conditions", part.properties().get("allOf"), new HashMap<>(),
				problems)) {
			if (each.properties().get("id") instanceof String id && TAKEN.contains(id)) {
				problems.value(each.path().child("id"),
						"'%s' has a meaning of its own in 'trigger'; choose another".formatted(id));
			}
			ConditionShape shape = problems.of(each.path(), this.binder.bind(each.properties(), ConditionShape.class))
				.value();
			if (shape != null) {
				conditions
					.add(condition(shape.id(), shape.namespace(), shape.flowId(), shape.states(), shape.labels()));
			}
		}
		return List.copyOf(conditions);
	}

	private static FlowCondition condition(String id, String namespace, @Nullable String flowId,
			@Nullable List<FlowTrigger.End> states, @Nullable Map<String, String> labels) {
		return new FlowCondition(id, namespace, flowId, (states != null) ? states : List.of(FlowTrigger.End.SUCCESS),
				(labels != null) ? labels : Map.of());
	}

}
