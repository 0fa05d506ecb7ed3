package io.windhover.conformance;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.windhover.execution.json.Json;
import io.windhover.system.WindhoverProcess;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A backfill of a day of hours, which must start one execution for each, and a flow that
 * must start once at the end of each of those.
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
				outputs: {hour: "{{ trigger.date }}"}
				triggers:
				  - {id: hourly, type: schedule, cron: "0 * * * *"}
				""");
		api.put("conformance", "after-backfilled", """
				namespace: conformance
				id: after-backfilled
				inputs: [{id: hour, type: string}]
				tasks:
				  - {id: note, type: log, message: "{{ inputs.hour }} after {{ trigger.executionId }}"}
				triggers:
				  - id: each
				    type: flow
				    namespace: conformance
				    flowId: backfilled
				    inputs: {hour: "{{ trigger.outputs.hour }}"}
				""");
		HttpResponse<String> begun = api.post(api.api(PATH), "{\"from\": \"%s\", \"to\": \"%s\", \"concurrency\": 3}"
			.formatted(FROM, FROM.plusSeconds(3600 * (DATES - 1))));
		assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
		assertThat(Json.mapper().readTree(begun.body()).get("started").asInt()).isEqualTo(3);
	}

	static boolean hasEnded(WindhoverProcess api) {
		JsonNode backfill = api.get(api.api(PATH));
		assertThat(backfill.get("running").asInt()).isLessThanOrEqualTo(3);
		return backfill.get("state").asString().equals("DONE");
	}

	/**
	 * Fails unless each date has one execution, which another one followed.
	 * @param executions their committed documents
	 */
	static void assertWhole(WindhoverProcess api, List<JsonNode> executions) {
		JsonNode backfill = api.get(api.api(PATH));
		assertThat(backfill.get("started").asInt()).isEqualTo(DATES);
		assertThat(backfill.get("failed").asInt()).isZero();
		List<String> hours = IntStream.range(0, DATES)
			.mapToObj((hour) -> FROM.plusSeconds(3600L * hour).toString())
			.toList();
		assertThat(dates(executions, "backfilled", "/trigger/date")).filteredOn(hours::contains).isEqualTo(hours);
		assertThat(dates(executions, "after-backfilled", "/inputs/hour")).filteredOn(hours::contains).isEqualTo(hours);
	}

	/** One for each execution. */
	private static List<String> dates(List<JsonNode> executions, String flow, String field) {
		Map<String, String> dates = new HashMap<>();
		executions.stream()
			.filter((each) -> each.get("flowId").asString().equals(flow))
			.forEach((each) -> dates.put(each.get("id").asString(), each.at(field).asString()));
		return dates.values().stream().sorted().toList();
	}

}
