package io.windhover.api.web;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The REST API.
 *
 * @param publishTimeout How long a request waits for the broker to acknowledge what it
 * asked for.
 * @param maxWait Longest time that a request may wait for an execution to end.
 * @param recentExecutions Executions kept in memory, so that they answer before the
 * repository knows them.
 */
@Validated
@ConfigurationProperties("windhover.api")
public record ApiProperties(@DefaultValue("10s") Duration publishTimeout, @DefaultValue("10m") Duration maxWait,
		@DefaultValue("10000") @Min(100) @Max(1_000_000) int recentExecutions) {
}
