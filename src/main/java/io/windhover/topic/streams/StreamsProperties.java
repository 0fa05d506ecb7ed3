package io.windhover.topic.streams;

import java.time.Duration;
import java.util.Map;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Kafka Streams applications of the executor and the scheduler.
 *
 * @param threads Stream threads of each application.
 * @param commitInterval How long a transaction collects records before it commits.
 * Shorter answers sooner and costs more.
 * @param poll How long a stream thread waits for records before it looks at the clock.
 * For 30 ms after a record it waits for 1 ms at most.
 * @param standbyReplicas Copies of each store that other instances keep, to take over
 * quickly.
 * @param storeMemory Memory in MiB that all stores of the process share.
 * @param properties Further settings of Kafka Streams, as Kafka names them.
 */
@Validated
@ConfigurationProperties("windhover.streams")
record StreamsProperties(@DefaultValue("1") @Min(1) int threads, @DefaultValue("5ms") Duration commitInterval,
		@DefaultValue("100ms") Duration poll, @DefaultValue("0") @Min(0) int standbyReplicas,
		@DefaultValue("64") @Min(16) int storeMemory, @DefaultValue Map<String, String> properties) {
}
