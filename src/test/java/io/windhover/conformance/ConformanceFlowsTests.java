package io.windhover.conformance;

import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the flows of {@code conformance/} say that they must come to, so that none of them
 * runs without being compared with anything.
 */
class ConformanceFlowsTests {

	private final Map<String, Conformance> flows = ConformanceFlows.read();

	@Test
	void twoHundredFlowsAndMoreSayTheirEndAndTheStatesOfTheirTaskRuns() {
		assertThat(this.flows).hasSizeGreaterThanOrEqualTo(200);
		this.flows.forEach((name, each) -> {
			assertThat(each.flow()).as(name).isNotEmpty();
			for (Conformance next = each; next != null; next = next.then()) {
				assertEnd(name, next);
			}
		});
	}

	private static void assertEnd(String name, Conformance expected) {
		assertThat(State.valueOf(expected.state()).isTerminal()).as(name).isTrue();
		// of one the execution fails before a task runs
		assertThat(expected.runs().isEmpty()).as(name).isEqualTo(name.equals("labels-wrong"));
		assertThat(expected.runs().values()).as(name)
			.allSatisfy((state) -> assertThat(State.valueOf(state).isTerminal()).isTrue());
		assertThat(expected.runs().keySet()).as(name)
			.containsAll(expected.expectedOutputs().keySet())
			.containsAll(expected.expectedAttempts().keySet());
	}

	@Test
	void twoHundredFlowsAndMoreAreComparedByTheirOutputs() {
		Map<String, Conformance> compared = new TreeMap<>(this.flows);
		compared.values()
			.removeIf((each) -> each.expectedOutputs().isEmpty() && each.gives() == null && each.error() == null);
		assertThat(compared).hasSizeGreaterThanOrEqualTo(200);
	}

}
