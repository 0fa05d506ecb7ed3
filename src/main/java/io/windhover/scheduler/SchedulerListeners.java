package io.windhover.scheduler;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners; what one of them throws is logged here and reaches nobody else.
 */
class SchedulerListeners {

	private static final Logger logger = LoggerFactory.getLogger(SchedulerListeners.class);

	private final List<SchedulerListener> listeners;

	SchedulerListeners(List<SchedulerListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	void tell(Consumer<SchedulerListener> event) {
		for (SchedulerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("Listener {} failed", listener.getClass().getName(), ex);
			}
		}
	}

}
