package io.windhover.executor;

import java.time.Duration;

import io.windhover.flow.FlowRef;
import io.windhover.topic.FlowDirectory;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class CompiledPlansTests {

	private static final FlowRef REVISION = new FlowRef("demo", "late", 3);

	private static final Duration TIMEOUT = Duration.ofMillis(1);

	private final FlowDirectory flows = mock(FlowDirectory.class);

	private final CompiledPlans plans = new CompiledPlans(this.flows, new FlowTriggerIndex());

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

}
