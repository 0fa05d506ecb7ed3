package io.windhover.management.metrics;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * Lets a scrape ask for a part of the meters, so that those of flows, which are the most,
 * can be had less often. The answers are Spring Boot's.
 */
@EndpointWebExtension(endpoint = PrometheusScrapeEndpoint.class)
public class PrometheusEndpointWebExtension {

	private final Map<Set<ScrapeScope>, PrometheusScrapeEndpoint> parts = new ConcurrentHashMap<>();

	private final PrometheusScrapeEndpoint whole;

	private final ScopedRegistry registry;

	private final ScrapeScopes scopes;

	private final @Nullable Properties properties;

	PrometheusEndpointWebExtension(PrometheusScrapeEndpoint whole, ScopedRegistry registry, ScrapeScopes scopes,
			@Nullable Properties properties) {
		this.whole = whole;
		this.registry = registry;
		this.scopes = scopes;
		this.properties = properties;
	}

	/**
	 * The meters as text.
	 * @param includedNames names to choose from; null for all
	 * @param scope parts of the meters: {@code engine}, {@code flows}, {@code jvm}; null
	 * for all
	 */
	@ReadOperation(producesFrom = PrometheusOutputFormat.class)
	public WebEndpointResponse<byte[]> scrape(PrometheusOutputFormat format, @Nullable Set<String> includedNames,
			@Nullable Set<String> scope) {
		PrometheusScrapeEndpoint asked = (scope != null) ? part(ScrapeScope.of(scope)) : this.whole;
		return asked.scrape(format, includedNames);
	}

	private PrometheusScrapeEndpoint part(Set<ScrapeScope> chosen) {
		return this.parts.computeIfAbsent(chosen,
				(absent) -> new PrometheusScrapeEndpoint(this.registry.part(this.scopes.in(absent)), this.properties));
	}

}
