package io.windhover.executor.plan;

import java.util.List;
import java.util.Map;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowCondition;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.Trigger;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowTriggerIndexTests {

	private static final TaskOptions DISABLED = new TaskOptions(null, null, true, null, null, false);

	private final FlowTriggerIndex index = new FlowTriggerIndex();

	@Test
	void findsWhoListensToTheFlowItsNamespaceOrOneAboveIt() {
		stored("exact", trigger("a.b", "f"));
		stored("namespace", trigger("a.b", null));
		stored("above", trigger("a.", null));
		stored("above-flow", trigger("a.", "f"));
		stored("other", trigger("a", null), trigger("a.b.", null), trigger("a.b", "g"), trigger("a.bc", "f"));
		assertThat(find("a.b", "f")).containsExactlyInAnyOrder("exact", "namespace", "above", "above-flow");
		assertThat(find("a.b", "g")).containsExactlyInAnyOrder("namespace", "above", "other");
		assertThat(find("a.b.c", "f")).containsExactlyInAnyOrder("above", "above-flow", "other");
		assertThat(find("x", "f")).isEmpty();
	}

	@Test
	void statesAndLabelsMustFit() {
		stored("all",
				new FlowTrigger("t",
						List.of(new FlowCondition("", "a", null, List.of(FlowTrigger.End.FAILED), Map.of("team", "x"))),
						null, Map.of()));
		assertThat(this.index.find(new FlowKey("a", "f"), "FAILED", Map.of("team", "x", "more", "y"))).hasSize(1);
		assertThat(this.index.find(new FlowKey("a", "f"), "SUCCESS", Map.of("team", "x"))).isEmpty();
		assertThat(this.index.find(new FlowKey("a", "f"), "FAILED", Map.of("team", "y"))).isEmpty();
	}

	@Test
	void followsRevisionsAndDeletionsAndLeavesOutItselfAndWhatIsDisabled() {
		stored("one", trigger("a", null));
		stored("one", trigger("b", null));
		assertThat(find("a", "f")).isEmpty();
		assertThat(find("b", "f")).containsExactly("one");
		this.index.flowStored(flow("one", DISABLED, trigger("b", null)));
		assertThat(find("b", "f")).isEmpty();
		stored("one", trigger("own", null));
		assertThat(find("own", "one")).isEmpty();
		assertThat(find("own", "two")).containsExactly("one");
		this.index.flowDeleted(new FlowKey("own", "one"));
		assertThat(find("own", "two")).isEmpty();
	}

	private List<String> find(String namespace, String flow) {
		return this.index.find(new FlowKey(namespace, flow), "SUCCESS", Map.of())
			.stream()
			.map((each) -> each.flow().id())
			.toList();
	}

	private void stored(String id, Trigger... triggers) {
		this.index.flowStored(flow(id, TaskOptions.NONE, triggers));
	}

	private static Flow flow(String id, TaskOptions options, Trigger... triggers) {
		return new Flow("own", id, 1, null, Map.of(), List.of(), Map.of(), List.of(), ControlTask.Handlers.NONE,
				options, Map.of(), null, List.of(triggers), null, null, null);
	}

	private static FlowTrigger trigger(String namespace, @Nullable String flow) {
		return new FlowTrigger(namespace + flow,
				List.of(new FlowCondition("", namespace, flow, List.of(FlowTrigger.End.SUCCESS), Map.of())), null,
				Map.of());
	}

}
