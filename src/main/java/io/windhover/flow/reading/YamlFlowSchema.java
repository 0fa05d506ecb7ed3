package io.windhover.flow.reading;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.flow.FlowSchema;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.TaskDefinition;
import io.windhover.flow.TriggerDefinition;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.binding.PropertySchema;
import io.windhover.flow.reading.Shapes.ConditionShape;
import io.windhover.flow.reading.Shapes.DependencyShape;
import io.windhover.flow.reading.Shapes.FlowShape;
import io.windhover.flow.reading.Shapes.FlowTriggerShape;
import io.windhover.flow.reading.Shapes.HandlersShape;
import io.windhover.flow.reading.Shapes.PollingShape;
import io.windhover.flow.reading.Shapes.ScheduleShape;
import io.windhover.flow.reading.Shapes.TaskShape;
import io.windhover.flow.reading.Shapes.WebhookShape;
import io.windhover.flow.reading.Shapes.WorkerTaskShape;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schema of flows from what the reader checks them by. It is in the form of
 * draft 7, the newest that editors know.
 */
final class YamlFlowSchema implements FlowSchema {

	private static final String DEFINITIONS = "#/definitions/";

	private static final PropertySchema PLAIN = new PropertySchema(false);

	private static final PropertySchema TEMPLATES = new PropertySchema(true);

	private static final List<String> FLOW_LISTS = List.of("tasks", "errors", "finally");

	private static final Map<String, Object> NONE = Map.of("type", "null");

	/** A flow trigger has one condition, or several and a window. */
	private static final Map<String, Object> ONE_OR_ALL = Map.of("if",
			Map.of("properties", Map.of("allOf", Map.of("type", "array")), "required", List.of("allOf")), "then",
			Map.of("properties", Map.of("namespace", NONE, "flowId", NONE, "states", NONE, "labels", NONE)), "else",
			Map.of("properties", Map.of("namespace", Map.of("not", NONE), "window", NONE), "required",
					List.of("namespace")));

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	private final Map<String, Object> document = new LinkedHashMap<>();

	YamlFlowSchema(List<TaskDefinition<?>> tasks, List<TriggerDefinition<?>> triggers) {
		this.definitions.put("input", InputSchema.schema());
		tasks(Tasks.WHOLE, tasks);
		tasks(Tasks.WITH_DEFAULTS, tasks);
		triggers(triggers);
		Map<String, Object> flow = PLAIN.properties(FlowShape.class);
		replace(flow, "inputs", PropertySchema.orNull(list("input")));
		replace(flow, "triggers", PropertySchema.orNull(list("trigger")));
		FLOW_LISTS.forEach((name) -> replace(flow, name, Map.of()));
		this.document.put("$schema", "http://json-schema.org/draft-07/schema#");
		this.document.put("title", "A flow of Windhover");
		this.document.putAll(PropertySchema.object(flow, PropertySchema.required(FlowShape.class)));
		this.document.put("if", Map.of("required", List.of(TaskDefaults.PROPERTY)));
		this.document.put("then", lists(Tasks.WITH_DEFAULTS));
		this.document.put("else", lists(Tasks.WHOLE));
		this.document.put("definitions", this.definitions);
	}

	private static Map<String, Object> lists(Tasks kind) {
		Map<String, Object> properties = PLAIN.properties(FlowShape.class);
		properties.keySet().retainAll(FLOW_LISTS);
		lists(properties, FLOW_LISTS.stream(), kind.name("tasks"));
		return Map.of("properties", properties);
	}

	@Override
	public Map<String, Object> document() {
		return Collections.unmodifiableMap(this.document);
	}

	private void tasks(Tasks kind, List<TaskDefinition<?>> types) {
		this.definitions.put(kind.name("tasks"), list(kind.name("task")));
		this.definitions.put(kind.name("nodes"), list(kind.name("node")));
		tasks(kind, "task", Map.of(), types);
		// a task of a dag may have what it depends on as well
		tasks(kind, "node", PLAIN.properties(DependencyShape.class), types);
	}

	private void tasks(Tasks kind, String one, Map<String, Object> more, List<TaskDefinition<?>> types) {
		Map<String, String> described = new LinkedHashMap<>();
		types.forEach((type) -> {
			Map<String, Object> properties = TEMPLATES.properties(type.configurationType());
			properties.putAll(PLAIN.properties(WorkerTaskShape.class));
			define(kind.name(one), type.type(), properties, more, kind.required(type.configurationType()));
			described.put(type.type(), type.description());
		});
		for (ControlTaskType type : ControlTaskType.values()) {
			Map<String, Object> properties = PLAIN.properties(type.shape());
			properties.putAll(PLAIN.properties(HandlersShape.class));
			lists(properties, Stream.of("then", "else", "default", "errors", "finally"), kind.name("tasks"));
			lists(properties, Stream.of("tasks"), kind.name((type == ControlTaskType.DAG) ? "nodes" : "tasks"));
			replace(properties, "cases", Map.of("type", "object", "minProperties", 1, "additionalProperties",
					PropertySchema.orNull(reference(kind.name("tasks")))));
			if (type == ControlTaskType.PAUSE) {
				replace(properties, "inputs", PropertySchema.orNull(list("input")));
			}
			define(kind.name(one), type.id(), properties, more, kind.required(type.shape()));
			described.put(type.id(), type.description());
		}
		this.definitions.put(kind.name(one), choice(kind.name(one), described));
	}

	private void define(String kind, String type, Map<String, Object> own, Map<String, Object> more,
			List<String> required) {
		Map<String, Object> properties = PLAIN.properties(TaskShape.class);
		properties.putAll(own);
		properties.putAll(more);
		properties.put("type", Map.of("const", type));
		List<String> all = Stream.concat(PropertySchema.required(TaskShape.class).stream(), required.stream()).toList();
		this.definitions.put(kind + "." + type, PropertySchema.object(properties, all));
	}

	private void triggers(List<TriggerDefinition<?>> types) {
		Map<String, String> described = new LinkedHashMap<>();
		trigger(ScheduleTrigger.TYPE, PLAIN.properties(ScheduleShape.class),
				PropertySchema.required(ScheduleShape.class));
		described.put(ScheduleTrigger.TYPE, "Starts an execution at each date of a cron expression.");
		trigger(WebhookTrigger.TYPE, PLAIN.properties(WebhookShape.class), PropertySchema.required(WebhookShape.class));
		described.put(WebhookTrigger.TYPE, "Starts an execution each time that its address is called.");
		Map<String, Object> flow = PLAIN.properties(FlowTriggerShape.class);
		Map<String, Object> conditions = new LinkedHashMap<>(list("condition"));
		conditions.put("minItems", 2);
		conditions.put("maxItems", 20);
		replace(flow, "allOf", PropertySchema.orNull(conditions));
		this.definitions.put("condition", PropertySchema.object(PLAIN.properties(ConditionShape.class),
				PropertySchema.required(ConditionShape.class)));
		trigger(FlowTrigger.TYPE, flow, PropertySchema.required(FlowTriggerShape.class)).putAll(ONE_OR_ALL);
		described.put(FlowTrigger.TYPE, "Starts an execution when executions of other flows end.");
		types.forEach((type) -> {
			Map<String, Object> properties = PLAIN.properties(PollingShape.class);
			properties.putAll(TEMPLATES.properties(type.configurationType()));
			trigger(type.type(), properties,
					Stream
						.concat(PropertySchema.required(PollingShape.class).stream(),
								PropertySchema.required(type.configurationType()).stream())
						.toList());
			described.put(type.type(), type.description());
		});
		this.definitions.put("trigger", choice("trigger", described));
	}

	private Map<String, Object> trigger(String type, Map<String, Object> properties, List<String> required) {
		properties.put("type", Map.of("const", type));
		Map<String, Object> trigger = PropertySchema.object(properties, required);
		this.definitions.put("trigger." + type, trigger);
		return trigger;
	}

	/** What holds depends on the type, which an editor asks for first. */
	private static Map<String, Object> choice(String kind, Map<String, String> types) {
		List<Object> described = new ArrayList<>();
		List<Object> branches = new ArrayList<>();
		types.forEach((type, description) -> {
			described.add(Map.of("const", type, "description", description));
			branches.add(Map.of("if",
					Map.of("properties", Map.of("type", Map.of("const", type)), "required", List.of("type")), "then",
					reference(kind + "." + type)));
		});
		return Map.of("type", "object", "required", List.of("id", "type"), "properties",
				Map.of("type", Map.of("oneOf", described)), "allOf", branches);
	}

	private static void lists(Map<String, Object> properties, Stream<String> names, String definition) {
		names.forEach((name) -> replace(properties, name,
				isOptional(properties.get(name)) ? PropertySchema.orNull(reference(definition))
						: Map.of("allOf", List.of(reference(definition), Map.of("minItems", 1)))));
	}

	/** The schema of a property that exists, whose description stays. */
	private static void replace(Map<String, Object> properties, String name, Object schema) {
		properties.computeIfPresent(name, (key, before) -> PropertySchema
			.described(((Map<?, ?>) before).get(PropertySchema.DESCRIPTION), schema));
	}

	private static boolean isOptional(@Nullable Object schema) {
		return schema instanceof Map<?, ?> map && map.containsKey("anyOf");
	}

	private static Map<String, Object> list(String definition) {
		return Map.of("type", "array", "items", reference(definition));
	}

	private static Map<String, Object> reference(String definition) {
		return Map.of("$ref", DEFINITIONS + definition);
	}

	/** What must be there of a task may also come from the defaults of its type. */
	private enum Tasks {

		WHOLE, WITH_DEFAULTS;

		String name(String definition) {
			return (this == WHOLE) ? definition : definition + "-with-defaults";
		}

		List<String> required(Class<?> record) {
			return (this == WHOLE) ? PropertySchema.required(record) : List.of();
		}

	}

}
