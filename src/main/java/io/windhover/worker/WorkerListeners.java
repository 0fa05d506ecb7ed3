package io.windhover.worker;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.flow.MetricDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Tells all listeners; the one place where what they throw ends.
 */
public class WorkerListeners {

	private static final Logger logger = LoggerFactory.getLogger(WorkerListeners.class);

	private final Supplier<List<WorkerListener>> listeners;

	/**
	 * Prepares to tell.
	 * @param listeners asked once, when there is something to tell, because listeners may
	 * need the view of the worker
	 */
	public WorkerListeners(Supplier<List<WorkerListener>> listeners) {
		this.listeners = SingletonSupplier.of(listeners);
	}

	/**
	 * Reports that a job was taken and its attempt begins.
	 * @param queued from its dispatch to now
	 */
	public void started(Job job, Duration queued) {
		tell((listener) -> listener.started(job, queued));
	}

	/**
	 * Reports that the attempt that began is not the first of its task run.
	 */
	public void retried(Job job) {
		tell((listener) -> listener.retried(job));
	}

	/**
	 * Reports that an attempt is over.
	 * @param state SUCCESS, FAILED or KILLED
	 */
	public void ended(Job job, State state, Duration duration) {
		tell((listener) -> listener.ended(job, state, duration));
	}

	/**
	 * Reports a log line that Kafka did not accept in time.
	 */
	public void lineDropped(Job job) {
		tell((listener) -> listener.lineDropped(job));
	}

	/**
	 * Reports a figure that a running task published.
	 */
	public void published(Job job, MetricDefinition definition, TaskMetric metric) {
		tell((listener) -> listener.published(job, definition, metric));
	}

	private void tell(Consumer<WorkerListener> event) {
		for (WorkerListener listener : this.listeners.get()) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("{} failed; the task goes on", listener.getClass().getName(), ex);
			}
		}
	}

}
