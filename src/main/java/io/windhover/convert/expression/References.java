package io.windhover.convert.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.convert.Notes;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.ExpressionConverter.Argument;
import io.windhover.convert.expression.TypeRule.OutputRule;
import org.jspecify.annotations.Nullable;

/**
 * The variables and functions of Kestra, as a scope of a flow sees them.
 */
public final class References {

	/** The functions that are converted. */
	public static final Set<String> FUNCTIONS = Set.of("currentEachOutput", "fromJson", "json", "jsonDecode", "max",
			"min", "now", "range", "read", "render", "renderOnce", "secret", "uuid", "yaml");

	/** Those that are here by the same name and are not the same, and what to do. */
	public static final Map<String, Unsupported> OTHER_FUNCTIONS = Map.of("env", new Unsupported(
			"env() of Kestra takes a name in lower case, without the prefix ENV_",
			"write env('ENV_NAME'), set ENV_NAME for workers and executors, and name it in windhover.templates.environment"));

	/** The variables that are converted, for the docs. */
	public static final List<String> VARIABLES = List.of("inputs.x", "vars.x", "labels.x", "flow.id", "flow.namespace",
			"flow.revision", "execution.id", "execution.startDate", "task.id", "taskrun.id", "taskrun.value",
			"taskrun.iteration", "parent.taskrun.value", "parents[0].taskrun.value", "outputs.x.value",
			"outputs.x[taskrun.value].value", "trigger.date", "trigger.id", "trigger.body", "trigger.code",
			"trigger.key", "trigger.value", "trigger.messagesCount", "schedule.date", "envs.x", "globals.x");

	/** The outputs that are addresses of files. */
	static final Set<String> FILES = Set.of("file", "files");

	private static final Set<String> STRUCTURES = Set.of("JSON", "ARRAY", "MULTISELECT", "YAML");

	private static final String SECRET = "SECRET";

	private static final Set<String> NUMBERS = Set.of("INT", "FLOAT");

	private static final Set<String> TRUTHS = Set.of("BOOLEAN", "BOOL");

	private final ReferenceScope scope;

	private final Notes notes;

	private final Notes.Place place;

	/** The function around; empty where it does not matter. */
	private final String function;

	/** What a trigger sees as {@code response}; null outside of triggers. */
	private final @Nullable Map<String, OutputRule> answer;

	References(ReferenceScope scope, Notes notes, Notes.Place place) {
		this(scope, notes, place, "", null);
	}

	private References(ReferenceScope scope, Notes notes, Notes.Place place, String function,
			@Nullable Map<String, OutputRule> answer) {
		this.scope = scope;
		this.notes = notes;
		this.place = place;
		this.function = function;
		this.answer = answer;
	}

	/**
	 * Those of a trigger.
	 * @param answer what it sees as {@code response}
	 */
	static References ofTrigger(ReferenceScope scope, Notes notes, Notes.Place place, Map<String, OutputRule> answer) {
		return new References(scope, notes, place, "", answer);
	}

	/** How the arguments of a function see them. */
	References within(String name) {
		return switch (name) {
			case "render", "renderOnce", "currentEachOutput", "read" ->
				new References(this.scope, this.notes, this.place, name, this.answer);
			default -> this;
		};
	}

	/**
	 * Converts the call of a function.
	 * @param accessed whether a property of the result is named, so that one that is not
	 * a list or map fails
	 */
	Converted call(Token name, List<Argument> arguments, boolean accessed) {
		String function = name.text();
		return switch (function) {
			case "max", "min" -> Converted.of(name.written() + written(arguments), Kind.SCALAR);
			case "range" -> Converted.of(name.written() + written(arguments), Kind.ANY);
			case "uuid" -> Converted.of(name.written() + written(exactly(function, arguments, 0)), Kind.TEXT);
			case "now" -> Converted.of(
					name.written() + "("
							+ (arguments.isEmpty() ? "" : FilterRules.dateArguments(arguments, FilterRules.ISO)) + ")",
					Kind.TEXT);
			case "secret" -> secret(name, arguments);
			case "read" -> read(name, arguments);
			case "json", "fromJson", "jsonDecode" -> parsed(name, exactly(function, arguments, 1).get(0), accessed);
			case "yaml" -> Converted.of(name.written() + written(exactly(function, arguments, 1)), Kind.ANY);
			case "render", "renderOnce" -> new Converted(
					name.before() + "render(" + first(arguments).exact().strip() + ")", Kind.ANY, null, null, true);
			default -> {
				Unsupported other = OTHER_FUNCTIONS.get(function);
				throw (other != null) ? other : new Unsupported(
						"the function '%s()' is not supported".formatted(function), proposal(function));
			}
		};
	}

	private static String proposal(String function) {
		return switch (function) {
			case "kv" -> "give the value as an input or a variable of the flow";
			case "read" -> "let the task print what the file has, and name its output";
			case "errorLogs" -> "link the execution by its id instead";
			default -> "compute the value in a task and name its output";
		};
	}

	private static Converted parsed(Token name, Argument argument, boolean accessed) {
		Converted value = argument.value();
		return Converted.of(name.before()
				+ ((value.typed() && accessed) ? value.text().strip() : "fromJson(" + value.exact().strip() + ")"),
				Kind.ANY);
	}

	private Converted secret(Token name, List<Argument> arguments) {
		if (!this.scope.secrets()) {
			throw new Unsupported("secrets are known to workers only",
					"use secret() in the properties of a task that a worker runs");
		}
		return Converted.of(name.written() + written(exactly("secret", arguments, 1)), Kind.TEXT);
	}

	/** Kestra reads files of a namespace by their paths, too. */
	private Converted read(Token name, List<Argument> arguments) {
		if (!this.scope.secrets()) {
			throw new Unsupported("files are known to workers only",
					"use read() in the properties of a task that a worker runs");
		}
		Argument file = exactly("read", arguments, 1).get(0);
		if (file.value().literal() != null) {
			throw new Unsupported("a namespace has no files",
					"write the text into 'variables' of the flow, or into inputFiles of a task");
		}
		return Converted.of(name.written() + written(List.of(file)), Kind.TEXT);
	}

	private static Converted first(List<Argument> arguments) {
		if (arguments.isEmpty()) {
			throw new Unsupported("render() has nothing to render", "write it by hand");
		}
		return arguments.get(0).value();
	}

	private static List<Argument> exactly(String function, List<Argument> arguments, int count) {
		if (arguments.size() != count) {
			throw new Unsupported("the function '%s()' takes other arguments".formatted(function),
					"see the functions in flows.md");
		}
		return arguments.stream().map((each) -> new Argument(null, "", each.value())).toList();
	}

	private static String written(List<Argument> arguments) {
		return arguments.stream().map(Argument::written).collect(Collectors.joining(",", "(", ")"));
	}

	/**
	 * Converts a variable.
	 * @param path what follows its name
	 * @param formatted whether a filter of dates follows
	 */
	Converted variable(Token root, List<Step> path, boolean formatted) {
		String space = root.before();
		if (this.answer != null) {
			return answer(space, root, path, this.answer);
		}
		return switch (root.text()) {
			case "inputs" -> input(root, path);
			case "vars" -> variableOfFlow(space, path);
			case "labels" -> Converted.of(space + "labels" + Step.written(named("labels", path)), Kind.TEXT);
			case "flow" ->
				known(space, "flow", path, Map.of("id", "id", "namespace", "namespace", "revision", "revision"));
			case "execution" -> known(space, "execution", path, Map.of("id", "id", "startDate", "createdAt"));
			case "task" -> task(space, path);
			case "taskrun" -> taskRun(space, path);
			case "parent" -> parent(space, 0, path);
			case "parents" -> parents(space, path);
			case "outputs" -> outputs(root, path);
			case "trigger", "schedule" -> trigger(space, root.text(), path, formatted);
			case "envs" -> environment(space, named("envs", path));
			case "globals" -> globals(space, named("globals", path));
			default -> throw new Unsupported("the variable '%s' is not known".formatted(root.text()),
					"name the value by a variable that flows.md lists");
		};
	}

	/** The flow does not say what they are. */
	private Converted globals(String space, List<Step> path) {
		String steps = Step.written(path);
		if (!this.scope.flow().knowsGlobals()) {
			throw new Unsupported(
					"'globals%s' is in the configuration of Kestra, under kestra.variables.globals".formatted(steps),
					"convert the flow with --globals and that file, or copy its value from there to 'variables' of the flow as '%s' and write vars%s"
						.formatted(path.get(0).name(), steps));
		}
		if (!hasGlobal(path)) {
			throw new Unsupported(
					"the configuration of Kestra has no 'globals%s' that is the same here".formatted(steps),
					"copy its value to 'variables' of the flow and name it there; one in camel case, or with ${NAME} or a template, is another in Kestra");
		}
		this.notes.add(this.place, false,
				"the value of 'globals%s' is copied from the configuration of Kestra".formatted(steps),
				"where it is a secret, remove it from 'variables' and write secret('NAME')");
		List<Step> variable = new ArrayList<>(List.of(Step.name("globals")));
		variable.addAll(path);
		return variableOfFlow(space, variable);
	}

	private boolean hasGlobal(List<Step> path) {
		Object value = this.scope.flow().variables().get("globals");
		for (Step step : path) {
			value = (value instanceof Map<?, ?> map) ? map.get(String.valueOf(step.name()))
					: (value instanceof List<?> list) ? element(list, step) : null;
		}
		return value != null;
	}

	private static @Nullable Object element(List<?> list, Step step) {
		String index = step.written().replaceAll("[\\[\\]]", "");
		int number = index.matches("\\d{1,4}") ? Integer.parseInt(index) : list.size();
		return (number < list.size()) ? list.get(number) : null;
	}

	private static List<Step> named(String variable, List<Step> path) {
		if (path.isEmpty() || path.get(0).name() == null) {
			throw new Unsupported("'%s' is used without a name".formatted(variable), "name each value that is needed");
		}
		return path;
	}

	private static Converted known(String space, String variable, List<Step> path, Map<String, String> names) {
		String name = (path.size() == 1) ? names.get(path.get(0).name()) : null;
		if (name == null) {
			throw new Unsupported("'%s%s' is not supported".formatted(variable, Step.written(path)),
					"see the variables in flows.md");
		}
		return Converted.of(space + variable + "." + name, name.equals("revision") ? Kind.SCALAR : Kind.TEXT);
	}

	private Converted input(Token root, List<Step> path) {
		String id = String.valueOf(named("inputs", path).get(0).name());
		String type = this.scope.flow().input(id);
		if (type == null) {
			throw new Unsupported("the flow has no input '%s'".formatted(id), "declare it under 'inputs'");
		}
		if (type.equals("FILE")) {
			requireNoPath();
		}
		Converted input = Converted.of(root.before() + "inputs" + Step.written(path),
				(path.size() > 1) ? Kind.ANY : kind(type));
		return type.equals(SECRET) ? secretOf(input, this.scope.flow().declared(root, path)) : input;
	}

	/** An input has the name of a secret, and in Kestra its value. */
	private Converted secretOf(Converted name, FlowIndex.@Nullable Declared declared) {
		if (declared == null || declared.optional()) {
			throw new Unsupported("an input that may be absent, or a part of it, is not the name of a secret",
					"make the input required, and use it as a whole");
		}
		if (!this.scope.secrets() || this.function.startsWith("render")) {
			throw new Unsupported("the input has the name of a secret, whose value only workers know",
					"use it in the properties of a task that a worker runs, and where another flow has an input of type secret give it the name, {{ %s }}"
						.formatted(name.text().strip()));
		}
		String space = name.text().substring(0, name.text().length() - name.text().stripLeading().length());
		return Converted.of(space + "secret(" + name.text().strip() + ")", Kind.TEXT);
	}

	private static Kind kind(String type) {
		return STRUCTURES.contains(type) ? Kind.ANY
				: NUMBERS.contains(type) ? Kind.SCALAR : TRUTHS.contains(type) ? Kind.TRUTH : Kind.TEXT;
	}

	/** Whether it is absent here where it is null in Kestra. */
	boolean mayBeAbsent(Token root, List<Step> path) {
		FlowIndex.Declared declared = this.scope.flow().declared(root, path);
		return declared != null && declared.optional();
	}

	private Converted variableOfFlow(String space, List<Step> path) {
		Object value = this.scope.flow().variables().get(named("vars", path).get(0).name());
		if (value == null) {
			throw new Unsupported("the flow has no variable '%s'".formatted(path.get(0).name()),
					"declare it under 'variables'");
		}
		for (Step step : path.subList(1, path.size())) {
			value = (value instanceof Map<?, ?> map && step.name() != null) ? map.get(step.name()) : value;
		}
		if (TemplateConverter.isTemplated(value) && !this.function.startsWith("render")) {
			throw new Unsupported(
					"the variable has templates, which Kestra renders by itself before 0.14 and never after that",
					"write render(vars%s) where they are to be rendered".formatted(Step.written(path)));
		}
		if (this.scope.flow().namesFile(value)) {
			requireNoPath();
		}
		Kind kind = (value instanceof String) ? Kind.TEXT
				: (value instanceof Number) ? Kind.SCALAR : (value instanceof Boolean) ? Kind.TRUTH : Kind.ANY;
		return Converted.of(space + "vars" + Step.written(path), kind);
	}

	private Converted task(String space, List<Step> path) {
		if (path.size() == 1 && path.get(0).is("id") && this.scope.taskId() != null) {
			return new Converted(space + "'" + this.scope.taskId() + "'", Kind.TEXT, null, this.scope.taskId(), false);
		}
		throw new Unsupported("'task%s' is not supported".formatted(Step.written(path)), "write the value itself");
	}

	private Converted taskRun(String space, List<Step> path) {
		Loop loop = this.scope.ownLoop();
		String property = (path.size() == 1) ? String.valueOf(path.get(0).name()) : "";
		if (property.equals("id") && this.scope.secrets()) {
			return Converted.of(space + "taskRun.id", Kind.TEXT);
		}
		if (loop != null && property.equals("value")) {
			return item(space, loop);
		}
		if (loop != null && property.equals("iteration")) {
			return Converted.of(space + this.scope.nameOf(loop, "index"), Kind.SCALAR);
		}
		throw new Unsupported("'taskrun%s' is not supported".formatted(Step.written(path)),
				"in a for-each use item and index, in the loop around it parents[0].item");
	}

	private Converted parents(String space, List<Step> path) {
		String index = (path.size() > 1 && path.get(0).index() != null) ? path.get(0).written() : "";
		if (!index.matches("\\[\\d]")) {
			throw new Unsupported("'parents%s' is not supported".formatted(Step.written(path)),
					"use parents[0].item for the item of the loop around this one");
		}
		return parent(space, index.charAt(1) - '0', path.subList(1, path.size()));
	}

	private Converted parent(String space, int index, List<Step> path) {
		boolean isValue = path.size() == 2 && path.get(0).is("taskrun") && path.get(1).is("value");
		Loop loop = isValue ? this.scope.parentLoop(index) : null;
		if (loop == null) {
			throw new Unsupported(
					"which loop 'parent%s' means depends on the version of Kestra".formatted(Step.written(path)),
					"use item, or parents[0].item for the item of the loop around this one");
		}
		return item(space, loop);
	}

	private Converted item(String space, Loop loop) {
		FlowIndex.TaskInfo task = this.scope.flow().task(loop.id());
		if (task != null && task.files()) {
			requireNoPath();
		}
		boolean text = loop.textItems();
		return new Converted(space + this.scope.nameOf(loop, "item"), text ? Kind.TEXT : Kind.ANY, loop, null, !text);
	}

	/** A trigger sees nothing of executions. */
	private static Converted answer(String space, Token root, List<Step> path, Map<String, OutputRule> answer) {
		if (!root.is("response") || path.isEmpty()) {
			throw new Unsupported("a trigger does not see '%s'".formatted(root.text()), "write the value itself");
		}
		OutputRule rule = answer.get(String.valueOf(path.get(0).name()));
		if (rule == null) {
			throw new Unsupported("'response%s' is not supported".formatted(Step.written(path)),
					"the condition sees status, body and headers by name, each as one text");
		}
		return output(space + rule.becomes(), rule, path);
	}

	private Converted trigger(String space, String root, List<Step> path, boolean formatted) {
		String property = (path.size() == 1) ? String.valueOf(path.get(0).name()) : "";
		if (property.equals("date") && (formatted || !this.scope.flow().isZoned())) {
			return Converted.of(space + "trigger.date", Kind.TEXT);
		}
		if (property.equals("date")) {
			throw new Unsupported("'trigger.date' is in UTC here, and in the time zone of the schedule in Kestra",
					"format it with the filter date and its argument timeZone");
		}
		if (property.equals("id") && root.equals("trigger")) {
			return Converted.of(space + "trigger.id", Kind.TEXT);
		}
		OutputRule output = (root.equals("trigger") && !path.isEmpty())
				? this.scope.flow().triggerOutputs().get(String.valueOf(path.get(0).name())) : null;
		if (output != null) {
			return output(space + "trigger." + output.becomes(), output, path);
		}
		throw new Unsupported("tasks do not see '%s%s'".formatted(root, Step.written(path)),
				"declare an input and give it the value in 'inputs' of the trigger");
	}

	private Converted environment(String space, List<Step> path) {
		String name = "ENV_" + String.valueOf(path.get(0).name()).toUpperCase(Locale.ROOT);
		if (path.size() > 1 || !name.matches("\\w+")) {
			throw new Unsupported("'envs%s' is not supported".formatted(Step.written(path)), "use env('NAME')");
		}
		this.notes.add(this.place, false, "env('%s') is read from the process that renders".formatted(name),
				"set %s for workers and executors and name it in windhover.templates.environment; before 0.23 Kestra's is KESTRA_%s"
					.formatted(name, name.substring("ENV_".length())));
		return Converted.of(space + "env('" + name + "')", Kind.TEXT);
	}

	private Converted outputs(Token root, List<Step> path) {
		Converted converted = outputs(root.before(), path);
		FlowIndex.Declared declared = this.scope.flow().declared(root, path);
		if (declared != null && declared.type().equals(SECRET)) {
			return secretOf(converted, declared);
		}
		return (declared != null) ? Converted.of(converted.text(), kind(declared.type())) : converted;
	}

	private Converted outputs(String space, List<Step> path) {
		String id = String.valueOf(named("outputs", path).get(0).name());
		FlowIndex.TaskInfo task = this.scope.flow().task(id);
		if (task == null || task.rule() == null) {
			throw new Unsupported(
					(task == null) ? "there is no task '%s'".formatted(id)
							: "the task '%s' is not carried over, nor are its outputs".formatted(id),
					"name another output");
		}
		List<Step> rest = path.subList(1, path.size());
		List<String> around = this.scope.loops().stream().filter(Loop::overItems).map(Loop::id).toList();
		int keys = task.loops().size();
		if (keys <= around.size() && task.loops().equals(around.subList(0, keys))) {
			if (!this.scope.visible().contains(id)) {
				throw new Unsupported("the outputs of '%s' are not seen here".formatted(id),
						"only tasks that ended before are seen, and after a loop none of those in it; name one of them");
			}
			return output(space + "outputs" + step(id), task, afterKeys(task, rest));
		}
		return ofEndedLoop(space, task, rest);
	}

	/**
	 * What follows the values of the loops, which must be those of the same iteration.
	 */
	private List<Step> afterKeys(FlowIndex.TaskInfo task, List<Step> rest) {
		if (this.function.equals("currentEachOutput")) {
			return rest;
		}
		int keys = task.loops().size();
		for (int i = 0; i < keys; i++) {
			Converted index = (i < rest.size()) ? rest.get(i).index() : null;
			Loop loop = (index != null) ? index.loop() : null;
			if (loop == null || !loop.id().equals(task.loops().get(i))) {
				throw new Unsupported("'outputs.%s' has the outputs of all iterations here".formatted(task.id()),
						"name those of the same iteration as outputs.%s.…, those of all after the loop"
							.formatted(task.id()));
			}
		}
		return rest.subList(keys, rest.size());
	}

	private Converted ofEndedLoop(String space, FlowIndex.TaskInfo task, List<Step> rest) {
		String key = rest.isEmpty() ? null : rest.get(0).name();
		Loop loop = (task.loops().size() == 1) ? this.scope.flow().loop(task.loops().get(0)) : null;
		int place = (loop != null && loop.items() != null && key != null) ? loop.items().indexOf(key) : -1;
		if (loop == null || place < 0 || !this.scope.flow().isListed(task, loop.id())
				|| !this.scope.visible().contains(loop.id())) {
			throw new Unsupported("'outputs.%s' is a task of a loop that has ended".formatted(task.id()),
					"name it by the loop and the number of the iteration: outputs.%s[0].%s"
						.formatted(task.loops().get(task.loops().size() - 1), task.id()));
		}
		return output(space + "outputs" + step(loop.id()) + "[" + place + "]" + step(task.id()), task,
				rest.subList(1, rest.size()));
	}

	private Converted output(String reference, FlowIndex.TaskInfo task, List<Step> rest) {
		if (rest.isEmpty()) {
			throw new Unsupported("all outputs of a task together have other names here", "name each that is needed");
		}
		TypeRule rule = Objects.requireNonNull(task.rule());
		OutputRule output = rule.outputs().get(String.valueOf(rest.get(0).name()));
		if (output == null) {
			throw new Unsupported(
					"a task of type %s has no output '%s'".formatted(rule.becomes(),
							Step.written(rest.subList(0, 1)).replaceFirst("^\\.", "")),
					"see the outputs of the type in flows.md");
		}
		if (task.files() || FILES.contains(output.becomes())) {
			requireNoPath();
		}
		else if (this.scope.paths() && rule.becomes().equals("subflow")) {
			this.notes.once(this.place,
					"an output of a subflow that is the address of a file stays it in a script, where Kestra puts the path of a local copy",
					"give such a file to inputFiles, and use its name there");
		}
		return output(reference + (output.becomes().isEmpty() ? "" : "." + output.becomes()), output, rest);
	}

	/**
	 * An output under its new name.
	 * @param path its name in Kestra, and what follows it
	 */
	private static Converted output(String named, OutputRule output, List<Step> path) {
		List<Step> more = output.path().apply(path.subList(1, path.size()));
		return new Converted(named + Step.written(more), more.isEmpty() ? output.kind() : Kind.ANY, null, null,
				more.isEmpty() && output.typed());
	}

	/** An address of a file, which Kestra makes a file of in commands and scripts. */
	private void requireNoPath() {
		if (this.scope.paths() && !this.function.equals("read")) {
			throw new Unsupported(
					"Kestra puts the path of a local copy in place of the address of a file, and here the address stays",
					"give the file a name in inputFiles, such as data.csv: \"{{ inputs.file }}\", and use that name");
		}
	}

	private static String step(String id) {
		return id.matches("[A-Za-z_]\\w*") ? "." + id : "['" + id + "']";
	}

}
