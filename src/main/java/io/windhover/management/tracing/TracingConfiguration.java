package io.windhover.management.tracing;

import java.time.Clock;
import java.util.Map;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.execution.trace.Tracing;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
@Conditional(TracingCondition.class)
class TracingConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(TracingConfiguration.class);

	private static final String NAME = "windhover-traces";

	/** After the prefix of all groups. */
	private static final String GROUP = "traces";

	/** Few fetches of much: nobody waits for a span. */
	private static final Map<String, Object> SETTINGS = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000",
			ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "65536");

	@Bean
	static BeanFactoryPostProcessor tracingSettingsCheck(Environment environment) {
		return new TracingSettingsCheck(environment);
	}

	@Bean
	Tracing tracing(TracingProperties properties) {
		return new Tracing(true, properties.getSampling().getProbability());
	}

	@Bean
	CurrentSpan currentSpan() {
		return new ContextSpan();
	}

	/** The exemplars of meters. */
	@Bean
	SpanContext exemplarSpan() {
		return new ExemplarSpan();
	}

	/**
	 * Around all else that a request to the API passes.
	 */
	@Bean
	@ConditionalOnRole(Role.API)
	FilterRegistrationBean<RequestSpans> requestSpans(OpenTelemetry openTelemetry) {
		FilterRegistrationBean<RequestSpans> registration = new FilterRegistrationBean<>(
				new RequestSpans(openTelemetry.getTracer("io.windhover")));
		registration.addUrlPatterns("/api/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	@ConditionalOnRole(Role.INDEXER)
	SpanExport spanExport(SpanExporter exporter, Clock clock) {
		return new SpanExport(exporter, clock);
	}

	/**
	 * Reads what is committed, with a group of its own, so that neither the executor nor
	 * the indexer waits for a receiver.
	 */
	@Bean
	@ConditionalOnRole(Role.INDEXER)
	ConsumerThread spanReader(KafkaClients clients, TopicProperties topicProperties, Topics topics, Resource resource,
			SpanExport export, Clock clock) {
		SpanSource source = new SpanSource(topics, new Spans(resource));
		return ConsumerThread.patient(NAME, () -> clients.consumer(NAME, topicProperties.prefix() + GROUP, SETTINGS),
				(consumer, running) -> new SpanLoop(consumer, source, export, clock).run(running), (cause) -> {
					String denied = clients.denials().explain(cause);
					if (denied != null) {
						logger.error("No spans are sent: {}", denied);
					}
				});
	}

}
