package io.windhover.management.metrics.scrape;

import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.windhover.http.GzipResponses;
import io.windhover.management.exposition.Exposition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

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

	private final Exposition exposition;

	private final Set<PrometheusOutputFormat> prepared;

	/**
	 * Prepares the endpoint.
	 * @param whole answers without a scope where nothing prepared can be used
	 * @param properties null for the defaults of the client library
	 * @param exposition the meters whose text is kept
	 * @param prepared formats in which that text is kept
	 */
	public PrometheusEndpointWebExtension(PrometheusScrapeEndpoint whole, ScopedRegistry registry, ScrapeScopes scopes,
			@Nullable Properties properties, Exposition exposition, Set<PrometheusOutputFormat> prepared) {
		this.whole = whole;
		this.registry = registry;
		this.scopes = scopes;
		this.properties = properties;
		this.exposition = exposition;
		this.prepared = Set.copyOf(prepared);
	}

	/**
	 * The meters as text.
	 * @param includedNames names to choose from; null for all
	 * @param scope parts of the meters: {@code engine}, {@code flows}, {@code jvm}; null
	 * for all
	 */
	@ReadOperation(producesFrom = PrometheusOutputFormat.class)
	public WebEndpointResponse<Resource> scrape(PrometheusOutputFormat format, @Nullable Set<String> includedNames,
			@Nullable Set<String> scope) {
		Set<ScrapeScope> chosen = (scope != null) ? ScrapeScope.of(scope) : ScrapeScope.ALL;
		if (includedNames != null || !this.prepared.contains(format)) {
			byte[] body = body(((scope != null) ? part(chosen) : this.whole).scrape(format, includedNames));
			return new WebEndpointResponse<>(new ByteArrayResource(body), format);
		}
		boolean openMetrics = format == PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100;
		return new WebEndpointResponse<>(this.exposition.answer(this.scopes.in(chosen),
				() -> body(others(chosen).scrape(format, null)), openMetrics, isCompressed()), format);
	}

	private static byte[] body(WebEndpointResponse<byte[]> answer) {
		return Objects.requireNonNull(answer.getBody());
	}

	private static boolean isCompressed() {
		return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& attributes.getResponse() != null
				&& GzipResponses.begin(attributes.getRequest(), attributes.getResponse());
	}

	/** Of what is not prepared. */
	private PrometheusScrapeEndpoint others(Set<ScrapeScope> chosen) {
		return this.others.computeIfAbsent(chosen, (absent) -> {
			Predicate<String> scope = this.scopes.in(absent);
			return new PrometheusScrapeEndpoint(
					this.registry.part((name) -> scope.test(name) && !this.exposition.has(name)), this.properties);
		});
	}

	private PrometheusScrapeEndpoint part(Set<ScrapeScope> chosen) {
		return this.parts.computeIfAbsent(chosen,
				(absent) -> new PrometheusScrapeEndpoint(this.registry.part(this.scopes.in(absent)), this.properties));
	}

}
