package io.windhover.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners; the one place where what they throw ends.
 */
class WorkerListeners implements WorkerListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkerListeners.class);

	private final List<WorkerListener> listeners;

	WorkerListeners(List<WorkerListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void started(Job job, Duration queued) {
		tell((listener) -> listener.started(job, queued));
	}

	@Override
	public void retried(Job job) {
		tell((listener) -> listener.retried(job));
	}

	@Override
	public void ended(Job job, State state, Duration duration) {
		tell((listener) -> listener.ended(job, state, duration));
	}

	@Override
	public void published(Job job, MetricDefinition definition, TaskMetric metric) {
		tell((listener) -> listener.published(job, definition, metric));
	}

	private void tell(Consumer<WorkerListener> event) {
		for (WorkerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("{} failed; the task goes on", listener.getClass().getName(), ex);
			}
		}
	}

}
