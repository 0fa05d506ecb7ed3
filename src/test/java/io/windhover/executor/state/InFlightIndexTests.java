package io.windhover.executor.state;

import java.util.List;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightIndexTests {

	private final InFlightIndex inFlight = new InFlightIndex();

	@Test
	void executionsThatWaitShareTheKeyOfTheirFlow() {
		Flow flow = Samples.flow(List.of(Samples.task("a")));
		Execution first = Execution.created(Samples.create("e1", flow));
		Execution second = Execution.created(Samples.create("e2", flow));
		assertThat(first.flow()).isEqualTo(second.flow()).isNotSameAs(second.flow());
		this.inFlight.changed(null, first);
		this.inFlight.changed(null, second);
		ExecutionAgeIndex waiting = Objects.requireNonNull(this.inFlight.executions().get(State.CREATED));
		FlowKey flowOfFirst = oldest(waiting, "e1");
		waiting.remove(first);
		assertThat(oldest(waiting, "e2")).isSameAs(flowOfFirst);
	}

	private static FlowKey oldest(ExecutionAgeIndex line, String id) {
		RunningExecution oldest = Objects.requireNonNull(line.first());
		assertThat(oldest.id()).isEqualTo(id);
		return Objects.requireNonNull(oldest.flow());
	}

}
