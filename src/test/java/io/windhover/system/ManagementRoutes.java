package io.windhover.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Every route of a management port that can be read, with names of things that are there.
 */
public final class ManagementRoutes {

	private ManagementRoutes() {
	}

	/**
	 * Stores a flow with a trigger, lets one task run stay, and tells all routes.
	 */
	public static List<String> of(WindhoverProcess windhover) {
		windhover.put("routes", "seed", """
				namespace: routes
				id: seed
				tasks:
				  - {id: rest, type: sleep, duration: PT1H}
				triggers:
				  - {id: nightly, type: schedule, cron: "0 2 * * *"}
				""");
		String execution = windhover.create("routes", "seed", "{}", "").get("id").asString();
		org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
			boolean runs = !windhover.get(windhover.management("/worker")).get("runnings").isEmpty();
			return runs && !windhover.get(windhover.management("/scheduler")).get("schedulable").isEmpty();
		});
		Set<String> routes = new LinkedHashSet<>();
		JsonNode links = windhover.get(windhover.management("/")).get("_links");
		links.properties().forEach((link) -> {
			String path = link.getValue().get("href").asString().replaceFirst("^http://[^/]+", "");
			if (!path.contains("{")) {
				routes.add(path.isEmpty() ? "/" : path);
			}
		});
		routes.addAll(List.of("/worker/%s.rest".formatted(execution), "/scheduler/routes/seed/nightly",
				"/health/liveness", "/health/readiness", "/health/kafka", "/metrics/worker.started.count",
				"/loggers/ROOT", "/env/windhover.roles"));
		for (JsonNode client : windhover.get(windhover.management("/kafkastreams")).get("streams")) {
			for (String view : List.of("lag", "metrics", "topology", "threads")) {
				routes.add("/kafkastreams/%s/%s".formatted(client.get("clientId").asString(), view));
			}
		}
		return new ArrayList<>(routes);
	}

}
