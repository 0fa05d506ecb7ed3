package io.windhover.executor.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * What the transactions of the stream threads have changed so far. Each thread changes
 * and ends its own; any may look.
 */
final class UncommittedChanges {

	private final Map<Thread, OpenTransaction> transactions = new ConcurrentHashMap<>();

	private final AtomicLong rollbacks = new AtomicLong();

	/**
	 * The changes to an execution in the transaction of this thread.
	 */
	ChangedDocuments of(String id, OwnedPartition partition) {
		return this.transactions.computeIfAbsent(Thread.currentThread(), (thread) -> new OpenTransaction()).changes
			.computeIfAbsent(id, (key) -> new ChangedDocuments(key, partition));
	}

	/**
	 * The transaction of this thread; null when it has none.
	 */
	@Nullable OpenTransaction current() {
		return this.transactions.get(Thread.currentThread());
	}

	/**
	 * Ends the transaction of this thread.
	 */
	void end(OpenTransaction transaction, boolean committed) {
		if (!committed) {
			this.rollbacks.incrementAndGet();
		}
		this.transactions.remove(Thread.currentThread(), transaction);
		transaction.over.countDown();
	}

	/**
	 * How many were rolled back so far.
	 */
	long rollbacks() {
		return this.rollbacks.get();
	}

	/**
	 * Waits for the end of the transaction that has changed an execution, if there is
	 * one.
	 * @return whether there is none any more
	 */
	boolean awaitEnd(String id, Duration timeout) {
		for (OpenTransaction transaction : this.transactions.values()) {
			if (transaction.changes.containsKey(id)) {
				return transaction.await(timeout);
			}
		}
		return true;
	}

	/**
	 * What one thread has changed since its last commit.
	 */
	static final class OpenTransaction {

		private final Map<String, ChangedDocuments> changes = new ConcurrentHashMap<>();

		private final CountDownLatch over = new CountDownLatch(1);

		Collection<ChangedDocuments> changes() {
			return this.changes.values();
		}

		private boolean await(Duration timeout) {
			try {
				return this.over.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
