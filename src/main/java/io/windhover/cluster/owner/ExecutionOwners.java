package io.windhover.cluster.owner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.topic.PartitionCount;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Asks the instance that has the partition of an execution: this one directly, another
 * over HTTP.
 */
public class ExecutionOwners {

	/** All ids fit into it, and into a URL. */
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

	/** A lost notice of an end, or a partition that moved, is noticed after it. */
	private static final Duration RECHECK = Duration.ofSeconds(1);

	private static final long FIRST_POLL_MILLIS = 20;

	private static final long LAST_POLL_MILLIS = 250;

	private final ObjectProvider<OwnedExecutions> own;

	private final OwnerDirectory directory;

	private final PartitionCount partitions;

	private final OwnerClient client;

	private final Executor threads;

	ExecutionOwners(ObjectProvider<OwnedExecutions> own, OwnerDirectory directory, PartitionCount partitions,
			OwnerClient client, Executor threads) {
		this.own = own;
		this.directory = directory;
		this.partitions = partitions;
		this.client = client;
		this.threads = threads;
	}

	/**
	 * What this process answers by itself.
	 */
	public OwnerResponse here(String id) {
		int partition = partition(id);
		OwnedExecutions executions = this.own.getIfAvailable();
		return (executions != null) ? executions.find(partition, id)
				: new OwnerResponse.NotOwned("this instance runs no executor");
	}

	/**
	 * The newest executions that this process has in memory.
	 */
	public List<Execution> recentHere(ExecutionQuery query, int most) {
		OwnedExecutions executions = this.own.getIfAvailable();
		return (executions != null) ? executions.recent(query, most) : List.of();
	}

	/**
	 * Asks the owner once.
	 * @param whole whether all of its task runs are of interest
	 * @return completes soon, and never exceptionally
	 */
	public CompletableFuture<OwnerResponse> find(String id, boolean whole) {
		int partition = partition(id);
		OwnedExecutions executions = owned(partition);
		if (executions != null) {
			return CompletableFuture.completedFuture(executions.find(partition, id));
		}
		if (!ID.matcher(id).matches()) {
			return CompletableFuture.completedFuture(new OwnerResponse.Unknown(false));
		}
		return ask(this.directory.owners(partition).iterator(), id, whole,
				new OwnerResponse.NotOwned("no executor says that it has partition " + partition));
	}

	private CompletableFuture<OwnerResponse> ask(Iterator<Heartbeat> owners, String id, boolean whole,
			OwnerResponse otherwise) {
		if (!owners.hasNext()) {
			return CompletableFuture.completedFuture(otherwise);
		}
		return this.client.find(owners.next(), id, whole)
			.thenCompose((answer) -> (answer instanceof OwnerResponse.NotOwned) ? ask(owners, id, whole, answer)
					: CompletableFuture.completedFuture(answer));
	}

	/**
	 * The newest executions that all owners have in memory. One that does not answer is
	 * left out, because its documents reach the repository soon.
	 * @param most of each other instance
	 */
	public List<Execution> recent(ExecutionQuery query, int most) {
		List<CompletableFuture<List<Execution>>> asked = this.directory.all()
			.stream()
			.map((owner) -> this.client.recent(owner, query, most))
			.toList();
		List<Execution> recent = new ArrayList<>(recentHere(query, Integer.MAX_VALUE));
		asked.forEach((answer) -> recent.addAll(answer.join()));
		return recent;
	}

	/**
	 * Waits for the end of an execution.
	 * @return completes when its owner has committed the end; the caller completes it
	 * when the wait is over
	 */
	public CompletableFuture<Void> ended(String id) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		watch(id, end, FIRST_POLL_MILLIS);
		return end;
	}

	private void watch(String id, CompletableFuture<Void> end, long pollMillis) {
		if (end.isDone()) {
			return;
		}
		OwnedExecutions executions = owned(partition(id));
		if (executions == null) {
			check(id, end, pollMillis);
			return;
		}
		@SuppressWarnings("unused")
		var unused = executions.ended(partition(id), id)
			.orTimeout(RECHECK.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((ended, failure) -> {
				if (failure == null) {
					end.complete(null);
				}
				else {
					this.threads.execute(() -> check(id, end, pollMillis));
				}
			});
	}

	private void check(String id, CompletableFuture<Void> end, long pollMillis) {
		@SuppressWarnings("unused")
		var unused = find(id, false).thenAccept((answer) -> {
			if (answer.isEnded()) {
				end.complete(null);
			}
			else {
				CompletableFuture.delayedExecutor(pollMillis, TimeUnit.MILLISECONDS, this.threads)
					.execute(() -> watch(id, end, Math.min(LAST_POLL_MILLIS, pollMillis * 2)));
			}
		});
	}

	private @Nullable OwnedExecutions owned(int partition) {
		OwnedExecutions executions = this.own.getIfAvailable();
		return (executions != null && executions.partitions().contains(partition)) ? executions : null;
	}

	private int partition(String id) {
		return PartitionCount.partition(id, this.partitions.value());
	}

}
