package io.windhover.monitoring;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * Checks of {@code compose.yaml} that need no Docker: what it mounts is there, what
 * others call is started, what it sets exists.
 *
 * @param directory where it stands
 * @param root its content
 */
record ComposeFile(Path directory, Map<String, ?> root) {

	static ComposeFile of(Path directory, String yaml) {
		return new ComposeFile(directory, new Yaml().load(yaml));
	}

	/**
	 * What is wrong.
	 * @param properties of the application, relaxed as in the environment
	 */
	List<String> problems(Set<String> properties) throws IOException {
		List<String> problems = new ArrayList<>();
		Set<String> published = new HashSet<>();
		for (Object key : services().keySet()) {
			String name = key.toString();
			Map<?, ?> service = service(name);
			image(name, service, problems);
			volumes(name, service, problems);
			ports(name, service, published, problems);
			dependencies(name, service, problems);
			environment(name, service, properties, problems);
		}
		targets(problems);
		return problems;
	}

	Map<?, ?> services() {
		return map(this.root.get("services"));
	}

	Map<?, ?> service(String name) {
		return map(services().get(name));
	}

	private void image(String name, Map<?, ?> service, List<String> problems) {
		String image = String.valueOf(service.get("image"));
		if (!service.containsKey("build") && !isBuilt(image, service)
				&& !image.matches("[\\w./-]+:v?\\d+\\.\\d+\\.\\d+")) {
			problems.add(name + " does not pin its image: " + image);
		}
		if (!service.containsKey("mem_limit")) {
			problems.add(name + " may take all memory");
		}
		if (!service.containsKey("restart")) {
			problems.add(name + " does not say whether it is started again");
		}
	}

	/** By another service that is started first, and fetched from nowhere. */
	private boolean isBuilt(String image, Map<?, ?> service) {
		return "never".equals(service.get("pull_policy")) && map(service.get("depends_on")).keySet()
			.stream()
			.map((other) -> map(services().get(other)))
			.anyMatch((other) -> other.containsKey("build") && image.equals(other.get("image")));
	}

	private void volumes(String name, Map<?, ?> service, List<String> problems) {
		for (Object volume : list(service.get("volumes"))) {
			String source = volume.toString().split(":", -1)[0];
			boolean isThere = source.startsWith(".") ? Files.exists(this.directory.resolve(source).normalize())
					: map(this.root.get("volumes")).containsKey(source);
			if (!isThere) {
				problems.add(name + " mounts " + source + ", which there is not");
			}
		}
		if (service.get("build") != null
				&& !Files.exists(this.directory.resolve(String.valueOf(map(service.get("build")).get("context")))
					.resolve("Dockerfile"))) {
			problems.add(name + " is built from nothing");
		}
	}

	private static void ports(String name, Map<?, ?> service, Set<String> published, List<String> problems) {
		for (Object port : list(service.get("ports"))) {
			String[] parts = port.toString().split(":", -1);
			if (parts.length != 3 || !parts[0].equals("127.0.0.1")) {
				problems.add(name + " opens " + port + " to others");
			}
			else if (!published.add(parts[1])) {
				problems.add(name + " takes the port " + parts[1] + " of another");
			}
		}
	}

	private void dependencies(String name, Map<?, ?> service, List<String> problems) {
		map(service.get("depends_on")).forEach((other, how) -> {
			Map<?, ?> needed = map(services().get(other));
			boolean isHealthy = "service_healthy".equals(map(how).get("condition"));
			if (!services().containsKey(other) || (isHealthy && !needed.containsKey("healthcheck"))) {
				problems.add(name + " waits for " + other + ", which never tells");
			}
		});
	}

	private void environment(String name, Map<?, ?> service, Set<String> properties, List<String> problems) {
		map(service.get("environment")).forEach((key, value) -> {
			String variable = key.toString();
			if (variable.matches("(WINDHOVER|SPRING|SERVER|MANAGEMENT)_.*")
					&& !properties.contains(variable.replaceAll("_\\d+(_.*)?$", ""))) {
				problems.add(name + " sets " + variable + ", which is no property");
			}
			if (variable.matches(".*(SERVERS|URIS|HOSTS)$")) {
				String host = URI.create(value.toString().contains("://") ? value.toString() : "tcp://" + value)
					.getHost();
				if (!services().containsKey(host)) {
					problems.add(name + " calls " + host + ", which is not started");
				}
			}
		});
	}

	/** Whom Prometheus scrapes and tells, and whom Grafana asks. */
	private void targets(List<String> problems) throws IOException {
		Set<String> hosts = new HashSet<>();
		String prometheus = Files.readString(this.directory.resolve("prometheus/prometheus.yml"));
		hosts(new Yaml().load(prometheus), "targets", hosts);
		hosts(new Yaml()
			.load(Files.readString(this.directory.resolve("grafana/provisioning/datasources/windhover.yml"))), "url",
				hosts);
		hosts.stream()
			.filter((host) -> !services().containsKey(host))
			.forEach((host) -> problems.add(host + " is called and not started"));
	}

	/** The hosts of all addresses under a key, wherever it stands. */
	private static void hosts(Object from, String key, Set<String> hosts) {
		if (from instanceof Map<?, ?> map) {
			map.forEach((name, value) -> {
				if (name.equals(key)) {
					(value instanceof List<?> many ? many : List.of(value)).forEach((address) -> hosts
						.add(address.toString().replaceAll("^\\w+://", "").replaceAll("[:/].*", "")));
				}
				else {
					hosts(value, key, hosts);
				}
			});
		}
		else if (from instanceof List<?> many) {
			many.forEach((each) -> hosts(each, key, hosts));
		}
	}

	/**
	 * As the environment spells the names of properties, with or without the hyphens.
	 */
	static Set<String> variables(Set<String> properties) {
		return properties.stream()
			.map((property) -> property.replace('.', '_').toUpperCase(Locale.ROOT))
			.flatMap((name) -> Stream.of(name.replace("-", ""), name.replace('-', '_')))
			.collect(Collectors.toSet());
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

	private static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

}
