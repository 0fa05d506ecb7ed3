package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.flow.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class ExecutorDeletionTests {

	private static final Flow FLOW = Samples.flow(List.of(Samples.task("say")));

	private static final String ID = "e1d2c3b4-0000-4000-8000-000000000001";

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void whatHasEndedIsDeletedForAllWhoKeepDocuments() {
		end();
		assertThat(this.executor.answer(ID)).isInstanceOf(OwnerResponse.Known.class);
		assertThat(this.executor.executions()).extracting(Execution::state).endsWith(State.SUCCESS);
		delete();
		assertThat(this.executor.executions()).as("a tombstone").hasSize(1).containsOnlyNulls();
		assertThat(this.executor.answer(ID)).isEqualTo(new OwnerResponse.Deleted());
		assertThat(this.executor.entries()).isEmpty();
		delete();
		assertThat(this.executor.executions()).as("a second one changes nothing").containsOnlyNulls();
		assertThat(this.executor.events.stale).isEmpty();
	}

	@Test
	void whatRunsIsNotDeleted() {
		this.executor.create(ID, FLOW);
		this.executor.executions();
		delete();
		assertThat(this.executor.executions()).isEmpty();
		assertThat(this.executor.events.stale).containsExactly(StaleReason.NOT_ENDED);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		assertThat(this.executor.executions()).extracting(Execution::state).containsExactly(State.SUCCESS);
	}

	@Test
	void whatWasDeletedIsNotCreatedAnewWithinADay() {
		end();
		delete();
		passAndForget(Duration.ofHours(23));
		this.executor.create(ID, FLOW);
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS);
		passAndForget(ExecutorDriver.REMEMBER_ENDED.plusHours(1));
		assertThat(this.executor.ended()).isZero();
		assertThat(this.executor.answer(ID)).isEqualTo(new OwnerResponse.Unknown(false));
	}

	@Test
	void whatTheExecutorNoLongerRemembersIsDeletedFromTheDocuments() {
		this.executor.command(new ExecutionCommand.Delete("e9", Samples.START));
		assertThat(this.executor.executions()).hasSize(1).containsOnlyNulls();
		assertThat(this.executor.answer("e9")).isEqualTo(new OwnerResponse.Deleted());
	}

	private void end() {
		this.executor.create(ID, FLOW);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("answer", 42));
	}

	private void delete() {
		this.executor.command(new ExecutionCommand.Delete(ID, Samples.START));
	}

	private void passAndForget(Duration time) {
		this.executor.elapse(time);
		for (int slice = 0; slice < ExecutorStore.SLICES; slice++) {
			this.executor.pass(Duration.ofSeconds(1));
		}
	}

}
