package io.windhover.indexer;

import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners, whatever one of them throws.
 */
class IndexerListeners {

	private static final Logger logger = LoggerFactory.getLogger(IndexerListeners.class);

	private final List<IndexerListener> listeners;

	IndexerListeners(List<IndexerListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	void tell(Consumer<IndexerListener> event) {
		for (IndexerListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of the indexer failed", ex);
			}
		}
	}

}
