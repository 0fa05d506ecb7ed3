package io.windhover.api.canary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.windhover.api.CanaryFailure;
import io.windhover.api.CanaryHop;
import io.windhover.api.CanaryListener;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.execution.RepositoryReach;
import io.windhover.api.flow.FlowStore;
import io.windhover.api.web.BoundedPublisher;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowReader;
import io.windhover.instance.ListenerList;
import io.windhover.repository.Repository;
import io.windhover.topic.Topics;
import org.jspecify.annotations.Nullable;

/**
 * Sends canaries and waits for each.
 */
class CanaryFlight {

	private static final long POLL_MILLIS = 50;

	private final FlowReader flows;

	private final FlowStore store;

	private final BoundedPublisher publisher;

	private final Topics topics;

	private final ExecutionReader executions;

	private final Repository repository;

	private final RepositoryReach reach;

	private final CanaryProperties properties;

	private final ListenerList<CanaryListener> listeners;

	private final Clock clock;

	CanaryFlight(FlowReader flows, FlowStore store, BoundedPublisher publisher, Topics topics,
			ExecutionReader executions, Repository repository, RepositoryReach reach, CanaryProperties properties,
			ListenerList<CanaryListener> listeners, Clock clock) {
		this.flows = flows;
		this.store = store;
		this.publisher = publisher;
		this.topics = topics;
		this.executions = executions;
		this.repository = repository;
		this.reach = reach;
		this.properties = properties;
		this.listeners = listeners;
		this.clock = clock;
	}

	/**
	 * Sends one and waits until it is back, or lost.
	 * @param stop ends the wait when it is counted down
	 * @return null when it came back as it should, or the wait was ended
	 */
	@Nullable Fault fly(CanaryRoute route, CountDownLatch stop) throws InterruptedException {
		Instant sent = this.clock.instant();
		long start = System.nanoTime();
		try {
			Flow flow = route.flow(this.flows);
			if (!this.store.isStored(flow)) {
				this.store.store(flow);
				sent = this.clock.instant();
				start = System.nanoTime();
			}
			TriggerCommand.Fire fire = route.fire(sent);
			this.publisher.publish(this.topics.triggerCommands(), route.flow().toString(), fire);
		}
		catch (RuntimeException ex) {
			return new Fault(CanaryFailure.LOST, "It could not be sent: " + ex.getMessage());
		}
		return follow(route, sent, start, stop);
	}

	private @Nullable Fault follow(CanaryRoute route, Instant sent, long start, CountDownLatch stop)
			throws InterruptedException {
		long deadline = start + this.properties.timeout().toNanos();
		Snapshot shown = null;
		long shownAt = 0;
		String seen = "the scheduler has not fired its trigger, or the executor has not begun it";
		while (System.nanoTime() < deadline) {
			try {
				if (shown == null) {
					Snapshot found = this.executions.find(route.executionId());
					Execution execution = (found != null) ? found.execution() : null;
					if (execution == null && !this.reach.isHere() && this.executions.hasEnded(route.executionId())) {
						// its documents are where this instance cannot look
						return null;
					}
					if (execution != null && execution.state().isTerminal()) {
						shown = found;
						shownAt = System.nanoTime();
						seen = "the indexer has not written it and its log line to the repository";
					}
					else if (found != null && execution != null) {
						seen = "it is " + whereabouts(execution, found.taskRuns());
					}
				}
				if (shown != null && (!this.reach.isHere() || isIndexed(route.executionId()))) {
					return back(route, shown, sent, start, shownAt);
				}
			}
			catch (RuntimeException ex) {
				seen = "nobody could be asked: " + ex.getMessage();
			}
			if (stop.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
				return null;
			}
		}
		return new Fault(CanaryFailure.LOST,
				"It did not come back within %s: %s".formatted(this.properties.timeout(), seen));
	}

	private static String whereabouts(Execution execution, List<TaskRun> runs) {
		return runs.isEmpty() ? execution.state().name() + ", and no worker has told of its task"
				: "%s, its task run %s".formatted(execution.state(), runs.get(0).state());
	}

	private boolean isIndexed(String id) {
		Execution execution = this.repository.execution(id);
		return execution != null && execution.state().isTerminal() && lines(id) > 0;
	}

	/**
	 * The log lines of a canary: each time that its task runs it writes one.
	 */
	private long lines(String executionId) {
		return this.repository.logs(executionId, 0, 1).total();
	}

	/**
	 * Whether the task of a canary that came back has run once more since.
	 */
	boolean isDoubled(String executionId) {
		return this.reach.isHere() && lines(executionId) > 1;
	}

	private @Nullable Fault back(CanaryRoute route, Snapshot shown, Instant sent, long start, long shownAt) {
		long now = System.nanoTime();
		tell(CanaryHop.API, Duration.ofNanos(shownAt - start));
		if (this.reach.isHere()) {
			tell(CanaryHop.INDEXER, Duration.ofNanos(now - shownAt));
		}
		Execution execution = shown.execution();
		if (execution != null) {
			passed(execution, shown.taskRuns(), sent);
			if (execution.state() != State.SUCCESS) {
				return new Fault(CanaryFailure.LOST,
						"It ended as %s: %s".formatted(execution.state(), execution.error()));
			}
		}
		if (isDoubled(route.executionId())) {
			return new Fault(CanaryFailure.DOUBLED, "Its task ran more than once");
		}
		Duration took = Duration.ofNanos(now - start);
		return (took.compareTo(this.properties.lateAfter()) > 0) ? new Fault(CanaryFailure.LATE,
				"It took %s, which is more than %s".formatted(took, this.properties.lateAfter())) : null;
	}

	/** By the clocks of whoever did it. */
	private void passed(Execution execution, List<TaskRun> runs, Instant sent) {
		tell(CanaryHop.TRIGGER, Duration.between(sent, execution.createdAt()));
		if (!runs.isEmpty()) {
			List<Attempt> attempts = runs.get(0).attempts();
			tell(CanaryHop.EXECUTOR, Duration.between(execution.createdAt(), runs.get(0).queuedAt()));
			Instant ended = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).endedAt();
			if (ended != null) {
				tell(CanaryHop.WORKER, Duration.between(runs.get(0).queuedAt(), ended));
			}
		}
	}

	private void tell(CanaryHop hop, Duration duration) {
		Duration known = duration.isNegative() ? Duration.ZERO : duration;
		this.listeners.tell((listener) -> listener.canaryPassed(hop, known));
	}

	/**
	 * What is wrong with a canary.
	 */
	record Fault(CanaryFailure reason, String message) {
	}

}
