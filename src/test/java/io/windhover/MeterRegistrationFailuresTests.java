package io.windhover;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class MeterRegistrationFailuresTests {

	@Test
	void meterWithOtherTagsOrTypeThanItsNamesakeIsNoted() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MeterRegistrationFailures.class))
			.run((context) -> {
				PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
				customize(context.getBean(MeterRegistrationFailures.class), registry);
				registry.counter("same.name", "one", "1");
				registry.counter("same.name", "one", "2");
				assertThat(MeterRegistrationFailures.drain()).isEmpty();
				registry.gauge("same.name.total", 1);
				registry.counter("same.name", "two", "2");
				assertThat(MeterRegistrationFailures.drain()).isNotEmpty();
				customize(context.getBean(MeterRegistrationFailures.class), new SimpleMeterRegistry());
			});
	}

	private static void customize(MeterRegistrationFailures failures, MeterRegistry registry) {
		failures.notesRegistrationFailures().customize(registry);
	}

}
