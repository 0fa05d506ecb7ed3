package io.windhover.executor.plan;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.Samples;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.template.pebble.PebbleTemplates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SubflowResolverTests {

	private static final Flow MANIFOLD = flow();

	private final SubflowResolver resolver = new SubflowResolver(new OneFlow(), new PebbleTemplates(Clock.systemUTC()),
			Duration.ZERO, 10);

	@Test
	void whatDefaultsMakeTooLargeIsRefused() {
		SubflowStart start = Objects.requireNonNull(resolve("x".repeat(20_000)));
		assertThat((List<?>) start.inputs().get("b")).hasSize(40);
		assertThatExceptionOfType(ExpressionFailure.class).isThrownBy(() -> resolve("x".repeat(200_000)))
			.withMessageStartingWith("flow 'test/manifold' does not take what it is given: inputs and labels are 8")
			.withMessageEndingWith("bytes of JSON, more than 1048576");
	}

	private @Nullable SubflowStart resolve(String given) {
		return this.resolver.resolve(Execution.created(Samples.create("e1", MANIFOLD)), MANIFOLD.key(),
				Map.of("a", List.of(given)), Map.of());
	}

	/** Its second input has the first one forty times, if it is not given. */
	private static Flow flow() {
		List<Input> inputs = List.of(new Input("a", Input.Type.JSON, true, null, null, null, InputRules.NONE),
				new Input("b", Input.Type.JSON, true, Collections.nCopies(40, "{{ inputs.a }}"), null, null,
						InputRules.NONE));
		return new Flow("test", "manifold", 1, null, Map.of(), inputs, Map.of(), List.of(Samples.task("work")),
				Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, null);
	}

	private static final class OneFlow implements Plans {

		@Override
		public @Nullable Plan find(FlowRef flow) {
			return null;
		}

		@Override
		public Flow current(FlowKey flow, Duration timeout) {
			return MANIFOLD;
		}

	}

}
