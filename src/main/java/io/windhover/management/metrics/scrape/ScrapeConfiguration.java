package io.windhover.management.metrics.scrape;

import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.PrometheusPropertiesLoader;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.windhover.management.metrics.MetricsProperties;
import org.jspecify.annotations.Nullable;
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
	@ConditionalOnAvailableEndpoint(endpoint = PrometheusScrapeEndpoint.class)
	@ConditionalOnEnabledMetricsExport("prometheus")
	PrometheusEndpointWebExtension prometheusEndpointWebExtension(PrometheusScrapeEndpoint endpoint,
			ScopedRegistry registry, PrometheusMeterRegistry meters, PrometheusConfig config,
			MetricsProperties properties, ObjectProvider<SpanContext> span) {
		ScrapeScopes scopes = new ScrapeScopes(properties, meters.config().namingConvention());
		FlowExposition flows = new FlowExposition(scopes, config.descriptions());
		flows.bindTo(meters);
		return new PrometheusEndpointWebExtension(endpoint, registry, scopes, config.prometheusProperties(), flows,
				prepared(config, span.getIfAvailable()));
	}

	/** Micrometer alone knows the exemplars of its meters, and when they were created. */
	private static Set<PrometheusOutputFormat> prepared(PrometheusConfig config, @Nullable SpanContext span) {
		Properties properties = config.prometheusProperties();
		boolean created = ((properties != null) ? PrometheusPropertiesLoader.load(properties)
				: PrometheusPropertiesLoader.load())
			.getExporterProperties()
			.getIncludeCreatedTimestamps();
		return (created || span != null) ? EnumSet.of(PrometheusOutputFormat.CONTENT_TYPE_004) : EnumSet
			.of(PrometheusOutputFormat.CONTENT_TYPE_004, PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100);
	}

}
