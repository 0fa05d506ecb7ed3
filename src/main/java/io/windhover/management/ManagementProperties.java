package io.windhover.management;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How closely this process watches itself.
 *
 * @param sampleInterval Time from the end of one sample of lags to the start of the next,
 * and from one look for incidents to the next.
 * @param sampleTimeout Time after which a question of the sampler to the broker is given
 * up.
 * @param rebalanceGrace Time that a Kafka Streams client that has run before may take to
 * rebalance before readiness turns down; meanwhile it is DEGRADED.
 * @param rebalanceStorm Rebalances of a Kafka Streams client within the window that are a
 * storm when there are more: it is DEGRADED until they cease.
 * @param rebalanceWindow Time over which rebalances are counted.
 * @param schedulerStall Time without a tick, while the broker is there and the streams
 * run, after which the scheduler counts as stuck and liveness turns down.
 */
@Validated
@ConfigurationProperties("windhover.management")
public record ManagementProperties(
		@DefaultValue("5s") @NotNull @DurationMin(millis = 100,
				message = "must be at least 100ms") Duration sampleInterval,
		@DefaultValue("3s") @NotNull @DurationMin(millis = 100,
				message = "must be at least 100ms") Duration sampleTimeout,
		@DefaultValue("30s") @NotNull Duration rebalanceGrace, @DefaultValue("5") @Min(1) int rebalanceStorm,
		@DefaultValue("10m") @NotNull Duration rebalanceWindow, @DefaultValue("1m") @NotNull Duration schedulerStall) {
}
