package io.windhover.conformance;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import io.windhover.conformance.TopicChecker.Schedule;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A flow whose schedule fires each second, also for the seconds in which no scheduler
 * ran.
 */
final class EachSecond {

	private static final String FLOW = "each-second";

	private static final String TRIGGER = "tick";

	private EachSecond() {
	}

	static void store(WindhoverProcess api) {
		api.put("conformance", FLOW, """
				namespace: conformance
				id: each-second
				tasks:
				  - {id: note, type: log, message: "{{ trigger.date }}"}
				triggers:
				  - {id: tick, type: schedule, cron: "* * * * * *", recoverMissed: all}
				""");
	}

	/**
	 * Lets it fire for a date that is not over yet, and ends it.
	 * @param scheduler that has the trigger
	 * @param executions their committed documents
	 * @return what the checker must find whole
	 */
	static Schedule pause(WindhoverProcess scheduler, Supplier<List<JsonNode>> executions) {
		Schedule schedule = new Schedule(FLOW, TRIGGER, Duration.ofSeconds(1), Instant.now());
		Awaitility.await("a fire from now")
			.atMost(Duration.ofMinutes(2))
			.until(() -> executions.get()
				.stream()
				.filter(schedule::started)
				.anyMatch((each) -> Instant.parse(each.at("/trigger/date").asString()).isAfter(schedule.until())));
		assertThat(scheduler
			.send(WindhoverProcess
				.request(scheduler.management("/scheduler/conformance/%s/%s".formatted(FLOW, TRIGGER)))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString("{\"state\": \"paused\"}")))
			.statusCode()).isEqualTo(202);
		return schedule;
	}

}
