package io.windhover.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.topic.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class TopicCheckerTests {

	private final List<JsonNode> executions = new ArrayList<>(List.of(document("a", "RUNNING", 1),
			document("b", "RUNNING", 1), document("a", "SUCCESS", 2), document("b", "FAILED", 3)));

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

	private Set<String> findings() {
		return TopicChecker.check(Set.of("a", "b"), this.executions, this.taskRuns);
	}

	private static JsonNode document(String id, String state, int version) {
		return Json.mapper().valueToTree(Map.of("id", id, "state", state, "version", version));
	}

}
