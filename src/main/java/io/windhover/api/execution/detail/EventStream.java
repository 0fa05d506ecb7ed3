package io.windhover.api.execution.detail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.repository.RepositoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tells one client of the changes of an execution until it has ended and all is told. It
 * looks again after a while that grows with what a look costs, and as long as nothing
 * happens.
 */
final class EventStream {

	private static final Logger logger = LoggerFactory.getLogger(EventStream.class);

	private static final Duration SHORTEST = Duration.ofMillis(200);

	private static final Duration LONGEST = Duration.ofSeconds(2);

	/** Of the time between two looks, a look takes at most one part of so many. */
	private static final int SHARE = 10;

	/** Without anything to tell, a client is told that it is connected. */
	private static final Duration SILENCE = Duration.ofSeconds(15);

	/** So long the documents of an execution that has ended are waited for. */
	private static final Duration STRAGGLERS = Duration.ofMinutes(1);

	private final Function<String, @Nullable Snapshot> reader;

	private final String id;

	private final SseEmitter emitter;

	private final EventTimeline timeline;

	private final Executor threads;

	private final Duration lifetime;

	private final long begunAt = System.nanoTime();

	private long toldAt = this.begunAt;

	private long endedAt;

	private Duration pause = SHORTEST;

	private volatile boolean over;

	/**
	 * Not begun yet.
	 * @param lifetime after which it ends, for its client to come again
	 */
	EventStream(Function<String, @Nullable Snapshot> reader, String id, SseEmitter emitter, EventTimeline timeline,
			Executor threads, Duration lifetime) {
		this.reader = reader;
		this.id = id;
		this.emitter = emitter;
		this.timeline = timeline;
		this.threads = threads;
		this.lifetime = lifetime;
	}

	/** Tells what is known, and goes on from there. */
	void begin(List<EventTimeline.Numbered> events, Snapshot snapshot) {
		this.threads.execute(() -> turn(events, snapshot, 0));
	}

	/** Nobody listens any more. */
	void over() {
		this.over = true;
	}

	private void look() {
		if (this.over) {
			return;
		}
		long since = System.nanoTime();
		try {
			Snapshot snapshot = read();
			turn((snapshot != null) ? this.timeline.next(snapshot) : List.of(), snapshot, System.nanoTime() - since);
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	private @Nullable Snapshot read() {
		try {
			return this.reader.apply(this.id);
		}
		catch (ErrorResponseException | RepositoryException ex) {
			// it is known to exist: a partition moves, or the repository is away
			logger.debug("Cannot see now how execution {} stands", this.id, ex);
			return null;
		}
	}

	private void failed(RuntimeException failure) {
		this.over = true;
		logger.warn("The events of execution {} end early", this.id, failure);
		this.emitter.completeWithError(failure);
	}

	private void turn(List<EventTimeline.Numbered> events, @Nullable Snapshot snapshot, long cost) {
		try {
			for (EventTimeline.Numbered each : events) {
				this.emitter.send(SseEmitter.event()
					.id(each.id())
					.name(each.type())
					.data(each.event(), MediaType.APPLICATION_JSON));
				this.toldAt = System.nanoTime();
			}
			boolean old = System.nanoTime() - this.begunAt > this.lifetime.toNanos();
			if (old || (snapshot != null && isOver(snapshot))) {
				this.over = true;
				this.emitter.complete();
				return;
			}
			if (System.nanoTime() - this.toldAt > SILENCE.toNanos()) {
				this.emitter.send(SseEmitter.event().comment("still there"));
				this.toldAt = System.nanoTime();
			}
			this.pause = events.isEmpty() ? min(this.pause.multipliedBy(2), LONGEST) : SHORTEST;
			CompletableFuture
				.delayedExecutor(Math.max(this.pause.toNanos(), cost * SHARE), TimeUnit.NANOSECONDS, this.threads)
				.execute(this::look);
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A client of the events of execution {} is gone", this.id, ex);
			this.over = true;
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	/** The documents of an end may come before others of its execution. */
	private boolean isOver(Snapshot snapshot) {
		if (EventStream.isWhole(snapshot)) {
			return true;
		}
		Execution execution = snapshot.execution();
		if (execution == null || !execution.state().isTerminal()) {
			return false;
		}
		if (this.endedAt == 0) {
			this.endedAt = System.nanoTime();
		}
		return System.nanoTime() - this.endedAt > STRAGGLERS.toNanos();
	}

	/** Whether an execution has ended and all of its documents are there. */
	static boolean isWhole(Snapshot snapshot) {
		Execution execution = snapshot.execution();
		return execution != null && execution.state().isTerminal()
				&& (execution.taskRuns() == null || snapshot.taskRuns().size() >= execution.taskRuns())
				&& snapshot.taskRuns().stream().allMatch((run) -> run.state().isTerminal());
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

}
