package io.windhover.topic.broker;

import java.util.Map;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The embedded broker, which runs unless {@code spring.kafka.bootstrap-servers} names
 * another.
 *
 * @param port Port on the loopback address that clients of the embedded broker connect
 * to.
 * @param properties Further settings of the embedded broker, as Kafka names them.
 */
@Validated
@ConfigurationProperties("windhover.broker")
record BrokerProperties(@DefaultValue("9092") @Min(1) @Max(65535) int port,
		@DefaultValue Map<String, String> properties) {
}
