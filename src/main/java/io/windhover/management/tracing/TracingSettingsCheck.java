package io.windhover.management.tracing;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.Transport;
import org.springframework.core.env.Environment;

/**
 * Names the property, before a bean of Spring Boot or of OpenTelemetry fails on its value
 * without it.
 */
class TracingSettingsCheck implements BeanFactoryPostProcessor {

	private static final String PROBABILITY = "management.tracing.sampling.probability";

	private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";

	private final Environment environment;

	TracingSettingsCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
		Binder binder = Binder.get(this.environment);
		double probability = binder.bind(PROBABILITY, Double.class).orElse(0.0);
		if (!(probability >= 0 && probability <= 1)) {
			throw new TracingSettingsException("%s is %s, and not a share.".formatted(PROBABILITY, probability),
					"Set %s to a number from 0 to 1, as 0.1 for a tenth of the executions.".formatted(PROBABILITY));
		}
		if (binder.bind(TRANSPORT, Transport.class).orElse(Transport.HTTP) != Transport.HTTP) {
			throw new TracingSettingsException(TRANSPORT + " is grpc, and spans are sent over HTTP only.",
					"Remove %s, and set the endpoint to the HTTP address of the receiver, as http://127.0.0.1:4318/v1/traces."
						.formatted(TRANSPORT));
		}
	}

}
