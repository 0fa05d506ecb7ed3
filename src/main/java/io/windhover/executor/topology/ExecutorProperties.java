package io.windhover.executor.topology;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The executor.
 *
 * @param timerInterval How often it looks for retries that are due and jobs that nobody
 * took.
 * @param leaseCheckInterval How often it looks for leases of workers that are gone.
 * @param flowTimeout How long an execution waits for the revision of its flow to arrive.
 * @param rememberEnded How long at least an execution that has ended is remembered, so
 * that a create command that arrives again does not run it again. Each takes about 100
 * bytes.
 * @param expressionBudget Time of the processor that the expressions of one control task
 * may take.
 * @param recentExecutions Executions kept in memory, so that they answer before the
 * repository knows them.
 * @param maxSubflowDepth Subflows that may follow one another, each started by the one
 * before; a task that would start one more fails, so that flows which call one another
 * come to an end.
 * @param maxStateSize What one execution may hold while it runs: outputs and items that
 * are kept for templates, and 1 KiB for each scope and task run. A task whose outputs
 * pass it fails, and the next iteration of a loop waits for one that runs; branches do
 * not wait. At least 1MB.
 * @param stuckAfter Time in the queue after which a task run counts as stuck.
 */
@Validated
@ConfigurationProperties("windhover.executor")
record ExecutorProperties(@DefaultValue("100ms") Duration timerInterval,
		@DefaultValue("1s") Duration leaseCheckInterval, @DefaultValue("5m") Duration stuckAfter,
		@DefaultValue("30s") Duration flowTimeout, @DefaultValue("1h") Duration rememberEnded,
		@DefaultValue("50ms") Duration expressionBudget,
		@DefaultValue("10000") @Min(100) @Max(1_000_000) int recentExecutions,
		@DefaultValue("10") @Min(1) @Max(100) int maxSubflowDepth,
		@DefaultValue("64MB") @NotNull DataSize maxStateSize) {

	private static final DataSize LEAST_STATE = DataSize.ofMegabytes(1);

	ExecutorProperties {
		if (maxStateSize.compareTo(LEAST_STATE) < 0) {
			throw new IllegalArgumentException("windhover.executor.max-state-size must be at least 1MB");
		}
	}

}
