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
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.binding.PropertySchema;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.reading.section.InputSchema;
import io.windhover.flow.reading.section.SectionSchemas.ConditionShape;
import io.windhover.flow.reading.section.SectionSchemas.DependencyShape;
import io.windhover.flow.reading.section.SectionSchemas.FlowShape;
import io.windhover.flow.reading.section.SectionSchemas.FlowTriggerShape;
import io.windhover.flow.reading.section.SectionSchemas.HandlersShape;
import io.windhover.flow.reading.section.SectionSchemas.PollingShape;
import io.windhover.flow.reading.section.SectionSchemas.ScheduleConditionsShape;
import io.windhover.flow.reading.section.SectionSchemas.ScheduleShape;
import io.windhover.flow.reading.section.SectionSchemas.TaskShape;
import io.windhover.flow.reading.section.SectionSchemas.WebhookShape;
import io.windhover.flow.reading.section.SectionSchemas.WorkerTaskShape;
import io.windhover.flow.reading.task.ControlTaskType;
import io.windhover.flow.reading.task.SharedDirectories;
import io.windhover.flow.reading.task.TaskDefaults;
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

	/** A pause has a duration, or inputs of the one who ends it. */
	private static final Map<String, Object> DURATION_AND_INPUTS = Map.of("properties",
			Map.of("duration", Map.of("not", NONE), "inputs", Map.of("not", NONE)), "required",
			List.of("duration", "inputs"));

	private static final Map<String, Object> A_TIME_OF_DAY = Map.of("anyOf",
			List.of(given("startedBy"), given("endedBy")));

	/** Something is expected, and what tells more of it stands beside it. */
	private static final Map<String, Object> EXPECTED = Map.of("allOf", List.of(
			Map.of("anyOf",
					Stream.of("successEvery", "startedBy", "endedBy", "maxDuration", "minMetric", "maxFailuresInARow")
						.map(YamlFlowSchema::given)
						.toList()),
			Map.of("if", given("timezone"), "then", A_TIME_OF_DAY), Map.of("if", given("days"), "then", A_TIME_OF_DAY),
			Map.of("if", given("onMaxDuration"), "then", given("maxDuration"))));

	private static final Map<String, Object> TEMPLATE = Map.of("type", "string", "pattern", "\\{\\{|\\{%");

	private static final String CRON = "^\\s*(@\\S+|\\S+(\\s+\\S+){4,5})\\s*$";

	private static final String DAY = "^[-+]?[0-9]{4,}-[0-9]{2}-[0-9]{2}$";

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
		flow.computeIfPresent("expect",
				(name, schema) -> Map.of(PropertySchema.DESCRIPTION,
						String.valueOf(((Map<?, ?>) schema).get(PropertySchema.DESCRIPTION)), "anyOf",
						List.of(Map.of("allOf", List.of(schema, EXPECTED)), NONE)));
		replace(flow, TaskDefaults.PROPERTY, PropertySchema.orNull(defaults(tasks)));
		FLOW_LISTS.forEach((name) -> replace(flow, name, Map.of()));
		this.document.put("$schema", "http://json-schema.org/draft-07/schema#");
		this.document.put("title", "A flow of Windhover");
		this.document.putAll(PropertySchema.object(flow, PropertySchema.required(FlowShape.class)));
		this.document.put("if", Map.of("required", List.of(TaskDefaults.PROPERTY)));
		this.document.put("then", lists(Tasks.WITH_DEFAULTS));
		this.document.put("else", lists(Tasks.WHOLE));
		this.document.put("definitions", this.definitions);
	}

	/** A property that is there and not null. */
	private static Map<String, Object> given(String name) {
		return Map.of("properties", Map.of(name, Map.of("not", NONE)), "required", List.of(name));
	}

	/** What they hold is checked where a task of the type has it. */
	private static Map<String, Object> defaults(List<TaskDefinition<?>> tasks) {
		List<String> types = Stream
			.concat(tasks.stream().map(TaskDefinition::type),
					Stream.of(ControlTaskType.values()).map(ControlTaskType::id))
			.toList();
		Map<String, Object> own = new LinkedHashMap<>();
		TaskDefaults.OWN.stream().sorted().forEach((name) -> own.put(name, false));
		return Map.of("type", "object", "propertyNames", Map.of("enum", types), "additionalProperties",
				PropertySchema.orNull(Map.of("type", "object", "properties", own)));
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
			properties.computeIfPresent(SharedDirectories.PROPERTY, (name, schema) -> butNotTrue(schema));
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
			Map<String, Object> task = define(kind.name(one), type.id(), properties, more, kind.required(type.shape()));
			if (type == ControlTaskType.PAUSE) {
				task.put("not", DURATION_AND_INPUTS);
			}
			described.put(type.id(), type.description());
		}
		this.definitions.put(kind.name(one), choice(kind.name(one), described));
	}

	/** Of what names a directory, which a sequential shares by the same name. */
	private static Map<String, Object> butNotTrue(Object schema) {
		Map<String, Object> all = new LinkedHashMap<>();
		((Map<?, ?>) schema).forEach((key, value) -> all.put(String.valueOf(key), value));
		all.put("not", Map.of("const", true));
		return all;
	}

	private Map<String, Object> define(String kind, String type, Map<String, Object> own, Map<String, Object> more,
			List<String> required) {
		Map<String, Object> properties = PLAIN.properties(TaskShape.class);
		properties.putAll(own);
		properties.putAll(more);
		properties.put("type", Map.of("const", type));
		List<String> all = Stream.concat(PropertySchema.required(TaskShape.class).stream(), required.stream()).toList();
		Map<String, Object> task = PropertySchema.object(properties, all);
		this.definitions.put(kind + "." + type, task);
		return task;
	}

	private void triggers(List<TriggerDefinition<?>> types) {
		Map<String, String> described = new LinkedHashMap<>();
		trigger(ScheduleTrigger.TYPE, schedule(), PropertySchema.required(ScheduleShape.class));
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
			takeNoTemplates(properties);
			trigger(type.type(), properties,
					Stream
						.concat(PropertySchema.required(PollingShape.class).stream(),
								PropertySchema.required(type.configurationType()).stream())
						.toList());
			described.put(type.type(), type.description());
		});
		this.definitions.put("trigger", choice("trigger", described));
	}

	private static Map<String, Object> schedule() {
		Map<String, Object> conditions = PLAIN.properties(ScheduleConditionsShape.class);
		Map<String, Object> holidays = new LinkedHashMap<>(Map.of("type", "array", "minItems", 1, "maxItems", 1000));
		holidays.put("items", PropertySchema.orNull(Map.of("type", List.of("string"), "pattern", DAY)));
		replace(conditions, "holidays", PropertySchema.orNull(holidays));
		Map<String, Object> schedule = PLAIN.properties(ScheduleShape.class);
		replace(schedule, "conditions", PropertySchema
			.orNull(PropertySchema.object(conditions, PropertySchema.required(ScheduleConditionsShape.class))));
		replace(schedule, "cron", Map.of("type", List.of("string"), "pattern", CRON));
		takeNoTemplates(schedule);
		return schedule;
	}

	/** A trigger that gives its inputs as they stand. */
	private static void takeNoTemplates(Map<String, Object> trigger) {
		replace(trigger, "inputs",
				PropertySchema.orNull(Map.of("type", "object", "additionalProperties", Map.of("not", TEMPLATE))));
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
