package io.windhover.flow.reading;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.windhover.flow.Flow;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class ExpectationPropertiesTests {

	@Test
	void nothingIsExpectedByDefault() {
		assertThat(expected(Map.of(), "prod.sales", null)).isEqualTo(Expectations.NONE);
	}

	@Test
	void everythingThatAFlowMayExpectCanBeADefault() {
		Map<String, String> all = Map.of("namespace", "prod.", "success-every", "26h", "ended-by", "06:30", "timezone",
				"Europe/Paris", "days", "MONDAY", "max-duration", "2h", "on-max-duration", "kill", "min-metric.name",
				"rows", "min-metric.value", "1.5", "max-failures-in-a-row", "3");
		Expectations expected = new Expectations(Duration.ofHours(26), null, LocalTime.of(6, 30),
				ZoneId.of("Europe/Paris"), List.of(DayOfWeek.MONDAY), Duration.ofHours(2),
				Expectations.OnMaxDuration.KILL, new Expectations.MinMetric("rows", 1.5), 3);
		assertThat(expected(all, "prod.sales", null)).isEqualTo(expected);
		assertThat(expected(all, "test", null)).isEqualTo(Expectations.NONE);
	}

	@Test
	void flowHasAMetricOfItsOwn() {
		Expectations.MinMetric own = new Expectations.MinMetric("files", 2);
		Expectations expected = expected(
				Map.of("namespace", "prod", "min-metric.name", "rows", "min-metric.value", "1"), "prod",
				new Expectations(null, null, null, null, List.of(), null, null, own, null));
		assertThat(expected.minMetric()).isEqualTo(own);
	}

	@Test
	void dayBeginsAtMidnight() {
		assertThatException()
			.isThrownBy(() -> expected(Map.of("namespace", "prod", "started-by", "00:00"), "prod", null))
			.havingRootCause()
			.withMessage("startedBy and endedBy are later than 00:00, with which the day begins");
	}

	private static Expectations expected(Map<String, String> defaults, String namespace, @Nullable Expectations own) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		defaults.forEach((name, value) -> source.put("windhover.expect.defaults[0]." + name, value));
		Flow flow = new Flow(namespace, "load", 1, null, Map.of(), List.of(), Map.of(), List.of(),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, null, own);
		return new Binder(source).bindOrCreate("windhover.expect", Bindable.of(ExpectationProperties.class))
			.toDefaults()
			.of(flow);
	}

}
