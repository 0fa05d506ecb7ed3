package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorListener;
import io.windhover.flow.FlowKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners, and lets none of them disturb the executor.
 */
final class Listeners implements ExecutorListener {

	private static final Logger logger = LoggerFactory.getLogger(Listeners.class);

	private final List<ExecutorListener> listeners;

	Listeners(List<ExecutorListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void executionStarted(Execution execution) {
		tell((listener) -> listener.executionStarted(execution));
	}

	@Override
	public void executionEnded(Execution execution, Duration duration) {
		tell((listener) -> listener.executionEnded(execution, duration));
	}

	@Override
	public void taskRunNext(TaskRun taskRun) {
		tell((listener) -> listener.taskRunNext(taskRun));
	}

	@Override
	public void taskRunEnded(TaskRun taskRun, Duration duration) {
		tell((listener) -> listener.taskRunEnded(taskRun, duration));
	}

	@Override
	public void workerTaskResult(FlowKey flow, State state) {
		tell((listener) -> listener.workerTaskResult(flow, state));
	}

	@Override
	public void stale(StaleReason reason) {
		tell((listener) -> listener.stale(reason));
	}

	@Override
	public void leaseExpired(InstanceRef worker) {
		tell((listener) -> listener.leaseExpired(worker));
	}

	private void tell(Consumer<ExecutorListener> event) {
		for (ExecutorListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of the executor failed", ex);
			}
		}
	}

}
