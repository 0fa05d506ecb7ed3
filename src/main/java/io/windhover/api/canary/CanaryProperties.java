package io.windhover.api.canary;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The canary, a flow of this process' own that goes all the way through the engine.
 *
 * @param enabled Whether this process sends canaries. They need the role api; in a
 * cluster one or two instances are enough.
 * @param interval Time from the end of one canary to the start of the next, which goes
 * through the next partition.
 * @param lateAfter Time from the request to the document in the repository after which a
 * canary counts as late.
 * @param timeout Time after which a canary counts as lost.
 */
@Validated
@ConfigurationProperties("windhover.canary")
record CanaryProperties(@DefaultValue("false") boolean enabled,
		@DefaultValue("1m") @NotNull @DurationMin(seconds = 1, message = "must be at least 1s") Duration interval,
		@DefaultValue("10s") @NotNull @DurationMin(seconds = 1, message = "must be at least 1s") Duration lateAfter,
		@DefaultValue("1m") @NotNull @DurationMin(seconds = 1, message = "must be at least 1s") Duration timeout) {
}
