package io.windhover.management.lag;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A client that is made when one thread first needs it, and again when it was closed.
 *
 * @param <C> its type
 */
public final class LazyClient<C> implements AutoCloseable {

	private final Supplier<C> factory;

	private final Consumer<C> closer;

	private volatile @Nullable C open;

	/**
	 * Makes none yet.
	 * @param closer closes one
	 */
	public LazyClient(Supplier<C> factory, Consumer<C> closer) {
		this.factory = factory;
		this.closer = closer;
	}

	/**
	 * The client; only the thread that uses it may ask.
	 */
	public C get() {
		C client = this.open;
		if (client == null) {
			client = this.factory.get();
			this.open = client;
		}
		return client;
	}

	@Override
	public void close() {
		C client = this.open;
		if (client != null) {
			this.open = null;
			this.closer.accept(client);
		}
	}

}
