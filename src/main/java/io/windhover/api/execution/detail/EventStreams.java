package io.windhover.api.execution.detail;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.web.ApiProperties;
import io.windhover.api.web.Problems;
import io.windhover.execution.Snapshot;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The streams of events that clients listen to, so many at most.
 */
@Component
@ConditionalOnRole(Role.API)
class EventStreams {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

	private static final long NO_TIMEOUT = 0;

	/** So that no place is held for ever by a client that nobody sees go. */
	private static final Duration LIFETIME = Duration.ofMinutes(30);

	private final ExecutionReader reader;

	private final Executor threads;

	private final int most;

	private final Semaphore free;

	EventStreams(ExecutionReader reader, @Qualifier("eventThreads") Executor threads, ApiProperties properties) {
		this.reader = reader;
		this.threads = threads;
		this.most = properties.maxEventStreams();
		this.free = new Semaphore(this.most);
	}

	/**
	 * Begins to tell of an execution.
	 * @param lastId of the last event that the client has seen; null for none
	 * @return null when the execution has ended and the client has seen all
	 */
	@Nullable SseEmitter open(String id, @Nullable String lastId) {
		if (lastId != null && !lastId.isBlank() && !EventTimeline.isId(lastId)) {
			throw Problems.badRequest("Last-Event-ID", "The header Last-Event-ID is not the id of an event.",
					"Send the id of the last event as it came, such as 7-1769860800123456, or no header to get all events.");
		}
		if (!this.free.tryAcquire()) {
			throw Problems.tooMany("%d streams of events are open, as many as may.".formatted(this.most),
					"Close some, or try again later; windhover.api.max-event-streams allows more.", RETRY_AFTER);
		}
		SseEmitter emitter = null;
		try {
			emitter = begin(id, lastId);
			return emitter;
		}
		finally {
			if (emitter == null) {
				this.free.release();
			}
		}
	}

	/** Fails with a problem when there is no such execution. */
	void require(String id) {
		this.reader.require(id);
	}

	private @Nullable SseEmitter begin(String id, @Nullable String lastId) {
		Snapshot snapshot = this.reader.require(id);
		EventTimeline timeline = new EventTimeline();
		List<EventTimeline.Numbered> events = timeline.after(lastId, snapshot);
		if (events.isEmpty() && EventStream.isWhole(snapshot)) {
			return null;
		}
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		EventStream stream = new EventStream(this.reader::require, id, emitter, timeline, this.threads, LIFETIME);
		AtomicBoolean released = new AtomicBoolean();
		emitter.onCompletion(() -> {
			stream.over();
			if (released.compareAndSet(false, true)) {
				this.free.release();
			}
		});
		stream.begin(events, snapshot);
		return emitter;
	}

}
