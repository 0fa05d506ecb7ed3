package io.windhover.topic;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Is told of the Kafka clients that no factory of Spring's makes, so that their metrics
 * can be shown too.
 */
public interface ClientListener {

	/**
	 * A client is open.
	 * @param clientId unique among the open ones of this process
	 */
	void clientOpened(String clientId, Supplier<Map<MetricName, ? extends Metric>> metrics);

	void clientClosed(String clientId);

}
