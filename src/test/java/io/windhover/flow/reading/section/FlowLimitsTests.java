package io.windhover.flow.reading.section;

import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.reading.TestDefinitions;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FlowLimitsTests {

	private static final FlowLimits LIMITS = new FlowLimits(DataSize.ofKilobytes(2), 6, 2, 1000);

	@Test
	void tasksAreCountedWhereverTheyAre() {
		String tasks = """
				namespace: demo
				id: many
				tasks:
				  - {id: a, type: if, condition: "{{ true }}", then: [{id: b, type: log, message: b}]}
				  - id: c
				    type: switch
				    value: x
				    cases: {x: [{id: d, type: log, message: d}]}
				    finally: [{id: e, type: log, message: e}]
				errors: [{id: f, type: log, message: f}]
				""";
		assertThat(TestDefinitions.reader(LIMITS).read("flow.yaml", tasks).tasks()).hasSize(2);
		assertThatRefused(tasks + "finally: [{id: g, type: log, message: g}]",
				"flow.yaml:4:3: tasks: the flow has 7 tasks, more than windhover.limits.tasks (6) allows; split it");
	}

	@Test
	void depthIsThatOfControlTasksAroundATask() {
		assertThat(TestDefinitions.reader(LIMITS).read("flow.yaml", nested(2)).tasks()).hasSize(1);
		assertThatRefused(nested(3),
				"flow.yaml:3:114: tasks[0].tasks[0].tasks[0].tasks[0]: more control tasks are around this task than windhover.limits.nesting (2) allows; move it outward");
	}

	@Test
	void asManyAsMayBeNestedAreRead() {
		assertThat(TestDefinitions.reader().read("flow.yaml", nested(20)).tasks()).hasSize(1);
	}

	@Test
	void largeTextIsNotRead() {
		assertThatRefused("#".repeat(3000),
				"flow.yaml:1:1: the text has 3,000 characters; more than windhover.limits.flow-size (2,048) allows");
		assertThatIllegalArgumentException().isThrownBy(() -> new FlowLimits(DataSize.ofMegabytes(3), 1, 1, 1000))
			.withMessage("windhover.limits.flow-size must be at most 2MB");
	}

	@Test
	void valuesAreCounted() {
		assertThatRefused("namespace: demo\nid: many\ntasks: [" + "1,".repeat(1000) + "]",
				"flow.yaml:3:2001: not readable as YAML: more values than windhover.limits.values (1,000) allows, aliases included");
	}

	private static String nested(int levels) {
		StringBuilder flow = new StringBuilder("namespace: demo\nid: deep\ntasks: ");
		for (int i = 0; i < levels; i++) {
			flow.append("[{id: s").append(i).append(", type: sequential, tasks: ");
		}
		return flow.append("[{id: a, type: log, message: a}]").append("}]".repeat(levels)).toString();
	}

	private static void assertThatRefused(String yaml, String message) {
		assertThatExceptionOfType(InvalidFlowException.class)
			.isThrownBy(() -> TestDefinitions.reader(LIMITS).read("flow.yaml", yaml))
			.withMessage(message);
	}

}
