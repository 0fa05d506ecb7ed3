package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.expression.TypeRule.OutputRule;
import org.jspecify.annotations.Nullable;

/**
 * What a flow of Kestra declares, for those who name it.
 */
public final class FlowIndex {

	public static final List<String> LISTS = List.of("tasks", "errors", "finally", "then", "else", "defaults");

	/** The types after which the tasks in them are seen. */
	private static final Set<String> HANDING_OUT = Set.of("sequential", "parallel", "if", "switch", "dag");

	/** The types that give on what they are given, and where they have it. */
	private static final Set<String> PASSING = Set.of("return", "for-each");

	private static final List<String> PASSED = List.of("format", "value", "values");

	private static final Pattern READ = Pattern.compile("\\bread\\s*\\([^()]*\\)");

	private final Map<String, Declared> inputs = new HashMap<>();

	/** Those of pauses, by the id of the task and their own. */
	private final Map<String, Map<String, Declared>> resumptions = new HashMap<>();

	/** Those that each execution must be given. */
	private final List<String> required = new ArrayList<>();

	private final Map<String, TaskInfo> tasks = new HashMap<>();

	/** What may come to the address of a file, as expressions begin. */
	private final List<Pattern> files = new ArrayList<>();

	private final Map<String, Object> variables = new LinkedHashMap<>();

	private final Map<String, Loop> loops = new HashMap<>();

	private final @Nullable String namespace;

	private final @Nullable String id;

	private boolean zoned;

	private boolean knowsGlobals;

	private final Map<String, OutputRule> triggerOutputs;

	private final RuleTable rules;

	/**
	 * Indexes a flow, which need not be valid.
	 * @param rules for the types of its tasks and triggers
	 */
	public FlowIndex(KestraSource.Mapping flow, RuleTable rules) {
		this.rules = rules;
		this.namespace = flow.text("namespace");
		this.id = flow.text("id");
		each(flow.get("inputs")).forEach((input) -> {
			String id = Objects.requireNonNullElse((input.text("id") != null) ? input.text("id") : input.text("name"),
					"");
			Declared declared = Declared.of(input);
			this.inputs.put(id, declared);
			if (declared.type().equals("FILE")) {
				this.files.add(named("inputs", id));
			}
			if (input.get("defaults") == null && !declared.optional()) {
				this.required.add(id);
			}
		});
		if (flow.get("variables") instanceof KestraSource.Mapping map) {
			map.plain().forEach((name, value) -> this.variables.put(name, Objects.requireNonNullElse(value, "")));
		}
		each(flow.get("triggers")).forEach((trigger) -> {
			String zone = trigger.text("timezone");
			this.zoned |= zone != null && !zone.equals("UTC");
		});
		this.triggerOutputs = outputs(each(flow.get("triggers")));
		List.of("tasks", "errors", "finally").forEach((name) -> walk(flow.get(name), null, List.of()));
	}

	/** Where triggers give different things, one name may mean several of them. */
	private Map<String, OutputRule> outputs(List<KestraSource.Mapping> triggers) {
		List<Map<String, OutputRule>> outputs = triggers.stream()
			.filter((trigger) -> !"true".equals(trigger.text("disabled")))
			.map((trigger) -> this.rules.trigger(Objects.requireNonNullElse(trigger.text("type"), "")))
			.filter((rule) -> rule == null || !rule.becomes().equals("schedule"))
			.map((rule) -> (rule != null) ? rule.outputs() : Map.<String, OutputRule>of())
			.distinct()
			.toList();
		return (outputs.size() == 1) ? outputs.get(0) : Map.of();
	}

	private static Pattern named(String variable, String id) {
		return Pattern.compile(variable + "\\s*(\\.\\s*|\\[\\s*['\"])" + Pattern.quote(id) + "(?![\\w-])");
	}

	private void walk(@Nullable KestraSource list, @Nullable String parent, List<String> loops) {
		for (KestraSource.Mapping each : each(list)) {
			KestraSource.Mapping task = (each.get("task") instanceof KestraSource.Mapping inner) ? inner : each;
			String id = task.text("id");
			TypeRule rule = this.rules.task(task.text("type"));
			if (id != null) {
				boolean passed = rule != null && PASSING.contains(rule.becomes())
						&& PASSED.stream().anyMatch((name) -> namesFile(plain(task, name)));
				this.tasks.put(id, new TaskInfo(id, rule, parent, loops, passed));
				if (passed) {
					this.files.add(named("outputs", id));
				}
				if (rule != null) {
					addFiles(id, rule);
				}
			}
			if (id != null && rule != null && rule.becomes().equals("pause")) {
				Map<String, Declared> given = new HashMap<>();
				each(task.get("onResume"))
					.forEach((input) -> given.put(String.valueOf(input.text("id")), Declared.of(input)));
				this.resumptions.put(id, given);
			}
			boolean loop = rule != null && rule.becomes().equals("for-each");
			List<String> inside = new ArrayList<>(loops);
			if (loop && id != null) {
				inside.add(id);
			}
			LISTS.forEach((name) -> walk(task.get(name), id,
					(name.equals("errors") || name.equals("finally")) ? loops : inside));
			if (task.get("cases") instanceof KestraSource.Mapping cases) {
				cases.entries().values().forEach((entry) -> walk(entry.value(), id, inside));
			}
		}
	}

	private void addFiles(String id, TypeRule rule) {
		rule.outputs().forEach((name, output) -> {
			if (References.FILES.contains(output.becomes())) {
				this.files.add(Pattern.compile(named("outputs", id).pattern() + "(?s).*?\\b" + name + "\\b"));
			}
		});
	}

	private static @Nullable Object plain(KestraSource.Mapping task, String name) {
		KestraSource value = task.get(name);
		return (value != null) ? value.plain() : null;
	}

	/** Whether a value has templates that name a file other than to read it. */
	boolean namesFile(@Nullable Object value) {
		if (!TemplateConverter.isTemplated(value)) {
			return false;
		}
		String text = READ.matcher(String.valueOf(value)).replaceAll("");
		return text.contains("outputFiles") || this.files.stream().anyMatch((each) -> each.matcher(text).find());
	}

	private static List<KestraSource.Mapping> each(@Nullable KestraSource list) {
		List<KestraSource.Mapping> maps = new ArrayList<>();
		if (list instanceof KestraSource.Sequence sequence) {
			sequence.items().forEach((item) -> {
				if (item.value() instanceof KestraSource.Mapping map) {
					maps.add(map);
				}
			});
		}
		return maps;
	}

	/**
	 * The rules for the types of its tasks and triggers.
	 */
	public RuleTable rules() {
		return this.rules;
	}

	/** Its type in Kestra; null for one that is not declared. */
	public @Nullable String input(String id) {
		Declared declared = this.inputs.get(id);
		return (declared != null) ? declared.type() : null;
	}

	/** What an expression names, where it is an input; null for any other. */
	@Nullable Declared declared(Token root, List<Step> path) {
		if (root.is("inputs") && path.size() == 1) {
			return this.inputs.get(String.valueOf(path.get(0).name()));
		}
		boolean given = root.is("outputs") && path.size() == 3 && path.get(1).is("onResume");
		return given ? this.resumptions.getOrDefault(String.valueOf(path.get(0).name()), Map.of())
			.get(String.valueOf(path.get(2).name())) : null;
	}

	/**
	 * Whether a namespace and an id name this flow.
	 * @param flowId null where no flow is named
	 */
	public boolean isOwn(Object namespaceOf, @Nullable Object flowId) {
		return namespaceOf.equals(this.namespace) && flowId != null && flowId.equals(this.id);
	}

	/**
	 * The ids of the inputs that have no default and are not optional.
	 */
	public List<String> requiredInputs() {
		return this.required;
	}

	@Nullable TaskInfo task(String id) {
		return this.tasks.get(id);
	}

	/** The ids of the tasks of a list, and of those in them that are seen after them. */
	public Set<String> seenAfter(@Nullable KestraSource list) {
		Set<String> ids = new LinkedHashSet<>();
		if (list instanceof KestraSource.Sequence sequence) {
			sequence.items().forEach((item) -> {
				if (item.value() instanceof KestraSource.Mapping task) {
					ids.addAll(seenAfter(task));
				}
			});
		}
		return ids;
	}

	/** The id of a task, and those of the tasks in it that are seen after it. */
	public Set<String> seenAfter(KestraSource.Mapping element) {
		KestraSource.Mapping task = (element.get("task") instanceof KestraSource.Mapping inner) ? inner : element;
		Set<String> ids = new LinkedHashSet<>();
		if (task.text("id") != null) {
			ids.add(String.valueOf(task.text("id")));
		}
		if (handsOut(this.rules.task(task.text("type")))) {
			LISTS.forEach((name) -> ids.addAll(seenAfter(task.get(name))));
			if (task.get("cases") instanceof KestraSource.Mapping cases) {
				cases.entries().values().forEach((entry) -> ids.addAll(seenAfter(entry.value())));
			}
		}
		return ids;
	}

	/** Whether the tasks in those of a type are seen after them. */
	public static boolean handsOut(@Nullable TypeRule rule) {
		return rule != null && HANDING_OUT.contains(rule.becomes());
	}

	/** Whether the list of a loop has the outputs of a task in it. */
	boolean isListed(TaskInfo task, String loop) {
		TaskInfo around = (task.parent() != null) ? task(task.parent()) : null;
		return loop.equals(task.parent()) || (around != null && handsOut(around.rule()) && isListed(around, loop));
	}

	Map<String, Object> variables() {
		return this.variables;
	}

	/** From now on, globals are those that its variable of this name has. */
	public void knowGlobals() {
		this.knowsGlobals = true;
	}

	boolean knowsGlobals() {
		return this.knowsGlobals;
	}

	/** Remembers a loop for the tasks that follow it. */
	public void converted(Loop loop) {
		this.loops.put(loop.id(), loop);
	}

	@Nullable Loop loop(String id) {
		return this.loops.get(id);
	}

	/** What all its triggers but schedules give, by the names of Kestra. */
	Map<String, OutputRule> triggerOutputs() {
		return this.triggerOutputs;
	}

	/** Whether a trigger has a time zone other than UTC. */
	boolean isZoned() {
		return this.zoned;
	}

	/**
	 * An input.
	 *
	 * @param type in Kestra
	 * @param optional whether it may be absent, which is null in Kestra
	 */
	record Declared(String type, boolean optional) {

		static Declared of(KestraSource.Mapping input) {
			return new Declared(Objects.requireNonNullElse(input.text("type"), "STRING").toUpperCase(Locale.ROOT),
					input.get("defaults") == null && "false".equals(input.text("required")));
		}

	}

	/**
	 * A task.
	 *
	 * @param rule null where its type is not known
	 * @param parent the task that it is in; null for one of the flow
	 * @param loops the ids of the loops around it, the outermost first
	 * @param files whether what it gives may be the address of a file that it was given
	 */
	record TaskInfo(String id, @Nullable TypeRule rule, @Nullable String parent, List<String> loops, boolean files) {
	}

}
