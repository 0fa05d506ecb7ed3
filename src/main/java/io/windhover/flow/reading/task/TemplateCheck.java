package io.windhover.flow.reading.task;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.RootVariables;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.template.FunctionReferences;
import io.windhover.flow.template.MetricReferences;
import io.windhover.flow.template.NamedReferences;
import io.windhover.flow.template.OutputReferences;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;

/**
 * Checks the templates of one task: their syntax, and that the tasks, inputs and
 * variables that they name are there when it runs.
 */
public record TemplateCheck(Templates templates, Names names, ReadingProblems problems) {

	/** Of what a worker renders. */
	void check(Path path, Object value) {
		check(path, value, RootVariables.ofWorkers(this.names.around()));
	}

	private void check(Path path, Object value, Set<String> seen) {
		texts(path, value, (where, text) -> {
			if (syntax(where, text)) {
				variables(where, text, seen);
				references(where, text);
			}
		});
	}

	/** Of what no worker evaluates, where secrets and files are not known. */
	public void checkControl(Path path, Object value) {
		check(path, value, RootVariables.ofExecutors(this.names.around()));
		refuseSecrets(path, value);
		refuseFiles(path, value);
	}

	/**
	 * Of what a trigger evaluates.
	 * @param seen the variables that are there
	 * @param secrets whether it may use them
	 */
	public void checkTrigger(Path path, Object value, Set<String> seen, boolean secrets) {
		texts(path, value, (where, text) -> {
			if (syntax(where, text)) {
				variables(where, text, seen);
			}
		});
		refuseFiles(path, value);
		if (!secrets) {
			refuseSecrets(path, value);
		}
	}

	/** Of what is rendered before there is an execution. */
	public void checkCall(Path path, Object value) {
		refuseFiles(path, value);
		refuseSecrets(path, value);
		texts(path, value, (where, text) -> {
			if (syntax(where, text) && !RootVariables.OF_CALLS.containsAll(this.templates.variables(text))) {
				this.problems.value(where,
						"is rendered before the execution exists; it sees 'trigger' and 'flow' only");
			}
		});
	}

	private void refuseSecrets(Path path, Object value) {
		refuse(path, value, "secret",
				"secrets are known to workers only; use secret() in the properties of a task that a worker runs");
	}

	private void refuseFiles(Path path, Object value) {
		refuse(path, value, "read",
				"files are known to workers only; use read() in the properties of a task that a worker runs");
	}

	private void refuse(Path path, Object value, String function, String message) {
		texts(path, value, (where, text) -> {
			if (FunctionReferences.in(text).contains(function)) {
				this.problems.value(where, message);
			}
		});
	}

	private static void texts(Path path, Object value, BiConsumer<Path, String> action) {
		if (value instanceof String text && Templates.isTemplate(text)) {
			action.accept(path, text);
		}
		else if (value instanceof Map<?, ?> map) {
			YamlSection.properties(map).forEach((key, each) -> texts(path.child(key), each, action));
		}
		else if (value instanceof List<?> list) {
			for (int i = 0; i < list.size(); i++) {
				Object each = list.get(i);
				if (each != null) {
					texts(path.child(i), each, action);
				}
			}
		}
	}

	private boolean syntax(Path path, String text) {
		try {
			this.templates.check(text);
			return true;
		}
		catch (TemplateException ex) {
			this.problems.value(path, "template: " + ex.getMessage());
			return false;
		}
	}

	private void variables(Path path, String text, Set<String> seen) {
		for (String variable : this.templates.variables(text)) {
			if (!seen.contains(variable)) {
				this.problems.value(path, "'%s' is not a variable here%s".formatted(variable, hint(variable, seen)));
			}
		}
	}

	private String hint(String variable, Set<String> seen) {
		if (this.names.inputs().contains(variable)) {
			return "; did you mean 'inputs.%s'?".formatted(variable);
		}
		if (this.names.variables().contains(variable)) {
			return "; did you mean 'vars.%s'?".formatted(variable);
		}
		if (this.names.all().contains(variable)) {
			return "; did you mean 'outputs.%s'?".formatted(variable);
		}
		return "%s; known: %s".formatted(
				RootVariables.elsewhere(variable, Suggestion.of(variable, seen).replace("?", "")),
				String.join(", ", new TreeSet<>(seen)));
	}

	private void references(Path path, String text) {
		OutputReferences named = OutputReferences.in(Map.of("text", text));
		unknown(path, named.tasks(), "outputs");
		unknown(path, named.metrics(), "metrics");
		for (MetricReferences.Metric metric : MetricReferences.in(text)) {
			Set<String> known = this.names.metrics().getOrDefault(metric.task(), Set.of());
			if (this.names.earlier().contains(metric.task()) && !known.contains(metric.name())) {
				this.problems.value(path, noMetric(metric, known));
			}
		}
		for (String variable : NamedReferences.VARIABLES.in(text)) {
			if (!this.names.variables().contains(variable)) {
				this.problems.value(path, "the flow has no variable '%s'; give it a value under 'variables'%s"
					.formatted(variable, Suggestion.of(variable, this.names.variables())));
			}
		}
		for (String input : NamedReferences.INPUTS.in(text)) {
			if (!this.names.inputs().contains(input)) {
				this.problems.value(path, "the flow has no input '%s'; declare it under 'inputs'%s".formatted(input,
						Suggestion.of(input, this.names.inputs())));
			}
		}
	}

	private void unknown(Path path, Set<String> tasks, String what) {
		for (String task : tasks) {
			if (!this.names.earlier().contains(task)) {
				this.problems.value(path, unknown(task, what));
			}
		}
	}

	private static String noMetric(MetricReferences.Metric metric, Set<String> known) {
		if (known.isEmpty()) {
			return "task '%s' publishes no metrics".formatted(metric.task());
		}
		String dotted = known.stream()
			.filter((each) -> each.startsWith(metric.name() + "."))
			.findFirst()
			.map((each) -> "; write metrics['%s']['%s'] for a name with a dot".formatted(metric.task(), each))
			.orElseGet(() -> Suggestion.of(metric.name(), known));
		return "task '%s' publishes no metric '%s'%s; known: %s".formatted(metric.task(), metric.name(),
				dotted.replace("?", ""), String.join(", ", known));
	}

	private String unknown(String task, String what) {
		if (this.names.all().contains(task)) {
			return (this.names.handedOut().repeated().contains(task)
					? "task '%s' has no %s here, because several tasks have its id; give each its own"
					: "task '%s' has no %s here: only those of earlier tasks are seen, and after a loop none of the tasks in it")
				.formatted(task, what);
		}
		String dashed = this.names.all()
			.stream()
			.filter((each) -> each.startsWith(task + "-"))
			.findFirst()
			.map((each) -> "; write %s['%s'] for an id with a dash".formatted(what, each))
			.orElseGet(() -> Suggestion.of(task, this.names.all()));
		return "there is no task '%s'%s".formatted(task, dashed);
	}

}
