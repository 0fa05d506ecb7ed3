package io.windhover.execution.instance;

import io.windhover.execution.InstanceRef;

/**
 * Tells one worker to stop an attempt; a worker that does not run it ignores the command.
 */
public record WorkerCommand(InstanceRef worker, String executionId, String taskRunId, int attempt, String reason) {
}
