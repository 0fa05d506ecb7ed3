package io.windhover.monitoring;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.windhover.flow.binding.Suggestion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What monitoring files must hold to: they ask only for what there is, in a language that
 * is understood.
 */
final class Contract {

	private static final Set<String> OF_LINKS = Set.of("__data", "__field", "__value", "__url_time_range",
			"__all_variables", "__from", "__to");

	private Contract() {
	}

	/**
	 * What is wrong with the expressions of rules, tests of rules and dashboards.
	 */
	static List<String> problemsOfExpressions(MonitoringFiles files) {
		List<Expression> expressions = files.expressions();
		List<PromQl> read = PromQl.read(expressions.stream().map(Expression::text).toList());
		Map<Expression, PromQl> trees = new LinkedHashMap<>();
		IntStream.range(0, read.size()).forEach((index) -> trees.put(expressions.get(index), read.get(index)));
		List<String> problems = new ArrayList<>();
		KnownSeries known = withRecorded(KnownSeries.ofTheCatalogue(), trees);
		trees.forEach((expression, tree) -> problems(expression, tree, known)
			.forEach((problem) -> problems.add("%s\n\t%s".formatted(expression, problem))));
		return problems;
	}

	/** Recording rules may use one another, in whatever order. */
	private static KnownSeries withRecorded(KnownSeries known, Map<Expression, PromQl> trees) {
		Map<Expression, PromQl> waiting = new LinkedHashMap<>(trees);
		waiting.keySet().removeIf((expression) -> expression.kind() != Expression.Kind.RECORDING);
		boolean found = true;
		while (found) {
			found = waiting.entrySet().removeIf((entry) -> {
				Labels labels = new Labels(known);
				Set<String> result = entry.getValue().error().isEmpty() ? labels.of(entry.getValue()) : Set.of();
				if (labels.problems().isEmpty() && entry.getValue().error().isEmpty()) {
					known.add(entry.getKey().name(), KnownSeries.with(result, entry.getKey().adds()));
				}
				return labels.problems().isEmpty();
			});
		}
		return known;
	}

	private static List<String> problems(Expression expression, PromQl tree, KnownSeries known) {
		if (!tree.error().isEmpty()) {
			return List.of(tree.error());
		}
		Labels labels = new Labels(known);
		Set<String> result = KnownSeries.with(labels.of(tree), expression.adds());
		List<String> problems = new ArrayList<>(labels.problems());
		if (problems.isEmpty()) {
			expression.uses()
				.stream()
				.filter((label) -> !result.contains(label))
				.forEach((label) -> problems.add("the result has no label '%s', only %s%s".formatted(label, result,
						Suggestion.of(label, result))));
		}
		return problems;
	}

	/**
	 * Variables and data sources that dashboards name and that there are not.
	 */
	static List<String> problemsOfNames(MonitoringFiles files) {
		List<String> problems = new ArrayList<>();
		for (Dashboard dashboard : files.dashboards()) {
			Variables variables = Variables.of(dashboard.json());
			for (JsonNode panel : dashboard.panels()) {
				unknown(variables, panel).forEach((problem) -> problems.add(
						"%s, panel \"%s\": %s".formatted(dashboard.file(), panel.path("title").asString(""), problem)));
			}
			for (JsonNode variable : dashboard.json().at("/templating/list")) {
				unknown(variables, variable.path("query")).forEach((problem) -> problems.add("%s, variable %s: %s"
					.formatted(dashboard.file(), variable.path("name").asString(""), problem)));
			}
			for (JsonNode annotation : dashboard.json().at("/annotations/list")) {
				unknown(variables, annotation).forEach((problem) -> problems.add("%s, annotation %s: %s"
					.formatted(dashboard.file(), annotation.path("name").asString(""), problem)));
			}
			dashboard.dataSources()
				.stream()
				.filter((source) -> !isThere(source, files, variables))
				.forEach((source) -> problems
					.add("%s: no data source '%s' is provisioned".formatted(dashboard.file(), source)));
		}
		return problems;
	}

	/** Links have variables of their own, of the value that somebody clicks at. */
	private static List<String> unknown(Variables variables, JsonNode part) {
		return variables.unknown(part.toString())
			.stream()
			.filter((name) -> !OF_LINKS.contains(name))
			.map((name) -> "no variable '%s'%s".formatted(name, Suggestion.of(name, variables.values().keySet())))
			.toList();
	}

	private static boolean isThere(String source, MonitoringFiles files, Variables variables) {
		String[] typeAndUid = source.split(" ", 2);
		if (typeAndUid[0].equals("grafana") || typeAndUid[0].equals("datasource")) {
			return true;
		}
		if (typeAndUid[1].startsWith("$")) {
			return variables.unknown(typeAndUid[1]).isEmpty();
		}
		Map<?, ?> provisioned = files.dataSources().get(typeAndUid[1]);
		return provisioned != null && typeAndUid[0].equals(provisioned.get("type"));
	}

	/**
	 * Where dashboards differ from the types that Grafana publishes.
	 */
	static List<String> problemsOfDashboards(MonitoringFiles files) {
		JsonMapper json = new JsonMapper();
		List<String> paths = files.dashboardFiles().stream().map(Path::toAbsolutePath).map(Path::toString).toList();
		return NodePackage.MONITORING.run("dashboards.mjs", paths, List.of())
			.stream()
			.map(json::readTree)
			.map((problem) -> "%s, %s: %s".formatted(Path.of(problem.get("file").asString()).getFileName(),
					problem.get("at").asString(), problem.get("message").asString()))
			.toList();
	}

}
