package io.windhover.management.tracing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class TracingFilterTests {

	private static final String BOOT = "org.springframework.boot.";

	private static final String SDK = BOOT + "opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration";

	private static final String EXPORTER = BOOT
			+ "micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration";

	private static final String OBSERVATIONS = BOOT
			+ "micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration";

	private static final String METRICS = BOOT + "micrometer.metrics.autoconfigure.MetricsAutoConfiguration";

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void withoutAnEndpointNothingOfOpenTelemetryIsLeft() {
		assertThat(left()).containsExactly(METRICS);
		this.environment.setProperty("management.opentelemetry.tracing.export.otlp.endpoint", "");
		assertThat(left()).containsExactly(METRICS);
	}

	@Test
	void withAnEndpointSpansAreExportedButNoneIsMadeOfObservations() {
		this.environment.setProperty("management.opentelemetry.tracing.export.otlp.endpoint", "http://x/v1/traces");
		assertThat(left()).containsExactly(SDK, EXPORTER, METRICS);
	}

	@Test
	void bootsOwnSwitchesGoBeforeTheEndpoint() {
		this.environment.setProperty("management.opentelemetry.tracing.export.otlp.endpoint", "http://x/v1/traces");
		this.environment.setProperty("management.tracing.export.enabled", "false");
		assertThat(left()).containsExactly(METRICS);
		this.environment.setProperty("management.tracing.export.otlp.enabled", "true");
		assertThat(left()).containsExactly(SDK, EXPORTER, METRICS);
		this.environment.setProperty("management.opentelemetry.enabled", "false");
		assertThat(left()).containsExactly(METRICS);
	}

	private List<@Nullable String> left() {
		TracingFilter filter = new TracingFilter();
		filter.setEnvironment(this.environment);
		// a null is one that another filter has taken out
		@Nullable String[] all = { SDK, EXPORTER, OBSERVATIONS, METRICS, null };
		boolean[] matches = filter.match(all, mock(AutoConfigurationMetadata.class));
		List<@Nullable String> left = new ArrayList<>();
		IntStream.range(0, 4).filter((i) -> matches[i]).forEach((i) -> left.add(all[i]));
		return left;
	}

}
