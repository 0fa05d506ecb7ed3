package io.windhover.executor.plan;

import java.time.Duration;
import java.util.List;

import io.windhover.execution.Samples;
import io.windhover.flow.ExpectationDefaults;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.topic.flow.FlowDirectory;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class CompiledPlansTests {

	private static final FlowRef REVISION = new FlowRef("demo", "late", 3);

	private static final FlowKey FLOW = new FlowKey("demo", "late");

	private static final Duration TIMEOUT = Duration.ofMillis(1);

	private final FlowDirectory flows = mock(FlowDirectory.class);

	private final CompiledPlans plans = new CompiledPlans(this.flows, new FlowTriggerIndex(), ExpectationDefaults.NONE);

	@Test
	void recordIsReadAgainWhenItsRevisionIsUnknownBecauseNotAllFlowsHaveBeenRead() {
		assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> this.plans.require(REVISION, TIMEOUT))
			.withMessage("Not all flows are known within PT0.001S, and an execution runs revision demo/late/3");
	}

	@Test
	void recordIsPutAsideWhenItsRevisionDoesNotExist() {
		given(this.flows.isReady()).willReturn(true);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.plans.require(REVISION, TIMEOUT))
			.withMessage("Revision demo/late/3 of a running execution is not known");
	}

	@Test
	void whetherThereIsAFlowIsKnownOnceAllHaveBeenRead() {
		assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> this.plans.current(FLOW, TIMEOUT))
			.withMessage("Not all flows are known within PT0.001S, and a task runs flow demo/late");
		given(this.flows.awaitReady(TIMEOUT)).willReturn(true);
		assertThat(this.plans.current(FLOW, TIMEOUT)).isNull();
		Flow stored = Samples.flow(List.of());
		given(this.flows.find(FLOW)).willReturn(stored);
		assertThat(this.plans.current(FLOW, TIMEOUT)).isSameAs(stored);
	}

}
