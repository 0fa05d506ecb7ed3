package io.windhover.management.cluster;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.execution.json.Json;
import io.windhover.management.StoreCopies;
import io.windhover.management.cluster.PeerResponse.Reason;
import io.windhover.management.cluster.PeerResponse.Summary;
import io.windhover.management.cluster.PeerResponse.Unreachable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what another instance answered, which may be anything.
 */
final class PeerResponses {

	private static final int MAX_COMPONENTS = 100;

	private static final int MAX_TASKS = 10_000;

	private static final int MAX_TEXT = 100;

	private PeerResponses() {
	}

	/**
	 * The summary, provided that it is the instance asked for that answered: an address
	 * such as 127.0.0.1 means another one on each machine.
	 * @param info null where it could not be had
	 */
	static PeerResponse of(String id, HttpResponse<byte[]> health, @Nullable HttpResponse<byte[]> info) {
		int status = health.statusCode();
		if (status == 401 || status == 403) {
			return new Unreachable(Reason.UNAUTHORIZED,
					"It answered %d; windhover.cluster.username and password say who asks".formatted(status));
		}
		if (status != 200 && status != 503) {
			return new Unreachable(Reason.STATUS, "It answered %d".formatted(status));
		}
		JsonNode told = (info != null && info.statusCode() == 200) ? json(info.body()) : null;
		String other = (told != null) ? text(told.at("/instance/id")) : null;
		if (other != null && !other.equals(id)) {
			return new Unreachable(Reason.OTHER_INSTANCE, "At its address answers another instance, " + other);
		}
		JsonNode node = json(health.body());
		String overall = (node != null) ? text(node.path("status")) : null;
		if (node == null || overall == null) {
			return new Unreachable(Reason.MALFORMED, "What it answered is no health");
		}
		return new Summary(overall, components(node.path("components")),
				(told != null) ? text(told.at("/git/commit/id")) : null,
				(told != null) ? stores(told.path("stores")) : null);
	}

	private static Map<String, String> components(JsonNode components) {
		Map<String, String> statuses = new LinkedHashMap<>();
		components.properties().stream().limit(MAX_COMPONENTS).forEach((component) -> {
			String status = text(component.getValue().path("status"));
			if (status != null) {
				statuses.put(shortened(component.getKey()), status);
			}
		});
		return statuses;
	}

	private static @Nullable List<StoreCopies.Copies> stores(JsonNode stores) {
		if (!stores.isArray()) {
			return null;
		}
		return stores.valueStream().limit(MAX_COMPONENTS).map(PeerResponses::copies).toList();
	}

	private static StoreCopies.Copies copies(JsonNode of) {
		JsonNode tasks = of.path("tasks");
		Set<String> known = tasks.isArray() ? tasks.valueStream()
			.limit(MAX_TASKS)
			.map((task) -> shortened(task.asString("")))
			.collect(Collectors.toSet()) : null;
		JsonNode restoring = of.path("restoring");
		return new StoreCopies.Copies(shortened(of.path("applicationId").asString("")),
				of.path("standbyReplicas").asInt(0), restoring.isInt() ? restoring.intValue() : null, known);
	}

	private static @Nullable JsonNode json(byte[] body) {
		try {
			return Json.mapper().readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String text(JsonNode node) {
		return node.isString() ? shortened(node.asString()) : null;
	}

	private static String shortened(String text) {
		return text.substring(0, Math.min(MAX_TEXT, text.length()));
	}

}
