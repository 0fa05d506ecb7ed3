package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The published rules of Grafana's dashboard-linter, by its own names, as its documents
 * state them. As there, rules on PromQL look only at dashboards whose first data source
 * is a Prometheus.
 */
final class DashboardLint {

	private static final Set<String> SHOW_VALUES = Set.of("stat", "table", "timeseries", "gauge", "graph",
			"singlestat");

	private static final Set<String> ASK = Set.of("stat", "table", "timeseries", "state-timeline", "graph",
			"singlestat");

	/**
	 * Of Grafana's units those that the dashboards use; the linter knows no others made
	 * up of text.
	 */
	private static final Set<String> UNITS = Set.of("none", "short", "percent", "percentunit", "bytes", "decbytes",
			"bits", "Bps", "binBps", "s", "ms", "µs", "ns", "m", "h", "d", "dtdurations", "dateTimeAsIso",
			"dateTimeAsLocal", "dateTimeFromNow", "ops", "reqps", "rps", "wps", "cps", "iops", "cpm", "opm", "rpm",
			"wpm", "hertz", "bool", "bool_yes_no", "bool_on_off", "string", "locale");

	private static final Set<String> RATES = Set.of("rate", "irate");

	private static final Set<String> OF_COUNTERS = Set.of("rate", "irate", "increase");

	private static final Pattern LABEL_QUERY = Pattern
		.compile("(label_names|label_values|metrics|query_result)\\((.+)\\)", Pattern.DOTALL);

	private static final Pattern RANGE = Pattern.compile("\\[([^\\]]*)]");

	/** No other range is as long. */
	private static final String RATE_INTERVAL = "11277964s";

	private final Dashboard dashboard;

	private final List<Finding> findings = new ArrayList<>();

	private DashboardLint(Dashboard dashboard) {
		this.dashboard = dashboard;
	}

	/**
	 * What the rules find.
	 */
	static List<Finding> of(Dashboard dashboard) {
		DashboardLint lint = new DashboardLint(dashboard);
		lint.checkTemplates();
		if (dashboard.json().path("editable").asBoolean(true)) {
			lint.add("uneditable-dashboard-rule", "", "is editable");
		}
		dashboard.panels().forEach(lint::checkPanel);
		if (lint.isOfPrometheus()) {
			lint.checkTargets();
		}
		return lint.findings;
	}

	private void checkTemplates() {
		List<JsonNode> sources = variables("datasource");
		if (sources.isEmpty()) {
			add("template-datasource-rule", "", "has no templated data source");
		}
		sources.forEach((source) -> checkSource(source, sources.size() == 1));
		variables("query").stream()
			.filter((variable) -> variable.path("refresh").asInt(0) != 2)
			.forEach((variable) -> add("template-on-time-change-reload-rule", "",
					"variable %s is not refreshed when the time range changes".formatted(name(variable))));
		if (!isOfPrometheus()) {
			return;
		}
		checkLabel("job");
		checkLabel("instance");
		List<JsonNode> queries = variables("query");
		List<String> expressions = queries.stream().map(DashboardLint::asked).toList();
		each(expressions, (index, read) -> {
			if (!read.error().isEmpty()) {
				add("template-label-promql-rule", "",
						"variable %s asks for %s".formatted(name(queries.get(index)), expressions.get(index)));
			}
		});
	}

	private void checkSource(JsonNode variable, boolean isOnly) {
		String type = variable.path("query").asString("");
		String label = variable.path("label").asString("");
		boolean isNamed = name(variable).equals(type + "_datasource")
				|| (isOnly && name(variable).equals("datasource"));
		String title = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1) + " data source";
		if (!isNamed || !(label.equals(title) || (isOnly && label.equals("Data source")))) {
			add("template-datasource-rule", "",
					"variable %s of the type %s, with the label '%s'".formatted(name(variable), type, label));
		}
	}

	private void checkLabel(String label) {
		String rule = "template-%s-rule".formatted(label);
		JsonNode variable = variables("query").stream()
			.filter((each) -> name(each).equals(label))
			.findFirst()
			.orElse(null);
		if (variable == null) {
			add(rule, "", "has no variable " + label);
			return;
		}
		String title = label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
		Map<String, Boolean> wanted = Map.of("data source $datasource",
				Set.of("$datasource", "${datasource}").contains(variable.at("/datasource/uid").asString("")),
				"label " + title, variable.path("label").asString("").equals(title), "several values",
				variable.path("multi").asBoolean(false), "allValue .+",
				variable.path("allValue").asString("").equals(".+"));
		wanted.forEach((what, isSo) -> {
			if (!isSo) {
				add(rule, "", "variable %s lacks: %s".formatted(label, what));
			}
		});
	}

	private void checkPanel(JsonNode panel) {
		String type = panel.path("type").asString("");
		String title = panel.path("title").asString("");
		if (!SHOW_VALUES.contains(type)) {
			return;
		}
		if (title.isEmpty() || panel.path("description").asString("").isEmpty()) {
			add("panel-title-description-rule", title, "has no title or no description");
		}
		if (panel.path("targets").isEmpty()) {
			add("panel-no-targets-rule", title, "has no targets");
		}
		String source = panel.at("/datasource/uid").asString("");
		if (variables("datasource").stream()
			.noneMatch((variable) -> Set.of("$" + name(variable), "${" + name(variable) + "}").contains(source))) {
			add("panel-datasource-rule", title, "uses the data source '%s'".formatted(source));
		}
		checkUnit(panel, title);
	}

	private void checkUnit(JsonNode panel, String title) {
		boolean isMapped = !panel.at("/fieldConfig/defaults/mappings").isEmpty()
				|| overridden(panel, "mappings") != null;
		boolean isText = !panel.at("/options/reduceOptions/fields").asString("").isEmpty();
		if (isMapped || isText) {
			return;
		}
		String override = overridden(panel, "unit");
		String unit = (override != null) ? override : panel.at("/fieldConfig/defaults/unit").asString("");
		if (!UNITS.contains(unit)) {
			add("panel-units-rule", title, "has the unit '%s'".formatted(unit));
		}
	}

	/** The value of the last override of a property, null where there is none. */
	private static @Nullable String overridden(JsonNode panel, String property) {
		return panel.at("/fieldConfig/overrides")
			.valueStream()
			.flatMap((override) -> override.path("properties").valueStream())
			.filter((each) -> each.path("id").asString("").equals(property))
			.map((each) -> each.path("value").asString("set"))
			.reduce((one, later) -> later)
			.orElse(null);
	}

	private void checkTargets() {
		List<String> titles = new ArrayList<>();
		List<String> expressions = new ArrayList<>();
		Variables values = Variables.of(this.dashboard.json()).with(Map.of("__rate_interval", RATE_INTERVAL));
		// those that linger as they stand: a rule asks for them
		Variables kept = values.with(Map.of("job", "$job", "instance", "$instance"));
		for (JsonNode panel : this.dashboard.panels()) {
			if (ASK.contains(panel.path("type").asString(""))) {
				panel.path("targets").forEach((target) -> {
					titles.add(panel.path("title").asString(""));
					expressions.add(kept.substitute(target.path("expr").asString("")));
				});
			}
		}
		each(expressions, (index, read) -> {
			String title = titles.get(index);
			if (!read.error().isEmpty()) {
				add("target-promql-rule", title, read.error());
				return;
			}
			checkMatcher("job", title, read.tree());
			checkMatcher("instance", title, read.tree());
			checkCalls(title, read.tree(), "");
		});
	}

	private void checkMatcher(String label, String title, JsonNode node) {
		selectors(node)
			.filter((selector) -> selector.get("matchers")
				.valueStream()
				.noneMatch((matcher) -> matcher.get("label").asString().equals(label)
						&& matcher.get("operator").asString().equals("=~")
						&& matcher.get("value").asString().equals("$" + label)))
			.forEach((selector) -> add("target-%s-rule".formatted(label), title, selector.get("source").asString()));
	}

	private void checkCalls(String title, JsonNode node, String parent) {
		String name = node.path("name").asString("");
		boolean isCall = node.path("kind").asString("").equals("call");
		if (node.path("kind").asString("").equals("selector") && isCounter(node) && !OF_COUNTERS.contains(parent)) {
			add("target-counter-agg-rule", title, node.get("source").asString());
		}
		if (isCall && RATES.contains(name) && !range(node.get("source").asString()).equals(RATE_INTERVAL)) {
			add("target-rate-interval-rule", title, node.get("source").asString());
		}
		PromQl.arguments(node).forEach((argument) -> checkCalls(title, argument, isCall ? name : ""));
	}

	private static boolean isCounter(JsonNode selector) {
		return selector.get("matchers")
			.valueStream()
			.anyMatch((matcher) -> matcher.get("label").asString().equals("__name__")
					&& matcher.get("value").asString().endsWith("_total"));
	}

	private static String range(String call) {
		Matcher range = RANGE.matcher(call);
		String last = "";
		while (range.find()) {
			last = range.group(1);
		}
		return last;
	}

	private static Stream<JsonNode> selectors(JsonNode node) {
		Stream<JsonNode> below = PromQl.arguments(node).flatMap(DashboardLint::selectors);
		return node.path("kind").asString("").equals("selector") ? Stream.concat(Stream.of(node), below) : below;
	}

	/** Many at once: each reading starts a process. */
	private static void each(List<String> expressions, BiConsumer<Integer, PromQl> check) {
		List<PromQl> read = PromQl.read(expressions);
		for (int index = 0; index < read.size(); index++) {
			check.accept(index, read.get(index));
		}
	}

	/** What a variable asks a Prometheus for, without its function and label. */
	private static String asked(JsonNode variable) {
		JsonNode query = variable.path("query");
		String text = query.isObject() ? query.path("query").asString("") : query.asString("");
		Matcher function = LABEL_QUERY.matcher(text);
		if (!function.matches()) {
			return "no function: " + text;
		}
		String argument = function.group(2);
		return function.group(1).equals("label_values") ? argument.substring(0, argument.lastIndexOf(',')) : argument;
	}

	private boolean isOfPrometheus() {
		List<JsonNode> sources = variables("datasource");
		return !sources.isEmpty() && sources.get(0).path("query").asString("").equals("prometheus");
	}

	private List<JsonNode> variables(String type) {
		return this.dashboard.json()
			.at("/templating/list")
			.valueStream()
			.filter((variable) -> variable.path("type").asString("").equals(type))
			.toList();
	}

	private static String name(JsonNode variable) {
		return variable.path("name").asString("");
	}

	private void add(String rule, String panel, String message) {
		this.findings.add(new Finding(rule, this.dashboard.json().path("title").asString(""), panel, message));
	}

	/**
	 * What a rule found.
	 *
	 * @param rule its name in the linter
	 * @param dashboard its title
	 * @param panel its title, empty where it is about the whole dashboard
	 */
	record Finding(String rule, String dashboard, String panel, String message) {
	}

}
