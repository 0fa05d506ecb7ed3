package io.windhover.scheduler;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerPropertiesTests {

	@Test
	void defaults() {
		assertThat(bind(Map.of())).isEqualTo(
				new SchedulerProperties(Duration.ofMillis(500), Duration.ofSeconds(10), 4, 1000, Duration.ofDays(14)));
	}

	@Test
	void everyPropertyIsMapped() {
		assertThat(bind(Map.of("windhover.scheduler.tick", "2s", "windhover.scheduler.missed-after", "1m",
				"windhover.scheduler.evaluators", "8", "windhover.scheduler.evaluator-queue", "50",
				"windhover.scheduler.keep-deleted", "30d")))
			.isEqualTo(
					new SchedulerProperties(Duration.ofSeconds(2), Duration.ofMinutes(1), 8, 50, Duration.ofDays(30)));
	}

	private static SchedulerProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("windhover.scheduler",
				SchedulerProperties.class);
	}

}
