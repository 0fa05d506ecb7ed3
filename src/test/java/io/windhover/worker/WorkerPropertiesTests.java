package io.windhover.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class WorkerPropertiesTests {

	@Test
	void workerIsOfTheDefaultGroupUnlessItNamesOthers() {
		assertThat(bind(Map.of()).groups()).containsExactly("default");
		assertThat(bind(Map.of("windhover.worker.groups", "gpu,eu,gpu")).groups()).containsExactly("gpu", "eu");
	}

	@Test
	void eachGroupHasASlotAndAPartOfEachPoll() {
		assertThat(bind(Map.of()).pollSize()).isEqualTo(16);
		assertThat(two("64").pollSize()).isEqualTo(16);
		assertThat(two("32").pollSize()).as("while some are used, both still can").isEqualTo(8);
		assertThat(two("10").pollSize()).isEqualTo(4);
		assertThat(two("4").pollSize()).isEqualTo(2);
		assertThatException()
			.isThrownBy(() -> bind(Map.of("windhover.worker.groups", "a,b,c", "windhover.worker.slots", "2")))
			.havingRootCause()
			.withMessage("windhover.worker.slots must be at least the number of windhover.worker.groups, which is 3");
	}

	private static WorkerProperties two(String slots) {
		return bind(Map.of("windhover.worker.groups", "a,b", "windhover.worker.slots", slots));
	}

	private static WorkerProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("windhover.worker",
				Bindable.of(WorkerProperties.class));
	}

}
