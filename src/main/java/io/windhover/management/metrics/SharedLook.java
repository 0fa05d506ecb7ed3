package io.windhover.management.metrics;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One look at a view for the many gauges that a scrape reads, taken at most four times in
 * a second.
 *
 * @param <T> what is seen
 */
public class SharedLook<T> {

	private static final long FRESH_NANOS = 250_000_000;

	private final Supplier<T> look;

	private @Nullable T seen;

	private long seenAt;

	/**
	 * Does not look before somebody asks.
	 * @param look called by one thread at a time, which other readers wait for
	 */
	public SharedLook(Supplier<T> look) {
		this.look = look;
	}

	/**
	 * What was seen within the last 250 milliseconds; looks again when that is older.
	 */
	public synchronized T get() {
		long now = System.nanoTime();
		T fresh = this.seen;
		if (fresh == null || now - this.seenAt >= FRESH_NANOS) {
			fresh = this.look.get();
			this.seen = fresh;
			this.seenAt = now;
		}
		return fresh;
	}

}
