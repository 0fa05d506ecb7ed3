package io.windhover.management.metrics.scrape;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

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

	private final Map<Set<ScrapeScope>, PrometheusScrapeEndpoint> others = new ConcurrentHashMap<>();

	private final PrometheusScrapeEndpoint whole;

	private final ScopedRegistry registry;

	private final ScrapeScopes scopes;

	private final @Nullable Properties properties;

	private final FlowExposition flows;

	private final Set<PrometheusOutputFormat> prepared;

	public PrometheusEndpointWebExtension(PrometheusScrapeEndpoint whole, ScopedRegistry registry, ScrapeScopes scopes,
			@Nullable Properties properties, FlowExposition flows, Set<PrometheusOutputFormat> prepared) {
		this.whole = whole;
		this.registry = registry;
		this.scopes = scopes;
		this.properties = properties;
		this.flows = flows;
		this.prepared = Set.copyOf(prepared);
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
		Set<ScrapeScope> chosen = (scope != null) ? ScrapeScope.of(scope) : ScrapeScope.ALL;
		if (includedNames != null || !chosen.contains(ScrapeScope.FLOWS) || !this.prepared.contains(format)) {
			return ((scope != null) ? part(chosen) : this.whole).scrape(format, includedNames);
		}
		// before the others: a family that comes meanwhile is in the next answer
		List<SampleFamily> ofFlows = this.flows.families();
		byte[] body = Objects.requireNonNull(others(chosen).scrape(format, null).getBody());
		return new WebEndpointResponse<>(
				this.flows.render(body, ofFlows, format == PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100),
				format);
	}

	/** Of what is not prepared. */
	private PrometheusScrapeEndpoint others(Set<ScrapeScope> chosen) {
		return this.others.computeIfAbsent(chosen, (absent) -> {
			Predicate<String> scope = this.scopes.in(absent);
			return new PrometheusScrapeEndpoint(this.registry.part((name) -> scope.test(name) && !this.flows.has(name)),
					this.properties);
		});
	}

	private PrometheusScrapeEndpoint part(Set<ScrapeScope> chosen) {
		return this.parts.computeIfAbsent(chosen,
				(absent) -> new PrometheusScrapeEndpoint(this.registry.part(this.scopes.in(absent)), this.properties));
	}

}
