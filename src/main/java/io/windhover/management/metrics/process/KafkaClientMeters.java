package io.windhover.management.metrics.process;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.windhover.topic.ClientListener;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the Kafka clients that no factory of Spring's makes: the share consumers.
 * Their series go with them.
 */
public class KafkaClientMeters implements ClientListener {

	private final ObjectProvider<MeterRegistry> registry;

	private final Map<String, KafkaClientMetrics> bound = new ConcurrentHashMap<>();

	/**
	 * Binds nothing before a client opens.
	 * @param registry looked up for each client; without one a client has no meters
	 */
	public KafkaClientMeters(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void clientOpened(String clientId, Supplier<Map<MetricName, ? extends Metric>> metrics) {
		KafkaClientMetrics opened = binder(metrics);
		KafkaClientMetrics before = this.bound.put(clientId, opened);
		if (before != null) {
			before.close();
		}
		this.registry.ifAvailable(opened::bindTo);
	}

	@Override
	public void clientClosed(String clientId) {
		KafkaClientMetrics closed = this.bound.remove(clientId);
		if (closed != null) {
			closed.close();
		}
	}

	/**
	 * Micrometer binds each kind of client but a share consumer, and asks any for its
	 * metrics only.
	 */
	private static KafkaClientMetrics binder(Supplier<Map<MetricName, ? extends Metric>> metrics) {
		InvocationHandler onlyMetrics = (proxy, method, arguments) -> {
			if (method.getName().equals("metrics")) {
				return metrics.get();
			}
			throw new UnsupportedOperationException(method.getName());
		};
		return new KafkaClientMetrics((Consumer<?, ?>) Proxy.newProxyInstance(KafkaClientMeters.class.getClassLoader(),
				new Class<?>[] { Consumer.class }, onlyMetrics));
	}

}
