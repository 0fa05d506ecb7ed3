package io.windhover.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.windhover.system.WindhoverProcess;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every route of both ports that can be read, as the review list of
 * {@code src/docs/security.md} has them, which {@code BothPortsIT} holds to those that
 * the application serves; with the names of what a namespace has.
 */
final class ReadableRoutes {

	private static final Pattern ROW = Pattern.compile("\\| (80\\d\\d) \\| `GET ([^`]+)` \\|.*");

	private final WindhoverProcess windhover;

	private final String namespace;

	/** By route, with its port, as the list has it. */
	private final Map<String, List<String>> named = new LinkedHashMap<>();

	private ReadableRoutes(WindhoverProcess windhover, String namespace) {
		this.windhover = windhover;
		this.namespace = namespace;
	}

	/**
	 * The paths of each route that can be read now. One with names in it that is not
	 * given any fails, so that none is left out.
	 */
	static Map<String, List<String>> of(WindhoverProcess windhover, String namespace) {
		ReadableRoutes routes = new ReadableRoutes(windhover, namespace);
		routes.nameManagement();
		routes.nameApi();
		return routes.all();
	}

	private Map<String, List<String>> all() {
		List<String> listed = listed();
		assertThat(listed).hasSizeGreaterThan(50).containsAll(this.named.keySet());
		Map<String, List<String>> all = new LinkedHashMap<>();
		for (String route : listed) {
			String path = route.substring(route.indexOf(' ') + 1);
			assertThat(this.named.containsKey(route) || !path.contains("{")).as("names for " + route).isTrue();
			all.put(route, this.named.getOrDefault(route, List.of(path)));
		}
		return all;
	}

	private static List<String> listed() {
		try (Stream<String> lines = Files.lines(Path.of("src/docs/security.md"))) {
			return lines.map(ROW::matcher)
				.filter((row) -> row.matches())
				.map((row) -> row.group(1) + " " + row.group(2))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void nameManagement() {
		management("/health/{component}",
				this.windhover.get(this.windhover.management("/health")).get("components").propertyNames());
		management("/metrics/{requiredMetricName}", List.of("worker.started.count", "executor.execution.end.count"));
		management("/worker/{taskRunId}", texts("/worker", "runnings", "/taskRun/id"));
		List<String> triggers = flows().stream().flatMap((flow) -> triggers(flow).stream()).toList();
		management("/scheduler/{namespace}/{flowId}/{triggerId}", triggers);
		management("/flows/{namespace}/{flowId}", flows());
		management("/executor/{executionId}", executions());
		management("/events/{view}", List.of("subscriptions"));
		management("/incidents/{id}", texts("/incidents", "incidents", "/id"));
		List<String> clients = texts("/kafkastreams", "streams", "/clientId");
		management("/kafkastreams/{clientId}", clients);
		management("/kafkastreams/{clientId}/{view}", clients.stream()
			.flatMap((client) -> Stream.of("lag", "metrics", "topology", "threads").map((view) -> client + "/" + view))
			.toList());
		management("/env/{toMatch}", List.of("windhover.secrets.directory"));
		management("/configprops/{prefix}", List.of("windhover.secrets", "windhover.worker"));
		management("/loggers/{name}", List.of("ROOT"));
		management("/runbooks/{alert}", texts("/runbooks", "runbooks", "/alert").subList(0, 1));
		management("/console/assets/{*path}", List.of("app.js"));
	}

	private void nameApi() {
		// with all that there are of each, not the newest alone
		put("8080", "/api/executions", List.of("/api/executions", "/api/executions?size=1000",
				"/api/executions?namespace=%s&size=1000".formatted(this.namespace)));
		api("/console/assets/{*path}", List.of("app.js"), "");
		List<String> triggers = flows().stream().flatMap((flow) -> triggers(flow).stream()).toList();
		api("/api/flows/{namespace}/{flowId}", flows(), "");
		api("/api/flows/{namespace}/{flowId}/revisions", flows(), "/revisions");
		api("/api/flows/{namespace}/{flowId}/triggers", flows(), "/triggers");
		api("/api/flows/{namespace}/{flowId}/triggers/{triggerId}/backfill",
				triggers.stream().map((each) -> each.replaceFirst("/([^/]+)$", "/triggers/$1")).toList(), "/backfill");
		// without a signature it runs nothing
		api("/api/webhooks/{namespace}/{flowId}/{key}", List.of(this.namespace + "/signed/a-key-of-some-length"), "");
		api("/api/executions/{id}", executions(), "?size=1000", "?size=1000&page=1");
		api("/api/executions/{id}/logs", executions(), "/logs?size=1000", "/logs?size=1000&page=1",
				"/logs?size=1000&page=2");
		// those of one that still runs end with it only
		api("/api/executions/{id}/events",
				executions().stream()
					.filter((id) -> this.windhover.get(this.windhover.api("/api/executions/" + id)).has("endedAt"))
					.toList(),
				"/events");
		api("/api/executions/{id}/files", executions(), "/files");
		api("/api/executions/{id}/files/{*path}", executions().stream().flatMap((id) -> files(id).stream()).toList(),
				"");
	}

	private List<String> files(String execution) {
		return items(this.windhover.get(this.windhover.api("/api/executions/%s/files".formatted(execution))), "path")
			.stream()
			.map((path) -> execution + "/files/" + path)
			.toList();
	}

	private List<String> flows() {
		return items(this.windhover.get(this.windhover.api("/api/flows?namespace=" + this.namespace)), "id").stream()
			.map((id) -> this.namespace + "/" + id)
			.toList();
	}

	private List<String> triggers(String flow) {
		return items(this.windhover.get(this.windhover.api("/api/flows/%s/triggers".formatted(flow))), "id").stream()
			.map((id) -> flow + "/" + id)
			.toList();
	}

	/** The newest of each flow, because the others of a trigger are like them. */
	private List<String> executions() {
		return flows().stream().flatMap((flow) -> {
			String query = "?namespace=%s&flowId=%s&size=2".formatted(this.namespace,
					flow.substring(flow.indexOf('/') + 1));
			return items(this.windhover.get(this.windhover.api("/api/executions" + query)), "id").stream();
		}).toList();
	}

	private static List<String> items(JsonNode page, String name) {
		return page.get("items").valueStream().map((each) -> each.get(name).asString()).toList();
	}

	private List<String> texts(String route, String list, String pointer) {
		return this.windhover.get(this.windhover.management(route))
			.get(list)
			.valueStream()
			.map((each) -> each.at(pointer).asString())
			.toList();
	}

	private void management(String route, Iterable<String> names) {
		List<String> paths = new ArrayList<>();
		names.forEach((name) -> paths.add(route.substring(0, route.indexOf('{')) + encoded(name)));
		put("8081", route, paths);
	}

	private void api(String route, List<String> names, String... rest) {
		put("8080", route,
				names.stream()
					.flatMap((name) -> Stream.of(rest)
						.map((each) -> route.substring(0, route.indexOf('{')) + encoded(name) + each))
					.toList());
	}

	private static String encoded(String name) {
		return name.replace("[", "%5B").replace("]", "%5D");
	}

	private void put(String port, String route, List<String> paths) {
		this.named.put(port + " " + route, paths);
	}

}
