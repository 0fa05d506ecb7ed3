package io.windhover.management.tracing;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Keeps OpenTelemetry out of a process that exports no spans, so that its start and its
 * threads are as without it. Where spans are exported, Spring Boot makes the exporter; of
 * observations no spans are made.
 */
class TracingFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final String OTLP = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String EXPORT = "management.tracing.export.";

	private static final String MICROMETER = "org.springframework.boot.micrometer.tracing.autoconfigure.";

	private static final List<String> OPEN_TELEMETRY = List.of("org.springframework.boot.opentelemetry.",
			"org.springframework.boot.micrometer.tracing.opentelemetry.");

	private Environment environment = new StandardEnvironment();

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(@Nullable String[] autoConfigurationClasses, AutoConfigurationMetadata metadata) {
		boolean on = isOn(this.environment);
		boolean[] matches = new boolean[autoConfigurationClasses.length];
		for (int i = 0; i < matches.length; i++) {
			String name = autoConfigurationClasses[i];
			matches[i] = name == null
					|| (!name.startsWith(MICROMETER) && (on || OPEN_TELEMETRY.stream().noneMatch(name::startsWith)));
		}
		return matches;
	}

	/**
	 * Whether spans are exported.
	 */
	static boolean isOn(Environment environment) {
		return StringUtils.hasText(environment.getProperty(OTLP))
				&& environment.getProperty("management.opentelemetry.enabled", Boolean.class, true)
				&& environment.getProperty(EXPORT + "otlp.enabled", Boolean.class,
						environment.getProperty(EXPORT + "enabled", Boolean.class, true));
	}

}
