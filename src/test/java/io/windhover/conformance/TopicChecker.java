package io.windhover.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/**
 * Looks through the committed documents of executions and task runs for what must not be:
 * an execution that was created and did not end, one that ended twice, a task run that
 * did not end or ended twice, a document that is not newer than the one before it, and a
 * date of a schedule with no execution or with two.
 */
final class TopicChecker {

	private static final Set<String> TERMINAL = Set.of("SUCCESS", "WARNING", "FAILED", "KILLED", "SKIPPED");

	private final Set<String> findings = new TreeSet<>();

	/**
	 * Checks.
	 * @param created ids of all executions whose create was acknowledged
	 * @param executions in the order of their partitions
	 * @param taskRuns in the order of their partitions
	 * @param schedules whose dates are checked
	 * @return what is wrong; empty when nothing is
	 */
	static Set<String> check(Set<String> created, List<JsonNode> executions, List<JsonNode> taskRuns,
			List<Schedule> schedules) {
		TopicChecker checker = new TopicChecker();
		Set<String> ended = checker.look(executions);
		created.stream()
			.filter((id) -> !ended.contains(id))
			.forEach((id) -> checker.findings.add("execution %s: lost".formatted(id)));
		checker.look(taskRuns);
		schedules.forEach((schedule) -> checker.look(schedule, executions));
		return checker.findings;
	}

	/** Returns the ids of what ended. */
	private Set<String> look(List<JsonNode> documents) {
		Map<String, Long> versions = new HashMap<>();
		Set<String> ended = new HashSet<>();
		Set<String> seen = new HashSet<>();
		for (JsonNode document : documents) {
			String id = document.get("id").asString();
			seen.add(id);
			Long before = versions.put(id, document.get("version").asLong());
			if (before != null && before >= document.get("version").asLong()) {
				this.findings.add("%s: version %s after %d".formatted(id, document.get("version"), before));
			}
			if (TERMINAL.contains(document.get("state").asString()) && !ended.add(id)) {
				this.findings.add("%s: ended twice".formatted(id));
			}
		}
		seen.removeAll(ended);
		seen.forEach((id) -> this.findings.add("%s: did not end".formatted(id)));
		return ended;
	}

	private void look(Schedule schedule, List<JsonNode> executions) {
		Map<String, Instant> dates = new HashMap<>();
		executions.stream()
			.filter(schedule::started)
			.forEach((each) -> dates.put(each.get("id").asString(),
					Instant.parse(each.get("trigger").get("date").asString())));
		Set<Instant> fired = new HashSet<>();
		dates.forEach((id, date) -> {
			if (!fired.add(date)) {
				this.findings.add("%s: several executions for %s".formatted(schedule, date));
			}
		});
		if (fired.isEmpty()) {
			this.findings.add("%s: never fired".formatted(schedule));
			return;
		}
		for (Instant date = Collections.min(fired); date
			.isBefore(schedule.until()); date = date.plus(schedule.period())) {
			if (!fired.contains(date)) {
				this.findings.add("%s: no execution for %s".formatted(schedule, date));
			}
		}
	}

	/**
	 * A schedule that fires at regular intervals.
	 *
	 * @param until all dates between its first fire and then must have an execution
	 */
	record Schedule(String flow, String trigger, Duration period, Instant until) {

		boolean started(JsonNode execution) {
			return execution.get("flowId").asString().equals(this.flow)
					&& execution.at("/trigger/id").asString("").equals(this.trigger);
		}

		@Override
		public String toString() {
			return "schedule %s/%s".formatted(this.flow, this.trigger);
		}

	}

}
