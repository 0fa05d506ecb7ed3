package io.windhover.conformance;

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
 * did not end or ended twice, and a document that is not newer than the one before it.
 */
final class TopicChecker {

	private static final Set<String> TERMINAL = Set.of("SUCCESS", "WARNING", "FAILED", "KILLED", "SKIPPED");

	private final Set<String> findings = new TreeSet<>();

	/**
	 * Checks.
	 * @param created ids of all executions whose create was acknowledged
	 * @param executions in the order of their partitions
	 * @param taskRuns in the order of their partitions
	 * @return what is wrong; empty when nothing is
	 */
	static Set<String> check(Set<String> created, List<JsonNode> executions, List<JsonNode> taskRuns) {
		TopicChecker checker = new TopicChecker();
		Set<String> ended = checker.look(executions);
		created.stream()
			.filter((id) -> !ended.contains(id))
			.forEach((id) -> checker.findings.add("execution %s: lost".formatted(id)));
		checker.look(taskRuns);
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

}
