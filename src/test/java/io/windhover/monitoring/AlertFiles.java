package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The alerts with all that belongs to each: the cases that test it, its runbook, and what
 * Alertmanager's configuration says of it. Of the repository, or of a copy.
 *
 * @param root what holds {@code src}
 */
record AlertFiles(Path root) {

	private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info", "none");

	private static final Set<String> COMPONENTS = Set.of("management", "kafkastreams", "executor", "worker",
			"scheduler", "indexer");

	private static final String RUNBOOKS = "{{ with $externalLabels.runbooks }}{{ . }}"
			+ "{{ else }}http://localhost:8081/runbooks{{ end }}/";

	private static final String INSTANCE = "{{ with $externalLabels.scheme }}{{ . }}{{ else }}http{{ end }}"
			+ "://{{ $labels.instance }}/";

	private static final Pattern NAME = Pattern.compile("Windhover[A-Za-z]+");

	Path prometheus() {
		return this.root.resolve("src/monitoring/prometheus").toAbsolutePath();
	}

	Path alertmanager() {
		return this.root.resolve("src/monitoring/alertmanager").toAbsolutePath();
	}

	/** Files of the directory of Prometheus's. */
	List<Path> files(String directory) {
		return list(prometheus().resolve(directory), ".yml");
	}

	/** What a reader would miss; what Prometheus itself would is promtool's business. */
	List<String> problems() {
		List<String> problems = new ArrayList<>();
		Map<String, Map<?, ?>> alerts = alerts();
		Map<String, Set<String>> cases = cases();
		alerts.forEach((name, alert) -> {
			problems(name, alert, problems);
			Set<String> tested = cases.getOrDefault(name, Set.of());
			Stream.of("fires", "is silent")
				.filter((kind) -> kind.equals("fires") || !isAlwaysFiring(alert))
				.filter((kind) -> !tested.contains(kind))
				.forEach((kind) -> problems.add("No case in which %s %s".formatted(name, kind)));
		});
		Set<String> runbooks = runbooks();
		missing(alerts.keySet(), runbooks).forEach((name) -> problems.add(name + " has no runbook"));
		missing(runbooks, alerts.keySet()).forEach((name) -> problems.add(name + " is a runbook of no alert"));
		missing(cases.keySet(), alerts.keySet()).forEach((name) -> problems.add(name + " is tested and no alert"));
		missing(routed(), alerts.keySet())
			.forEach((name) -> problems.add(name + " is no alert, but stands in alertmanager.yml"));
		return problems;
	}

	private static void problems(String name, Map<?, ?> alert, List<String> problems) {
		Map<?, ?> labels = map(alert.get("labels"));
		Map<?, ?> annotations = map(alert.get("annotations"));
		if (!SEVERITIES.contains(text(labels.get("severity")))) {
			problems.add(name + " has no severity");
		}
		if (!COMPONENTS.contains(text(labels.get("component")))) {
			problems.add(name + " has no component");
		}
		Stream.of("summary", "description")
			.filter((key) -> text(annotations.get(key)).isBlank())
			.forEach((key) -> problems.add("%s has no %s".formatted(name, key)));
		if (!text(annotations.get("runbook_url")).equals(RUNBOOKS + name)) {
			problems.add(name + " does not link its runbook");
		}
		boolean ofAnInstance = annotations.toString().contains("$labels.instance");
		if (ofAnInstance && !text(annotations.get("link")).startsWith(INSTANCE)) {
			problems.add(name + " does not link the route that shows the cause");
		}
	}

	private static boolean isAlwaysFiring(Map<?, ?> alert) {
		return text(alert.get("expr")).equals("vector(1)");
	}

	/** By name. */
	private Map<String, Map<?, ?>> alerts() {
		Map<String, Map<?, ?>> alerts = new LinkedHashMap<>();
		files("rules").stream()
			.flatMap((file) -> items(load(file).get("groups")))
			.flatMap((group) -> items(group.get("rules")))
			.filter((rule) -> rule.containsKey("alert"))
			.forEach((rule) -> alerts.put(text(rule.get("alert")), rule));
		return alerts;
	}

	/** By name of the alert, whether one {@code fires} and one {@code is silent}. */
	private Map<String, Set<String>> cases() {
		return files("tests").stream()
			.flatMap((file) -> items(load(file).get("tests")))
			.flatMap((test) -> items(test.get("alert_rule_test")))
			.collect(Collectors.groupingBy((test) -> text(test.get("alertname")),
					Collectors.mapping(
							(test) -> items(test.get("exp_alerts")).findAny().isPresent() ? "fires" : "is silent",
							Collectors.toSet())));
	}

	private Set<String> runbooks() {
		return list(this.root.resolve("src/docs/runbooks"), ".md").stream()
			.map((file) -> file.getFileName().toString().replaceFirst("\\.md$", ""))
			.filter((name) -> NAME.matcher(name).matches())
			.collect(Collectors.toSet());
	}

	private Set<String> routed() {
		return NAME.matcher(read(alertmanager().resolve("alertmanager.yml")))
			.results()
			.map((found) -> found.group())
			.collect(Collectors.toSet());
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> missing(Set<String> wanted, Set<String> there) {
		return wanted.stream().filter((each) -> !there.contains(each)).sorted();
	}

	private static List<Path> list(Path directory, String suffix) {
		if (!Files.isDirectory(directory)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<?, ?> load(Path file) {
		return map(new Yaml(new SafeConstructor(new LoaderOptions())).load(read(file)));
	}

	private static Map<?, ?> map(Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	private static Stream<? extends Map<?, ?>> items(Object value) {
		return (value instanceof List<?> list) ? list.stream().map(AlertFiles::map) : Stream.empty();
	}

	private static String text(Object value) {
		return (value != null) ? value.toString() : "";
	}

}
