package io.windhover.executor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.FlowEnd;
import io.windhover.execution.ParentTask;
import io.windhover.execution.State;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.plan.Plan;
import io.windhover.executor.plan.FlowTriggerIndex.Listening;
import io.windhover.executor.plan.Plans;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.flow.FlowTrigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndReportTests {

	private static final Instant AT = Instant.parse("2026-05-01T10:00:00Z");

	private final List<Listening> listening = new ArrayList<>();

	private final EndReport report = new EndReport(new Plans() {

		@Override
		public @Nullable Plan find(FlowRef flow) {
			return null;
		}

		@Override
		public List<Listening> listening(Execution ended, Duration timeout) {
			return EndReportTests.this.listening;
		}

	}, Duration.ofSeconds(1));

	@Test
	void eachTriggerThatListensHearsOfTheEndWithWhatItUses() {
		listening("uses", Map.of("rows", "{{ trigger.outputs.rows }}"));
		listening("ignores", Map.of("rows", 1));
		Map<String, Object> outputs = Map.of("rows", 7);
		assertThat(report(outputs, null)).containsExactly(heard("uses", outputs, 1), heard("ignores", null, 1));
	}

	@Test
	void depthIsThatOfTheExecutionAndOneMore() {
		listening("uses", Map.of());
		assertThat(report(Map.of(), new TriggerFire("t", "flow", AT, Map.of(FlowEnd.DEPTH, 4), null)))
			.containsExactly(heard("uses", null, 5));
		assertThat(report(Map.of(), new TriggerFire("t", "schedule", AT, Map.of(), null)))
			.containsExactly(heard("uses", null, 1));
	}

	@Test
	void depthOfASubflowIsThatOfWhatStartedItAndOneMore() {
		listening("uses", Map.of());
		Execution subflow = Execution.created(new ExecutionCommand.Create("e1", AT, new FlowRef("demo", "first", 1),
				Map.of(), Map.of("team", "x"), null, null, null, null, new ParentTask("e0", "call", 1, true, 1, 4)));
		List<FlowCommand> sent = new ArrayList<>();
		this.report.ended(subflow, AT, sent::add);
		assertThat(sent).singleElement()
			.isInstanceOfSatisfying(FlowCommand.Heard.class, (heard) -> assertThat(heard.end().depth()).isEqualTo(5));
	}

	@Test
	void outputsThatAreTooLargeStayAway() {
		listening("uses", Map.of("rows", "{{ trigger.outputs.rows }}"));
		assertThat(report(Map.of("rows", "x".repeat(EndReport.MAX_OUTPUTS)), null))
			.containsExactly(heard("uses", null, 1));
	}

	@Test
	void withoutATriggerThatListensNothingIsSent() {
		assertThat(report(Map.of(), null)).isEmpty();
	}

	private void listening(String flow, Map<String, Object> inputs) {
		this.listening.add(new Listening(new FlowKey("demo", flow), new FlowTrigger("t", List.of(), null, inputs)));
	}

	private List<FlowCommand> report(Map<String, Object> outputs, @Nullable TriggerFire trigger) {
		List<FlowCommand> sent = new ArrayList<>();
		this.report.ended(new Execution("e1", "demo", "first", 1, State.SUCCESS, List.of(), Map.of("team", "x"),
				Map.of(), outputs, trigger, AT, AT, AT, null, null, false, 3), AT, sent::add);
		return sent;
	}

	private static FlowCommand heard(String flow, @Nullable Map<String, Object> outputs, int depth) {
		return new FlowCommand.Heard("demo", flow, "t",
				new FlowEnd("e1", "demo", "first", State.SUCCESS, Map.of("team", "x"), outputs, AT, depth), AT);
	}

}
