package io.windhover.scheduler.topology;

import java.util.List;
import java.util.Map;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.Concurrency;
import io.windhover.flow.Concurrency.Behavior;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.SchedulerView.LimitedFlow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The scheduler as the one that counts the executions of a flow with concurrency.
 */
class FlowSlotsTests {

	private static final FlowKey KEY = new FlowKey("demo", "a");

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:00Z");

	private int revisions;

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void admitsUpToTheLimitAndTheNextInTheOrderTheyAsked() {
		store(new Concurrency(2, Behavior.QUEUE));
		request("e1", "e2", "e3", "e4");
		assertThat(this.scheduler.commands()).containsExactly(admit("e1"), admit("e2"));
		release("e2");
		assertThat(this.scheduler.commands()).containsExactly(admit("e3"));
		release("e4");
		release("e1");
		release("e3");
		assertThat(this.scheduler.commands()).isEmpty();
		assertThat(this.scheduler.schedulerState.limited())
			.containsExactly(new LimitedFlow(KEY, new Concurrency(2, Behavior.QUEUE), 0, 0));
	}

	@Test
	void refusesWithTheEndThatTheBehaviorAsksFor() {
		store(new Concurrency(1, Behavior.CANCEL));
		request("e1", "e2");
		store(new Concurrency(1, Behavior.FAIL));
		request("e3");
		assertThat(this.scheduler.commands()).filteredOn(ExecutionCommand.Refuse.class::isInstance)
			.map(ExecutionCommand.Refuse.class::cast)
			.extracting(ExecutionCommand.Refuse::executionId, ExecutionCommand.Refuse::end,
					ExecutionCommand.Refuse::reason)
			.containsExactly(
					tuple("e2", State.KILLED,
							"As many executions of the flow run as its 'concurrency' allows (1), and its 'behavior' "
									+ "is 'cancel'"),
					tuple("e3", State.FAILED,
							"As many executions of the flow run as its 'concurrency' allows (1), and its 'behavior' "
									+ "is 'fail'"));
	}

	@Test
	void revisionWithAHigherLimitAdmitsAllInSlices() {
		store(new Concurrency(1, Behavior.QUEUE));
		for (int i = 0; i < 1000; i++) {
			request("e" + i);
		}
		this.scheduler.commands();
		store(null);
		assertThat(this.scheduler.commands()).hasSize(999);
		assertThat(this.scheduler.schedulerState.limited()).containsExactly(new LimitedFlow(KEY, null, 1000, 0));
	}

	@Test
	void whoHoldsAndWhoWaitsIsKeptOverARestart() {
		store(new Concurrency(1, Behavior.QUEUE));
		request("e1", "e2", "e3");
		this.scheduler.commands();
		Map<String, KeptStore> kept = this.scheduler.committed();
		this.scheduler.close();
		this.scheduler.stores = kept;
		this.scheduler.start();
		this.scheduler.tick();
		assertThat(this.scheduler.schedulerState.limited())
			.containsExactly(new LimitedFlow(KEY, new Concurrency(1, Behavior.QUEUE), 1, 2));
		release("e1");
		assertThat(this.scheduler.commands()).containsExactly(admit("e2"));
	}

	@Test
	void deletedFlowIsShownWhileItsExecutionsRunOrWait() {
		store(new Concurrency(1, Behavior.QUEUE));
		request("e1", "e2");
		this.scheduler.commands();
		this.scheduler.delete("demo/a");
		assertThat(this.scheduler.schedulerState.limited()).singleElement()
			.extracting(LimitedFlow::waiting)
			.isEqualTo(1);
		release("e1");
		release("e2");
		assertThat(this.scheduler.commands()).containsExactly(admit("e2"));
		assertThat(this.scheduler.schedulerState.limited()).isEmpty();
	}

	private void store(@Nullable Concurrency concurrency) {
		Flow flow = Flows.flow("a", 0).withSource("revision " + ++this.revisions);
		this.scheduler.flow(
				new FlowCommand.Store(
						new Flow(flow.namespace(), flow.id(), 0, null, flow.labels(), flow.inputs(), flow.variables(),
								flow.tasks(), flow.handlers(), flow.options(), flow.outputs(), concurrency,
								flow.triggers(), flow.source(), null, null),
						"c", this.scheduler.now(), this.scheduler.now()));
	}

	private void request(String... executions) {
		List.of(executions)
			.forEach((id) -> this.scheduler.flow(new FlowCommand.RequestSlot("demo", "a", id, this.scheduler.now())));
	}

	private void release(String execution) {
		this.scheduler.flow(new FlowCommand.ReleaseSlot("demo", "a", execution, this.scheduler.now()));
	}

	private ExecutionCommand admit(String execution) {
		return new ExecutionCommand.Admit(execution, this.scheduler.now(), KEY);
	}

}
