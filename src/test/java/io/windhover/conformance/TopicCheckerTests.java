package io.windhover.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.conformance.TopicChecker.Schedule;
import io.windhover.execution.json.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class TopicCheckerTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final List<JsonNode> executions = new ArrayList<>(
			List.of(document("a", "RUNNING", 1), document("b", "RUNNING", 1), document("a", "SUCCESS", 2),
					document("b", "FAILED", 3), fired("t1", 1), fired("t2", 2), fired("t3", 3)));

	private final List<JsonNode> taskRuns = new ArrayList<>(
			List.of(document("a.x", "RUNNING", 1), document("a.x", "SUCCESS", 2), document("b.x", "SKIPPED", 1)));

	@Test
	void findsNothingWhereAllIsWell() {
		assertThat(findings()).isEmpty();
	}

	@Test
	void findsAnExecutionThatWasLost() {
		this.executions.removeIf((document) -> document.get("id").asString().equals("b"));
		assertThat(findings()).containsExactly("execution b: lost");
	}

	@Test
	void findsAnExecutionThatDidNotEnd() {
		this.executions.remove(3);
		assertThat(findings()).containsExactly("b: did not end", "execution b: lost");
	}

	@Test
	void findsWhatEndedTwice() {
		this.executions.add(document("a", "KILLED", 3));
		this.taskRuns.add(document("b.x", "SUCCESS", 2));
		assertThat(findings()).containsExactly("a: ended twice", "b.x: ended twice");
	}

	@Test
	void findsATaskRunThatDidNotEnd() {
		this.taskRuns.remove(1);
		assertThat(findings()).containsExactly("a.x: did not end");
	}

	@Test
	void findsADocumentThatIsNotNewer() {
		this.executions.add(1, document("a", "RUNNING", 1));
		assertThat(findings()).containsExactly("a: version 1 after 1");
	}

	@Test
	void findsADateOfAScheduleThatHasNoExecution() {
		this.executions.removeIf((document) -> document.get("id").asString().equals("t2"));
		assertThat(findings()).containsExactly("schedule f/tick: no execution for 2026-01-01T00:00:02Z");
	}

	@Test
	void findsThatAScheduleFiredNoMore() {
		this.executions.removeIf((document) -> List.of("t2", "t3").contains(document.get("id").asString()));
		assertThat(findings()).containsExactly("schedule f/tick: no execution for 2026-01-01T00:00:02Z",
				"schedule f/tick: no execution for 2026-01-01T00:00:03Z");
	}

	@Test
	void findsADateOfAScheduleThatHasTwoExecutions() {
		this.executions.add(fired("again", 2));
		assertThat(findings()).containsExactly("schedule f/tick: several executions for 2026-01-01T00:00:02Z");
	}

	@Test
	void findsAScheduleThatNeverFired() {
		this.executions.removeIf((document) -> document.has("trigger"));
		assertThat(findings()).containsExactly("schedule f/tick: never fired");
	}

	private Set<String> findings() {
		return TopicChecker.check(Set.of("a", "b"), this.executions, this.taskRuns,
				List.of(new Schedule("f", "tick", Duration.ofSeconds(1), START.plusSeconds(4))));
	}

	private static JsonNode fired(String id, int second) {
		return Json.mapper()
			.valueToTree(Map.of("id", id, "state", "SUCCESS", "version", 1, "flowId", "f", "trigger",
					Map.of("id", "tick", "date", START.plusSeconds(second).toString())));
	}

	private static JsonNode document(String id, String state, int version) {
		return Json.mapper().valueToTree(Map.of("id", id, "state", state, "version", version, "flowId", "other"));
	}

}
