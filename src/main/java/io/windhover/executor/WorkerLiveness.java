package io.windhover.executor;

import io.windhover.execution.InstanceRef;

/**
 * Knows which workers are gone.
 */
@FunctionalInterface
interface WorkerLiveness {

	boolean isGone(InstanceRef worker);

}
