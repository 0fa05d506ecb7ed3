package io.windhover.management.metrics.scrape;

import java.util.EnumSet;
import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.windhover.management.SampleListener;
import io.windhover.management.exposition.PreparedMeterRegistry;
import io.windhover.management.metrics.MetricsProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ScrapeConfiguration {

	@Bean
	ScopedRegistry scopedRegistry() {
		return new ScopedRegistry();
	}

	@Bean
	PrometheusRegistry prometheusRegistry(ScopedRegistry scoped) {
		return scoped.registry();
	}

	@Bean
	@ConditionalOnEnabledMetricsExport("prometheus")
	PreparedMeterRegistry prometheusMeterRegistry(PrometheusConfig config, PrometheusRegistry registry,
			io.micrometer.core.instrument.Clock clock, ObjectProvider<SpanContext> span) {
		return new PreparedMeterRegistry(config, registry, clock, span.getIfAvailable());
	}

	/** Windows end when nobody scrapes, too. */
	@Bean
	@ConditionalOnEnabledMetricsExport("prometheus")
	SampleListener maximumWindows(PreparedMeterRegistry registry) {
		return registry::turn;
	}

	@Bean
	@ConditionalOnAvailableEndpoint(endpoint = PrometheusScrapeEndpoint.class)
	@ConditionalOnEnabledMetricsExport("prometheus")
	PrometheusEndpointWebExtension prometheusEndpointWebExtension(PrometheusScrapeEndpoint endpoint,
			ScopedRegistry registry, PreparedMeterRegistry meters, PrometheusConfig config,
			MetricsProperties properties) {
		return new PrometheusEndpointWebExtension(endpoint, registry,
				new ScrapeScopes(properties, meters.config().namingConvention()), config.prometheusProperties(),
				meters.exposition(), prepared(config));
	}

	/** Micrometer alone knows when its meters were created. */
	private static Set<PrometheusOutputFormat> prepared(PrometheusConfig config) {
		boolean created = PreparedMeterRegistry.properties(config)
			.getExporterProperties()
			.getIncludeCreatedTimestamps();
		return created ? EnumSet.of(PrometheusOutputFormat.CONTENT_TYPE_004) : EnumSet
			.of(PrometheusOutputFormat.CONTENT_TYPE_004, PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100);
	}

}
