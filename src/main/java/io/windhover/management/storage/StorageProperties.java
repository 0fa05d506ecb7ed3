package io.windhover.management.storage;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How closely this process watches what fills the disks.
 *
 * @param interval Time from the end of one look at the sizes of topics, stores,
 * repository and files to the start of the next.
 * @param samples Records of each topic, documents of each kind, and executions with
 * files, that are looked at each time to estimate what each flow takes.
 */
@Validated
@ConfigurationProperties("windhover.management.storage")
record StorageProperties(
		@DefaultValue("5m") @NotNull @DurationMin(seconds = 1, message = "must be at least 1s") Duration interval,
		@DefaultValue("64") @Min(2) @Max(1000) int samples) {
}
