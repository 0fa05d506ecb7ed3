package io.windhover.role;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The thread pools of this process, so that each can be measured: whoever makes one adds
 * it. It must be a {@code ThreadPoolExecutor} or a {@code ForkJoinPool}, not what
 * {@code Executors.newSingleThread...} wraps around one.
 */
public class ThreadPools {

	private final Map<String, ExecutorService> pools = new ConcurrentHashMap<>();

	private volatile @Nullable BiConsumer<String, ExecutorService> listener;

	/**
	 * Adds a pool, in place of one of the same name that is over.
	 * @return the pool
	 */
	public synchronized <E extends ExecutorService> E add(String name, E pool) {
		this.pools.put(name, pool);
		BiConsumer<String, ExecutorService> told = this.listener;
		if (told != null) {
			told.accept(name, pool);
		}
		return pool;
	}

	/**
	 * Tells of all pools, those of before and those to come.
	 */
	public synchronized void listen(BiConsumer<String, ExecutorService> listener) {
		this.listener = listener;
		this.pools.forEach(listener);
	}

}
