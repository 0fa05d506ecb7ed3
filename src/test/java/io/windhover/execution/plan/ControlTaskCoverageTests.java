package io.windhover.execution.plan;

import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.windhover.flow.reading.task.ControlTaskType;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A control task that somebody adds must be known in three places that the compiler of
 * Java 17 cannot compare.
 */
class ControlTaskCoverageTests {

	private static final List<Class<?>> TASKS = Arrays.asList(ControlTask.class.getPermittedSubclasses());

	@Test
	void eachControlTaskHasANameInJson() {
		JsonSubTypes names = Task.class.getAnnotation(JsonSubTypes.class);
		assertThat(names.value()).extracting(JsonSubTypes.Type::value).containsAll(TASKS);
	}

	@Test
	void eachControlTaskHasATypeInFlows() {
		JsonSubTypes names = Task.class.getAnnotation(JsonSubTypes.class);
		assertThat(ControlTaskType.values()).extracting(ControlTaskType::id)
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(names.value())
				.filter((name) -> TASKS.contains(name.value()))
				.map(JsonSubTypes.Type::name)
				.toList());
	}

}
