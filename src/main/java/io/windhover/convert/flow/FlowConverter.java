package io.windhover.convert.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.Conversion;
import io.windhover.convert.KestraSource;
import io.windhover.convert.Notes;
import io.windhover.convert.SourceReader;
import io.windhover.convert.UnreadableFlowException;
import io.windhover.convert.Unsupported;
import io.windhover.convert.YamlWriter;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.FlowIndex;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;
import io.windhover.convert.expression.RuleTable;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.convert.task.DeclaredInputs;
import io.windhover.convert.task.Ids;
import io.windhover.convert.task.Tasks;
import io.windhover.convert.task.TypeRules;
import io.windhover.convert.trigger.TriggerRules;
import org.jspecify.annotations.Nullable;

import static io.windhover.convert.expression.TypeRule.PropertyRule.dropped;
import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * Converts a flow of Kestra.
 */
public final class FlowConverter {

	private static final Map<String, String> BEHAVIORS = Map.of("QUEUE", "queue", "CANCEL", "cancel", "FAIL", "fail");

	/** Of these, each flow has all. */
	private static final List<String> MARKS = List.of("id", "namespace", "tasks");

	public static final RuleTable RULES = new RuleTable() {

		@Override
		public @Nullable TypeRule task(@Nullable String type) {
			return TypeRules.of(type);
		}

		@Override
		public @Nullable TypeRule trigger(String type) {
			return TriggerRules.of(type);
		}

		@Override
		public String proposal(String type) {
			return TypeRules.proposal(type);
		}

	};

	private FlowConverter() {
	}

	/**
	 * Converts a flow.
	 * @param yaml of Kestra, in the form of 0.4 to 1.3
	 * @throws UnreadableFlowException where it is no YAML of a flow
	 */
	public static Conversion convert(String yaml) {
		return convert(yaml, KestraGlobals.NONE);
	}

	/** The same with what the configuration of Kestra says. */
	static Conversion convert(String yaml, KestraGlobals globals) {
		Notes notes = new Notes();
		SourceReader source = new SourceReader(yaml);
		KestraSource.Mapping written = source.flow();
		if (MARKS.stream().noneMatch(written.entries()::containsKey)) {
			throw new UnreadableFlowException(1, "is no flow: it has neither id, namespace nor tasks");
		}
		Notes.Place place = new Notes.Place(1, "");
		Defaults.Applied applied = Defaults.apply(globals.into(written, yaml));
		FlowIndex index = new FlowIndex(applied.flow(), RULES);
		if (globals.areIn(written)) {
			index.knowGlobals();
		}
		Draft draft = new Draft(applied.flow(), place, ReferenceScope.of(index), notes);
		applied.failures().forEach((name, failure) -> draft.leave(name, failure.reason(), failure.proposal()));
		applied.taken().forEach(draft::take);
		properties().forEach((property) -> draft.carry(property.name(), property.carrier()));
		Map<String, @Nullable Object> flow = inOrder(draft.finish("a flow"), applied.flow());
		return new Conversion(YamlWriter.write(flow, source.commentsAtTheEnd()), notes.inOrder());
	}

	/** The order in which they are converted; they are written in that of the flow. */
	static List<PropertyRule> properties() {
		return List.of(renamed("id", "id", Ids::id), renamed("namespace", "namespace", Ids::namespace),
				renamed("description", "description", KestraValues::verbatim),
				renamed("labels", "labels", KestraValues::labels), renamed("disabled", "disabled", KestraValues::bool),
				renamed("inputs", "inputs",
						(draft, value) -> DeclaredInputs.list(value, draft.place("inputs"), draft.scope(),
								draft.notes())),
				renamed("variables", "variables",
						(draft, value) -> KestraValues.structure(draft, KestraValues.mapping(value),
								KestraValues::template)),
				renamed("tasks", "tasks",
						(draft, value) -> Tasks.inOrder(value, draft.place("tasks"), draft.scope(), draft.notes())),
				renamed("errors", "errors", (draft, value) -> handler(draft, "errors", value)),
				renamed("finally", "finally", (draft, value) -> handler(draft, "finally", value)),
				renamed("outputs", "outputs", (draft, value) -> FlowOutputs.of(draft.scope(), draft, value)),
				renamed("triggers", "triggers",
						(draft, value) -> TriggerRules.convert(value, draft.place("triggers"), draft.scope(),
								draft.notes())),
				renamed("concurrency", "concurrency", FlowConverter::concurrency),
				only("deleted", List.of("false"), "delete the flow"),
				only("draft", List.of("false"), "finish the flow"),
				dropped("revision", "revisions are counted anew", "leave it out"),
				dropped("tenantId", "there are no tenants", "use namespaces"));
	}

	private static List<Object> handler(Draft draft, String name, KestraSource value) {
		Set<String> earlier = new LinkedHashSet<>(draft.scope().flow().seenAfter(draft.source().get("tasks")));
		if (name.equals("finally")) {
			earlier.addAll(draft.scope().flow().seenAfter(draft.source().get("errors")));
		}
		return Tasks.inOrder(value, draft.place(name), draft.scope().after(earlier), draft.notes());
	}

	private static Object concurrency(Draft draft, KestraSource value) {
		KestraSource.Mapping written = KestraValues.mapping(value);
		KestraSource limit = written.get("limit");
		if (limit == null || !Set.of("limit", "behavior").containsAll(written.entries().keySet())) {
			throw new Unsupported("the concurrency is not a limit and a behavior", "give the limit");
		}
		Map<String, Object> concurrency = new LinkedHashMap<>();
		concurrency.put("limit", KestraValues.integer(draft, limit));
		KestraSource behavior = written.get("behavior");
		if (behavior != null) {
			concurrency.put("behavior", KestraValues.choice(draft, behavior, BEHAVIORS));
		}
		return concurrency;
	}

	private static Map<String, @Nullable Object> inOrder(Map<String, @Nullable Object> converted,
			KestraSource.Mapping written) {
		Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
		List<String> names = new ArrayList<>(written.entries().keySet());
		names.addAll(converted.keySet());
		names.stream()
			.filter((name) -> converted.containsKey(name) && !name.equals(Draft.LEFT))
			.forEach((name) -> ordered.put(name, converted.get(name)));
		if (converted.containsKey(Draft.LEFT)) {
			ordered.put(Draft.LEFT, Objects.requireNonNull(converted.get(Draft.LEFT)));
		}
		return ordered;
	}

}
