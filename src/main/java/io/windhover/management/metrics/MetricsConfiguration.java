package io.windhover.management.metrics;

import java.time.Clock;

import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MetricsProperties.class)
class MetricsConfiguration {

	/**
	 * Keeps one meter of RocksDB out: it is -1 and a counter, and makes a scrape fail.
	 */
	@Bean
	static MeterFilter withoutOpenFiles() {
		return MeterFilter.deny((id) -> id.getName().endsWith("number.open.files"));
	}

	/**
	 * Keeps the metrics of each store in each partition out unless they are asked for:
	 * they are thousands of series, and {@code /kafkastreams/{clientId}/metrics} shows
	 * them as they are.
	 */
	@Bean
	static MeterFilter withoutStores(MetricsProperties properties) {
		return MeterFilter.deny((id) -> !properties.stores() && id.getName().startsWith("kafka.stream.state."));
	}

	@Bean
	FlowMeters flowMeters(MetricsProperties properties, Clock clock) {
		return new FlowMeters(properties.maxFlows(), clock);
	}

}
