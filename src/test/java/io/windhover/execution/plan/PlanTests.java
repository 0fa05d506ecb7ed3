package io.windhover.execution.plan;

import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlanTests {

	private final Plan plan = Plan.of(Samples.flow(List.of(Samples.task("first"), new ControlTask.ForEach("each",
			TaskOptions.NONE, Handlers.NONE, List.of(1), 1, true, List.of(Samples.task("say"))))));

	@ParameterizedTest
	@CsvSource({ "first, test", "each, for-each", "each~2, for-each", "each[3], for-each", "each~2[3], for-each",
			"each[3].say, test", "each~2[3]~4.say, test" })
	void findsTheTypeOfATaskByThePathOfItsRun(String path, String type) {
		assertThat(this.plan.typeAt(path)).isEqualTo(type);
	}

	@Test
	void flowItselfIsOfNoType() {
		assertThat(this.plan.typeAt(null)).isNull();
		assertThat(this.plan.typeAt("")).isNull();
		assertThat(this.plan.typeAt("other")).isNull();
	}

}
