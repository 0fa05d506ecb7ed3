package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.FlowEnd;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.machine.FlowTriggerMachine;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTriggerTests {

	private static final String KEY = "demo/a/t";

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:10Z");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void startsAnExecutionForEachEndWithInputsMadeOfIt() {
		store(1, one("{{ trigger.outputs.rows }}"));
		end("e1", "load", Map.of("rows", 7), 3);
		ExecutionCommand.Create create = onlyCreated();
		assertThat(create.inputs()).isEqualTo(Map.of("rows", 7, "mode", "usual"));
		assertThat(create.trigger()).satisfies((fire) -> {
			assertThat(Objects.requireNonNull(fire).id()).isEqualTo("t");
			assertThat(fire.type()).isEqualTo("flow");
			assertThat(fire.date()).isEqualTo(this.scheduler.now());
			assertThat(fire.variables()).isEqualTo(
					Map.of("executionId", "e1", "namespace", "demo", "flowId", "load", "state", "SUCCESS", "depth", 3));
		});
		assertThat(this.scheduler.state(KEY)).satisfies((state) -> {
			assertThat(state.next()).isNull();
			assertThat(state.lastExecutionId()).isEqualTo(create.executionId());
		});
		assertThat(this.scheduler.listener.events).containsExactly("fired demo/a flow PT0S");
		end("e2", "load", Map.of("rows", 8), 1);
		assertThat(onlyCreated().executionId()).isNotEqualTo(create.executionId());
	}

	@Test
	void endThatComesTwiceFiresOnceAndACrashRepeatsTheSameExecution() {
		store(1, one("{{ trigger.outputs.rows }}"));
		Map<String, KeptStore> before = this.scheduler.committed();
		end("e1", "load", Map.of("rows", 7), 1);
		String id = onlyCreated().executionId();
		end("e1", "load", Map.of("rows", 7), 1);
		assertThat(this.scheduler.created()).isEmpty();
		restartWith(before);
		end("e1", "load", Map.of("rows", 7), 1);
		assertThat(onlyCreated().executionId()).isEqualTo(id);
	}

	@Test
	void endThatDoesNotFitAndTheOneOfItsOwnFlowStartNothing() {
		store(1, new FlowTrigger("t",
				List.of(new FlowCondition("", "demo", null, List.of(FlowTrigger.End.SUCCESS), Map.of("team", "x"))),
				null, Map.of("rows", 1)));
		heard(new FlowEnd("e1", "demo", "a", State.SUCCESS, Map.of("team", "x"), null, this.scheduler.now(), 1));
		heard(new FlowEnd("e2", "demo", "b", State.FAILED, Map.of("team", "x"), null, this.scheduler.now(), 1));
		heard(new FlowEnd("e3", "demo", "b", State.SUCCESS, Map.of("team", "y"), null, this.scheduler.now(), 1));
		heard(new FlowEnd("e4", "demo.b", "b", State.SUCCESS, Map.of("team", "x"), null, this.scheduler.now(), 1));
		assertThat(this.scheduler.created()).isEmpty();
		heard(new FlowEnd("e5", "demo", "b", State.SUCCESS, Map.of("team", "x"), null, this.scheduler.now(), 1));
		assertThat(onlyCreated().inputs()).containsEntry("rows", 1);
	}

	@Test
	void inputsThatCannotBeMadeAreCountedAndStartNothing() {
		store(1, one("{{ trigger.outputs.rows }}"));
		end("e1", "load", Map.of("rows", "many"), 1);
		end("e2", "load", null, 1);
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/a flow inputs-failed",
				"missed demo/a flow inputs-failed");
		assertThat(this.scheduler.detail("a", "t").missed()).containsEntry(MissedReason.INPUTS_FAILED, 2L);
		assertThat(this.scheduler.state(KEY).lastExecutionId()).isNull();
	}

	@Test
	void inputsThatCannotBeMadeAreShownWithTheirCauseUntilSomeCan() {
		store(1, one("{{ trigger.outputs.rows }}"));
		assertThat(this.scheduler.detail("a", "t").scheduled().failures())
			.isEqualTo(SchedulerView.EvaluationFailures.NONE);
		end("e1", "load", Map.of("rows", "many"), 1);
		this.scheduler.pass("PT1S");
		end("e2", "load", Map.of("rows", "more"), 1);
		assertThat(this.scheduler.detail("a", "t")).satisfies((detail) -> {
			assertThat(detail.scheduled().failures()).isNotNull().satisfies((failures) -> {
				assertThat(failures.total()).isEqualTo(2);
				assertThat(failures.consecutive()).isEqualTo(2);
				assertThat(failures.lastError()).contains("rows");
			});
			assertThat(Objects.requireNonNull(detail.lastEvaluation()).fired()).isFalse();
		});
		end("e3", "load", Map.of("rows", 7), 1);
		assertThat(this.scheduler.detail("a", "t").scheduled().failures()).isNotNull().satisfies((failures) -> {
			assertThat(failures.total()).isEqualTo(2);
			assertThat(failures.consecutive()).isZero();
		});
	}

	@Test
	void inputsThatDefaultsMakeTooLargeStartNothing() {
		List<Input> inputs = List.of(new Input("rows", Input.Type.JSON, true, null, null, null, InputRules.NONE),
				new Input("again", Input.Type.JSON, true, Collections.nCopies(40, "{{ inputs.rows }}"), null, null,
						InputRules.NONE));
		this.scheduler.store(flow(1, inputs, one("{{ trigger.outputs.rows }}")));
		end("e1", "load", Map.of("rows", List.of("x".repeat(30_000))), 1);
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/a flow inputs-failed");
		assertThat(this.scheduler.state(KEY).lastExecutionId()).isNull();
		end("e2", "load", Map.of("rows", List.of("x".repeat(20_000))), 1);
		assertThat(onlyCreated().inputs().get("again")).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(40);
	}

	@Test
	void aLoopComesToItsEnd() {
		store(1, one("1"));
		end("e1", "load", null, FlowTriggerMachine.MAX_DEPTH);
		assertThat(onlyCreated().executionId()).isNotEmpty();
		end("e2", "load", null, FlowTriggerMachine.MAX_DEPTH + 1);
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).last().isEqualTo("missed demo/a flow too-deep");
	}

	@Test
	void pausedOrDisabledItStartsNothing() {
		store(1, one("1"));
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.now()));
		end("e1", "load", null, 1);
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/a flow paused");
		this.scheduler.command(new TriggerCommand.Resume("demo", "a", "t", this.scheduler.now()));
		this.scheduler.store(Flows.disabled("a", 2, one("1")));
		end("e2", "load", null, 1);
		this.scheduler.delete("demo/a");
		end("e3", "load", null, 1);
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void allConditionsWithinTheWindowStartOneExecution() {
		store(1, both());
		end("e1", "orders", Map.of("rows", 1), 1);
		assertThat(this.scheduler.state(KEY).next()).isEqualTo("2026-05-01T10:10:10.001Z");
		end("e2", "orders", Map.of("rows", 2), 4);
		assertThat(this.scheduler.created()).isEmpty();
		restart();
		end("e3", "customers", Map.of("rows", 3), 2);
		ExecutionCommand.Create create = onlyCreated();
		assertThat(create.inputs()).containsEntry("rows", 5);
		assertThat(Objects.requireNonNull(create.trigger()).variables())
			.isEqualTo(Map.of("orders", of("e2", "orders"), "customers", of("e3", "customers"), "depth", 4));
		assertThat(this.scheduler.state(KEY).next()).isNull();
		end("e4", "customers", Map.of("rows", 3), 1);
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void whatIsOutsideOfTheWindowCountsNoMore() {
		store(1, both());
		end("e1", "orders", Map.of("rows", 1), 1);
		this.scheduler.pass("PT5M");
		end("e2", "customers", null, 1);
		assertThat(this.scheduler.created()).hasSize(1);
		end("e3", "orders", Map.of("rows", 1), 1);
		this.scheduler.pass("PT10M");
		assertThat(this.scheduler.state(KEY).next()).isNotNull();
		this.scheduler.pass("PT1S");
		assertThat(this.scheduler.state(KEY).next()).isNull();
		end("e4", "customers", Map.of("rows", 1), 1);
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.detail("a", "t").nextDates()).isEmpty();
	}

	@Test
	void endThatIsHeardLateMeetsWhatEndedWithinTheWindowBeforeIt() {
		store(1, both());
		Instant late = this.scheduler.now().plusSeconds(300);
		end("e1", "orders", Map.of("rows", 1), 1);
		this.scheduler.pass("PT2H");
		assertThat(this.scheduler.state(KEY).next()).isNull();
		heard(new FlowEnd("e2", "demo", "customers", State.SUCCESS, Map.of(), Map.of("rows", 2), late, 1));
		assertThat(onlyCreated().inputs()).containsEntry("rows", 3);
	}

	@Test
	void otherConditionsBeginAnew() {
		store(1, both());
		end("e1", "orders", Map.of("rows", 1), 1);
		store(2, both());
		assertThat(this.scheduler.state(KEY).next()).isNotNull();
		store(3, new FlowTrigger("t", both().conditions(), Duration.ofMinutes(20), both().inputs()));
		assertThat(this.scheduler.state(KEY).next()).isNull();
		end("e2", "customers", Map.of("rows", 1), 1);
		assertThat(this.scheduler.created()).isEmpty();
	}

	private static Map<String, Object> of(String execution, String flow) {
		return Map.of("executionId", execution, "namespace", "demo", "flowId", flow, "state", "SUCCESS");
	}

	private static FlowTrigger one(String rows) {
		return new FlowTrigger("t", List.of(condition("", "load")), null, Map.of("rows", rows));
	}

	private static FlowTrigger both() {
		return new FlowTrigger("t", List.of(condition("orders", "orders"), condition("customers", "customers")),
				Duration.ofMinutes(10),
				Map.of("rows", "{{ (trigger.orders.outputs.rows ?? 0) + (trigger.customers.outputs.rows ?? 0) }}"));
	}

	private static FlowCondition condition(String id, String flow) {
		return new FlowCondition(id, "demo", flow, List.of(FlowTrigger.End.SUCCESS), Map.of());
	}

	private void store(int revision, FlowTrigger trigger) {
		List<Input> inputs = List.of(new Input("rows", Input.Type.INT, true, null, null, null, InputRules.NONE),
				new Input("mode", Input.Type.STRING, true, "usual", null, null, InputRules.NONE));
		this.scheduler.store(flow(revision, inputs, trigger));
	}

	private static Flow flow(int revision, List<Input> inputs, FlowTrigger trigger) {
		return new Flow("demo", "a", revision, null, Map.of(), inputs, Map.of(), List.of(), ControlTask.Handlers.NONE,
				TaskOptions.NONE, Map.of(), null, List.of(trigger), "revision " + revision, null, Instant.EPOCH);
	}

	private void end(String execution, String flow, @Nullable Map<String, Object> outputs, int depth) {
		heard(new FlowEnd(execution, "demo", flow, State.SUCCESS, Map.of(), outputs, this.scheduler.now(), depth));
	}

	private void heard(FlowEnd end) {
		this.scheduler.flow(new FlowCommand.Heard("demo", "a", "t", end, this.scheduler.now()));
	}

	private ExecutionCommand.Create onlyCreated() {
		List<ExecutionCommand.Create> created = this.scheduler.created();
		assertThat(created).hasSize(1);
		return created.get(0);
	}

	private void restart() {
		restartWith(this.scheduler.committed());
	}

	private void restartWith(Map<String, KeptStore> stores) {
		this.scheduler.close();
		this.scheduler.stores = stores;
		this.scheduler.start();
	}

}
