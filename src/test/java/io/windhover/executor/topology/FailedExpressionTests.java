package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class FailedExpressionTests {

	private static final String MISSING = "{{ labels.team }}";

	private static final List<Task> TASKS = List.of(Samples.task("say"));

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	static Stream<Arguments> tasks() {
		return Stream.of(arguments(condition(MISSING), "condition: 'team' is not there;"),
				arguments(condition("{{ labels.team > 5 }}"), "condition: 'team' is not there;"),
				arguments(condition("{{ 1 / 0 > 5 }}"), "condition: division by zero"),
				arguments(condition("{{ 'maybe' }}"), "condition: '{{ 'maybe' }}' is 'maybe', neither true nor false"),
				arguments(new ControlTask.Switch("t", TaskOptions.NONE, Handlers.NONE, MISSING, Map.of("a", TASKS),
						List.of()), "value: 'team' is not there;"),
				arguments(new ControlTask.ForEach("t", TaskOptions.NONE, Handlers.NONE, MISSING, 1, true, TASKS),
						"items: 'team' is not there;"),
				arguments(new ControlTask.Sequential("t", new TaskOptions(null, MISSING, false, null, null, false),
						Handlers.NONE, TASKS, null), "runIf: 'team' is not there;"),
				arguments(new ControlTask.LoopUntil("t", TaskOptions.NONE, Handlers.NONE, MISSING, Duration.ZERO, 9,
						List.of(condition("false"))), "condition: 'team' is not there;"));
	}

	private static Task condition(String condition) {
		return new ControlTask.If("t", TaskOptions.NONE, Handlers.NONE, condition, TASKS, List.of());
	}

	@ParameterizedTest
	@MethodSource("tasks")
	void failureNamesThePropertyAndWhatIsMissing(Task task, String error) {
		this.executor.create("e1", Samples.flow(List.of(task)));
		assertThat(this.executor.executions()).last().satisfies((last) -> {
			assertThat(last.state()).isEqualTo(State.FAILED);
			assertThat(last.error()).startsWith("Task 't' failed: " + error);
		});
	}

}
