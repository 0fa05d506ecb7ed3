package io.windhover.executor.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import io.windhover.topic.streams.ConsumedPosition;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A partition of executions while this process has it: what its transactions change, how
 * far behind it is, and who waits for an execution to end.
 */
public final class OwnedPartition {

	/** A record that waited for longer is a sign of a backlog. */
	private static final Duration PROMPT = Duration.ofMillis(200);

	/** So long a sign of a backlog holds. */
	private static final Duration FRESH = Duration.ofSeconds(1);

	private final int number;

	private final UncommittedChanges uncommitted;

	private final Map<String, List<CompletableFuture<Void>>> waiting = new ConcurrentHashMap<>();

	/** The last record that waited for long. */
	private volatile Instant lateAt = Instant.EPOCH;

	private final long since = System.nanoTime();

	private volatile long lastCommand = -1;

	OwnedPartition(int number, UncommittedChanges uncommitted) {
		this.number = number;
		this.uncommitted = uncommitted;
	}

	int number() {
		return this.number;
	}

	/**
	 * Notes that the transaction is about to change an execution in the store.
	 */
	public void changes(String id) {
		this.uncommitted.of(id, this);
	}

	/**
	 * Notes a document that the transaction wrote.
	 * @param first whether it is the first of its execution
	 */
	public void changed(Execution document, boolean first) {
		this.uncommitted.of(document.id(), this).add(document, first);
	}

	/**
	 * Notes a document that the transaction wrote.
	 */
	public void changed(TaskRun document) {
		this.uncommitted.of(document.executionId(), this).add(document);
	}

	/**
	 * Notes that the transaction has deleted an execution.
	 */
	public void deleted(String id) {
		this.uncommitted.of(id, this).delete();
	}

	/**
	 * Notes that a record has been processed.
	 * @param written when it was sent
	 */
	public void processed(Instant now, Instant written) {
		if (written.plus(PROMPT).isBefore(now)) {
			this.lateAt = now;
		}
	}

	/**
	 * Notes that a command has been processed.
	 */
	public void processed(long offset) {
		this.lastCommand = offset;
	}

	/**
	 * Whether all commands that the consumer has returned have been processed. What it
	 * returned before the partition came is returned again.
	 */
	boolean hasProcessed(ConsumedPosition read) {
		return this.lastCommand >= read.lastReturned() || read.returnedNanos() - this.since < 0;
	}

	/**
	 * Whether records may wait that were written a while ago.
	 */
	boolean isBehind(Instant now) {
		return this.lateAt.plus(FRESH).isAfter(now);
	}

	/**
	 * Completes at the end of an execution; who waits no longer completes it.
	 */
	CompletableFuture<Void> awaitEnd(String id) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		this.waiting.merge(id, List.of(end), OwnedPartition::both);
		@SuppressWarnings("unused")
		var unused = end
			.whenComplete((ended, failure) -> this.waiting.computeIfPresent(id, (key, all) -> without(all, end)));
		return end;
	}

	/**
	 * Wakes those who wait for an execution, on another thread.
	 */
	void ended(String id) {
		List<CompletableFuture<Void>> all = this.waiting.remove(id);
		if (all != null) {
			all.forEach((end) -> end.completeAsync(() -> null));
		}
	}

	/**
	 * Sends those who wait to the next owner.
	 */
	void closed() {
		InvalidStateStoreException cause = new InvalidStateStoreException("Partition " + this.number + " has moved");
		this.waiting.values().stream().flatMap(List::stream).forEach((end) -> end.completeAsync(() -> {
			throw cause;
		}));
	}

	private static List<CompletableFuture<Void>> both(List<CompletableFuture<Void>> some,
			List<CompletableFuture<Void>> more) {
		return Stream.concat(some.stream(), more.stream()).toList();
	}

	private static @Nullable List<CompletableFuture<Void>> without(List<CompletableFuture<Void>> all,
			CompletableFuture<Void> end) {
		List<CompletableFuture<Void>> rest = all.stream().filter((each) -> each != end).toList();
		return rest.isEmpty() ? null : rest;
	}

}
