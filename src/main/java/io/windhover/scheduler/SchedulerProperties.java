package io.windhover.scheduler;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The scheduler role.
 *
 * @param tick How often the scheduler looks for what is due.
 * @param missedAfter How late a planned date may be looked at and still fire as usual.
 * Later than that it counts as missed, and the trigger's recoverMissed says what becomes
 * of it.
 * @param evaluators Threads that evaluate polling triggers.
 * @param evaluatorQueue Evaluations that may wait for a thread. Beyond that an evaluation
 * is skipped, counted, and done at its next interval.
 * @param keepDeleted How long the revisions of a deleted flow are kept after the last
 * execution that needs one.
 */
@Validated
@ConfigurationProperties("windhover.scheduler")
public record SchedulerProperties(@DefaultValue("500ms") @NotNull Duration tick,
		@DefaultValue("10s") @NotNull Duration missedAfter, @DefaultValue("4") @Min(1) @Max(1024) int evaluators,
		@DefaultValue("1000") @Min(1) int evaluatorQueue,
		@DefaultValue("14d") @NotNull @DurationMin(hours = 1) Duration keepDeleted) {
}
