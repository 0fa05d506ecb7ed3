package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import tools.jackson.databind.json.JsonMapper;

/**
 * The directory {@code src/monitoring}, or a copy of it.
 */
public record MonitoringFiles(Path root) {

	/**
	 * Those of the repository.
	 */
	public static MonitoringFiles ofTheRepository() {
		return new MonitoringFiles(Path.of("src/monitoring"));
	}

	/**
	 * Everything that is asked of a Prometheus, with the variables' values of the files.
	 */
	public List<Expression> expressions() {
		List<Expression> found = new ArrayList<>(rules());
		for (Path file : files("prometheus/tests", ".yml")) {
			found.addAll(RuleFiles.samples(name(file), read(file)));
		}
		dashboards().forEach((dashboard) -> found.addAll(dashboard.expressions(Variables.of(dashboard.json()))));
		return found;
	}

	/**
	 * The alerts and recording rules.
	 */
	public List<Expression> rules() {
		List<Expression> found = new ArrayList<>();
		for (Path file : files("prometheus/rules", ".yml")) {
			found.addAll(RuleFiles.rules(name(file), read(file)));
		}
		return found;
	}

	/**
	 * Grafana's dashboards.
	 */
	public List<Dashboard> dashboards() {
		JsonMapper json = new JsonMapper();
		return dashboardFiles().stream().map((file) -> new Dashboard(name(file), json.readTree(read(file)))).toList();
	}

	List<Path> dashboardFiles() {
		return files("grafana/dashboards", ".json");
	}

	/**
	 * The data sources that are provisioned: the entry of each by its identifier.
	 */
	public Map<String, Map<?, ?>> dataSources() {
		Map<String, Map<?, ?>> found = new LinkedHashMap<>();
		for (Path file : files("grafana/provisioning/datasources", ".yml")) {
			RuleFiles.list(RuleFiles.map(RuleFiles.load(read(file))).get("datasources"))
				.forEach(
						(source) -> found.put(String.valueOf(RuleFiles.map(source).get("uid")), RuleFiles.map(source)));
		}
		return found;
	}

	/**
	 * The files of a directory, in order.
	 */
	public List<Path> files(String directory, String suffix) {
		Path path = this.root.resolve(directory);
		if (!Files.isDirectory(path)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(path)) {
			return files.filter((file) -> file.toString().endsWith(suffix)).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String name(Path file) {
		return this.root.relativize(file).toString();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
