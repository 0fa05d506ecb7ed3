package io.windhover.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.execution.Json;
import io.windhover.system.WindhoverProcess;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backfill of a day of hours, which must start one execution for each.
 */
final class Backfilled {

	private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

	private static final int DATES = 24;

	private static final String PATH = "/api/flows/conformance/backfilled/triggers/hourly/backfill";

	private Backfilled() {
	}

	static void start(WindhoverProcess api) {
		api.put("conformance", "backfilled", """
				namespace: conformance
				id: backfilled
				tasks:
				  - {id: note, type: log, message: "{{ trigger.date }} of {{ trigger.backfill }}"}
				triggers:
				  - {id: hourly, type: schedule, cron: "0 * * * *"}
				""");
		HttpResponse<String> begun = api.send(WindhoverProcess.request(api.api(PATH))
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString("{\"from\": \"%s\", \"to\": \"%s\", \"concurrency\": 3}".formatted(FROM,
					FROM.plusSeconds(3600 * (DATES - 1))))));
		assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
		assertThat(Json.mapper().readTree(begun.body()).get("started").asInt()).isEqualTo(3);
	}

	static boolean hasEnded(WindhoverProcess api) {
		JsonNode backfill = api.get(api.api(PATH));
		assertThat(backfill.get("running").asInt()).isLessThanOrEqualTo(3);
		return backfill.get("state").asString().equals("DONE");
	}

	/**
	 * Fails unless each date has one execution.
	 * @param executions their committed documents
	 */
	static void assertWhole(WindhoverProcess api, List<JsonNode> executions) {
		JsonNode backfill = api.get(api.api(PATH));
		assertThat(backfill.get("started").asInt()).isEqualTo(DATES);
		assertThat(backfill.get("failed").asInt()).isZero();
		Set<String> seen = executions.stream()
			.filter((each) -> each.at("/trigger/backfill").asString("").equals(backfill.get("id").asString()))
			.map((each) -> each.at("/trigger/date").asString() + " " + each.get("id").asString())
			.collect(Collectors.toSet());
		List<String> dates = new ArrayList<>(seen.stream().map((each) -> each.split(" ", 2)[0]).sorted().toList());
		assertThat(dates).isEqualTo(
				IntStream.range(0, DATES).mapToObj((hour) -> FROM.plusSeconds(3600L * hour).toString()).toList());
	}

}
