package io.windhover.executor;

import java.util.List;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.flow.Flow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PartitionBoardTests {

	private final PartitionBoard board = new PartitionBoard();

	@Test
	void executionsThatWaitShareTheKeyOfTheirFlow() {
		Flow flow = Samples.flow(List.of(Samples.task("a")));
		Execution first = Execution.created(Samples.create("e1", flow));
		Execution second = Execution.created(Samples.create("e2", flow));
		assertThat(first.flow()).isEqualTo(second.flow()).isNotSameAs(second.flow());
		this.board.changed(null, first);
		this.board.changed(null, second);
		List<RunningExecution> waiting = Objects.requireNonNull(this.board.executions().get(State.CREATED)).first(2);
		assertThat(waiting).extracting(RunningExecution::id).containsExactly("e1", "e2");
		assertThat(waiting.get(0).flow()).isSameAs(waiting.get(1).flow());
	}

}
