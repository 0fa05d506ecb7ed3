package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TypeRule.PropertyRule;

import static io.windhover.convert.expression.TypeRule.PropertyRule.renamed;

/**
 * The properties of the types that run a script as a file. Kestra runs it by a command in
 * a shell, which is what commands before it need.
 */
final class ScriptFileRules {

	private static final String SCRIPT = "script";

	private static final String FILES = "inputFiles";

	private static final String INTERPRETER = "interpreter";

	private static final Set<String> OWN = Set.of(FILES, INTERPRETER);

	private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:ba|da|a|k|z)?sh(?: -\\S+)* -\\w*c");

	/** What leaves the directory in which the script is. */
	private static final Pattern MOVING = Pattern.compile("(?s).*\\b(?:cd|pushd)\\b.*");

	private ScriptFileRules() {
	}

	/**
	 * Those of a type.
	 * @param program that runs the file, and the space after it
	 * @param file the name of the file
	 */
	static List<PropertyRule> properties(String program, String file) {
		List<PropertyRule> properties = new ArrayList<>(List
			.of(renamed(SCRIPT, SCRIPT, (draft, value) -> KestraValues.text(draft.script(), value)), new PropertyRule(
					"beforeCommands",
					"the first lines of `command` of a task of the type `shell`, which then runs the script as a file",
					(draft, value) -> inShell(draft, program, file)), ScriptRules.FAIL_FAST));
		ScriptRules.common().stream().filter((each) -> !OWN.contains(each.name())).forEach(properties::add);
		properties.add(new PropertyRule(INTERPRETER,
				"`interpreter` where there are `beforeCommands`; otherwise nothing, where it is a shell with `-c`",
				ScriptFileRules::interpreter));
		properties.add(renamed(FILES, FILES, ScriptFileRules::files));
		return properties;
	}

	private static void inShell(Draft draft, String program, String file) {
		Object script = draft.get(SCRIPT);
		if (script == null) {
			throw new Unsupported("the script is not carried over", "write both by hand as a task of the type shell");
		}
		String command = ScriptRules.command(draft, List.of(program + file));
		if (MOVING.matcher(command).matches()) {
			throw new Unsupported("where the script is found after a change of the directory depends on the version",
					"write it by hand as a task of the type shell, with the script in inputFiles");
		}
		draft.remove(SCRIPT);
		draft.put("type", "shell");
		draft.put("command", command);
		draft.put(FILES, Map.of(file, script));
	}

	private static void interpreter(Draft draft, KestraSource value) {
		List<String> words = ScriptRules.interpreter(draft, value);
		if ("shell".equals(draft.get("type"))) {
			draft.put(INTERPRETER, words);
		}
		else if (!SHELL.matcher(String.join(" ", words)).matches()) {
			throw new Unsupported("in Kestra it runs the command that runs the script, and here the script itself",
					"write the program of the script, such as [python3]");
		}
	}

	private static Object files(Draft draft, KestraSource value) {
		Map<String, Object> files = new LinkedHashMap<>();
		if (draft.get(FILES) instanceof Map<?, ?> script) {
			script.forEach((name, text) -> files.put(String.valueOf(name), text));
		}
		ScriptRules.inputFiles(draft, value).forEach((name, text) -> {
			if (files.put(name, text) != null) {
				throw new Unsupported("the script becomes a file '%s' as well".formatted(name), "give it another name");
			}
		});
		return files;
	}

}
