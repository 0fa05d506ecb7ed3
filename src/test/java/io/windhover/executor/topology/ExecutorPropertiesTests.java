package io.windhover.executor.topology;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class ExecutorPropertiesTests {

	@Test
	void stateOfAnExecutionHasALeastSize() {
		assertThat(bind(Map.of()).maxStateSize()).isEqualTo(DataSize.ofMegabytes(64));
		assertThat(bind(Map.of("windhover.executor.max-state-size", "1MB")).maxStateSize())
			.isEqualTo(DataSize.ofMegabytes(1));
		assertThatException().isThrownBy(() -> bind(Map.of("windhover.executor.max-state-size", "1048575B")))
			.havingRootCause()
			.withMessage("windhover.executor.max-state-size must be at least 1MB");
	}

	private static ExecutorProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("windhover.executor",
				Bindable.of(ExecutorProperties.class));
	}

}
