package io.windhover.topic;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Changes that somebody asked another process for and waits to read from a topic.
 *
 * @param <C> the type of the changes
 */
public final class AwaitedChanges<C> {

	private final List<Awaited<C>> awaited = new CopyOnWriteArrayList<>();

	/**
	 * Asks for a change and waits until it has happened.
	 * @param wanted recognises the change
	 * @param request asks for it; what it throws is thrown
	 * @return null when the change did not come within the timeout
	 */
	public @Nullable C await(Predicate<C> wanted, Runnable request, Duration timeout) {
		Awaited<C> waiting = new Awaited<>(wanted, new CompletableFuture<>());
		this.awaited.add(waiting);
		try {
			request.run();
			return waiting.change().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			return null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		finally {
			this.awaited.remove(waiting);
		}
	}

	/**
	 * Tells those who wait for it.
	 */
	public void happened(C change) {
		this.awaited.stream()
			.filter((each) -> each.wanted().test(change))
			.forEach((each) -> each.change().complete(change));
	}

	private record Awaited<C>(Predicate<C> wanted, CompletableFuture<C> change) {
	}

}
