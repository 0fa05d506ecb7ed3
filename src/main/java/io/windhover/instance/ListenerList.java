package io.windhover.instance;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners of a role; what one of them throws is logged here and reaches
 * nobody else.
 *
 * @param <L> their type
 */
public class ListenerList<L> {

	private static final Logger logger = LoggerFactory.getLogger(ListenerList.class);

	private final List<L> listeners;

	/**
	 * Keeps a copy of the listeners, in the order in which they are called.
	 */
	public ListenerList(List<L> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Tells each of them, in their order, on the caller's thread.
	 */
	public void tell(Consumer<L> event) {
		for (L listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("Listener {} failed", listener.getClass().getName(), ex);
			}
		}
	}

}
