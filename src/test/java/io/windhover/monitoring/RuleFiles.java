package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Finds the expressions in rule files of Prometheus and in the tests of rules.
 */
final class RuleFiles {

	private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

	private RuleFiles() {
	}

	/** Of a rule file: alerts and recording rules. */
	static List<Expression> rules(String file, String yaml) {
		List<Expression> found = new ArrayList<>();
		for (Object group : list(map(load(yaml)).get("groups"))) {
			for (Object each : list(map(group).get("rules"))) {
				found.add(rule(file, map(each)));
			}
		}
		return found;
	}

	private static Expression rule(String file, Map<?, ?> rule) {
		Map<?, ?> labels = map(rule.get("labels"));
		String text = String.valueOf(rule.get("expr"));
		Set<String> adds = labels.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
		if (rule.containsKey("record")) {
			String name = String.valueOf(rule.get("record"));
			return new Expression(file, "recording rule " + name, Expression.Kind.RECORDING, text, Set.of(), name,
					adds);
		}
		String templates = labels.values() + "\n" + map(rule.get("annotations")).values();
		Set<String> uses = LABEL.matcher(templates)
			.results()
			.map((MatchResult label) -> label.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		return new Expression(file, "alert " + rule.get("alert"), Expression.Kind.ALERT, text, uses, "", adds);
	}

	/** Of a file of {@code promtool test rules}: the series that it plays. */
	static List<Expression> samples(String file, String yaml) {
		List<Expression> found = new ArrayList<>();
		int number = 0;
		for (Object test : list(map(load(yaml)).get("tests"))) {
			number++;
			for (Object series : list(map(test).get("input_series"))) {
				found.add(new Expression(file, "test " + number, Expression.Kind.SAMPLE,
						String.valueOf(map(series).get("series")), Set.of()));
			}
		}
		return found;
	}

	static Object load(String yaml) {
		return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
	}

	static Map<?, ?> map(Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	static List<?> list(Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

}
