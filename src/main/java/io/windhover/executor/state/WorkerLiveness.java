package io.windhover.executor.state;

import io.windhover.execution.InstanceRef;

/**
 * Knows which workers are gone.
 */
@FunctionalInterface
public interface WorkerLiveness {

	boolean isGone(InstanceRef worker);

}
