package io.windhover.management.endpoint.store;

import java.util.List;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint of samples answers.
 */
public final class SamplesDescriptors {

	private SamplesDescriptors() {
	}

	/**
	 * Samples by column, oldest first; all columns are as long as {@code at}. What is
	 * unknown is not a number, which is written as null.
	 *
	 * @param at epoch milliseconds
	 */
	public record Samples(String instance, List<Long> at, List<Number> executions, List<Number> executionsEnded,
			List<Number> executionsFailed, List<Number> executionsRunning, List<Number> taskRuns,
			List<Number> taskRunsFailed, List<Number> attempts, List<Number> queued, List<Number> queuedMax,
			List<Number> ran, List<Number> ranMax, List<Number> slotsUsed, List<Number> slotsMax, List<Number> inputLag,
			List<Number> jobLag, List<Number> documentLag, List<Number> heapUsed, List<Number> heapMax,
			List<Number> cpu, List<Number> systemCpu) implements OperationResponseBody {
	}

}
