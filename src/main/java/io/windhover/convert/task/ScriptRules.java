package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule;
import io.windhover.convert.expression.TypeRule.OutputRule;
import io.windhover.convert.expression.TypeRule.PropertyRule;
import io.windhover.flow.input.FileAddress;

import static io.windhover.convert.expression.TypeRule.PropertyRule.only;
import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The types that run commands and scripts.
 */
final class ScriptRules {

	private static final String PLUGIN = "io.kestra.plugin.scripts.";

	private static final Map<String, OutputRule> OUTPUTS = Map.of("exitCode",
			new OutputRule("exitCode", Kind.SCALAR, false), "vars", new OutputRule("vars", Kind.ANY, false));

	private static final Map<String, OutputRule> OUTPUTS_WITH_FILES = Map.of("exitCode",
			new OutputRule("exitCode", Kind.SCALAR, false), "vars", new OutputRule("vars", Kind.ANY, false),
			"outputFiles", new OutputRule("files", Kind.ANY, false));

	private static final PropertyRule BEFORE = new PropertyRule("beforeCommands", "the first lines of `command`",
			(draft, value) -> {
				KestraValues.list(draft.script(), value);
				if (draft.get("command") == null) {
					throw new Unsupported("the commands after them are not carried over", "write them before these");
				}
			});

	static final PropertyRule FAIL_FAST = silent("failFast",
			"`set -e` at the beginning of `command`, unless it is false");

	private ScriptRules() {
	}

	static List<TypeRule> all() {
		List<PropertyRule> commands = new ArrayList<>(List.of(new PropertyRule("commands", "`command`, a line each",
				(draft, value) -> draft.put("command", command(draft, KestraValues.list(draft.script(), value)))),
				BEFORE, FAIL_FAST));
		commands.addAll(common());
		List<PropertyRule> script = new ArrayList<>(List.of(
				new PropertyRule("script", "the last lines of `command`",
						(draft, value) -> draft.put("command",
								command(draft, List.of(KestraValues.text(draft.script(), value))))),
				BEFORE, FAIL_FAST));
		script.addAll(common());
		return List.of(
				rule(List.of(PLUGIN + "shell.Commands", PLUGIN + "python.Commands", PLUGIN + "node.Commands"), "shell",
						commands),
				rule(List.of(PLUGIN + "shell.Script"), "shell", script),
				rule(List.of(PLUGIN + "python.Script"), "python", ScriptFileRules.properties("python3 ", "_script.py")),
				rule(List.of(PLUGIN + "node.Script"), "node", ScriptFileRules.properties("node ", "_script.js")),
				bash());
	}

	private static TypeRule rule(List<String> names, String becomes, List<PropertyRule> properties) {
		return new TypeRule(names, becomes, false, properties, OUTPUTS_WITH_FILES, ScriptRules::requireProcess);
	}

	static List<PropertyRule> common() {
		return List.of(renamed("env", "environment", KestraValues::texts),
				renamed("interpreter", "interpreter", ScriptRules::interpreter),
				renamed("inputFiles", "inputFiles", ScriptRules::inputFiles),
				renamed("outputFiles", "outputFiles", ScriptRules::outputFiles),
				process("taskRunner", "nothing, where it is the runner Process"),
				process("runner", "nothing, where it is PROCESS"),
				process("containerImage", "nothing, where the runner is Process"),
				only("warningOnStdErr", List.of("false"), "make what is a failure fail the command"),
				only("targetOS", List.of("AUTO", "LINUX"), "write it for Linux"));
	}

	static Map<String, Object> inputFiles(Draft draft, KestraSource value) {
		Map<String, Object> files = KestraValues.texts(draft, value);
		try {
			files.keySet().forEach(FileAddress::checkPath);
		}
		catch (IllegalArgumentException ex) {
			throw new Unsupported(String.valueOf(ex.getMessage()), "give the file another name");
		}
		return files;
	}

	private static Object outputFiles(Draft draft, KestraSource value) {
		draft.notes()
			.once(draft.place(), "a name of outputFiles that is not there fails the task",
					"write it as a pattern, such as report*.csv, where the file may be missing");
		return KestraValues.list(draft, value);
	}

	private static PropertyRule process(String name, String becomes) {
		return new PropertyRule(name, becomes, (draft, value) -> {
			if (!isProcess(draft)) {
				throw container();
			}
		});
	}

	private static PropertyRule silent(String name, String becomes) {
		return new PropertyRule(name, becomes, (draft, value) -> {
		});
	}

	private static Unsupported container() {
		return new Unsupported("Kestra runs it in a container",
				"remove this where the machines of the workers have what it runs, or call docker in the command");
	}

	private static boolean isProcess(Draft draft) {
		KestraSource runner = draft.source().get("taskRunner");
		String type = (runner instanceof KestraSource.Mapping mapping)
				? Objects.requireNonNullElse(mapping.text("type"), "") : "";
		return type.endsWith("core.runner.Process")
				|| (runner == null && "PROCESS".equals(draft.source().text("runner")));
	}

	private static void requireProcess(Draft draft) {
		if (draft.source().get("taskRunner") == null && draft.source().get("runner") == null) {
			draft.leave("taskRunner", "Docker, which Kestra uses where the flow says nothing", container().reason(),
					container().proposal());
		}
		tellDifferences(draft);
	}

	private static void tellDifferences(Draft draft) {
		draft.notes()
			.once(draft.place(),
					"a script does not see the environment of Kestra's process, and a line on stderr makes no WARNING",
					"give each script what it needs in environment, and let it exit with a code where it is to fail");
	}

	static List<String> interpreter(Draft draft, KestraSource value) {
		List<String> words = (value instanceof KestraSource.Sequence sequence)
				? sequence.items().stream().map((item) -> KestraValues.fixed(draft, item.value())).toList()
				: List.of(KestraValues.fixed(draft, value).strip().split("\\s+", -1));
		return named(words);
	}

	private static List<String> named(List<String> words) {
		if (words.isEmpty() || words.get(0).isBlank()) {
			throw new Unsupported("it names no interpreter", "name one, such as [/bin/sh, -c], or leave it out");
		}
		return words;
	}

	/** With what Kestra runs before, in the same shell. */
	static String command(Draft draft, List<String> commands) {
		List<String> lines = new ArrayList<>();
		KestraSource failFast = draft.source().get("failFast");
		if (failFast == null || KestraValues.bool(draft, failFast)) {
			lines.add("set -e");
		}
		KestraSource before = draft.source().get("beforeCommands");
		if (before != null) {
			lines.addAll(KestraValues.list(draft.script(), before));
		}
		lines.addAll(commands);
		return String.join("\n", lines);
	}

	private static TypeRule bash() {
		return TypeRule.worker(List.of("io.kestra.core.tasks.scripts.Bash"), "shell",
				new PropertyRule("commands", "`command`, a line each", (draft, value) -> {
					KestraSource exit = draft.source().get("exitOnFailed");
					boolean stops = exit == null || KestraValues.bool(draft, exit);
					draft.put("command",
							(stops ? "set -e\n" : "") + String.join("\n", KestraValues.list(draft.script(), value)));
				}), silent("exitOnFailed", "`set -e` at the beginning of `command`, unless it is false"),
				renamed("env", "environment", KestraValues::texts),
				new PropertyRule("interpreter", "`interpreter`", (draft, value) -> {
					List<String> words = new ArrayList<>(named(List.of(KestraValues.fixed(draft, value))));
					KestraSource more = draft.source().get("interpreterArgs");
					words.addAll((more != null) ? KestraValues.list(draft, more) : List.of("-c"));
					draft.put("interpreter", words);
				}), new PropertyRule("interpreterArgs", "the rest of `interpreter`", (draft, value) -> {
					if (draft.source().get("interpreter") == null) {
						List<String> words = new ArrayList<>(List.of("/bin/sh"));
						words.addAll(KestraValues.list(draft, value));
						draft.put("interpreter", words);
					}
				}), new PropertyRule("runner", "nothing, where it is PROCESS", (draft, value) -> {
					if (!KestraValues.fixed(draft, value).toUpperCase(Locale.ROOT).equals("PROCESS")) {
						throw container();
					}
				}), only("warningOnStdErr", List.of("false"), "make what is a failure fail the command"))
			.with(OUTPUTS)
			.end(ScriptRules::tellDifferences);
	}

}
