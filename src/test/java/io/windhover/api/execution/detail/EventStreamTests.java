package io.windhover.api.execution.detail;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.repository.Documents;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

class EventStreamTests {

	private static final Snapshot RUNNING = new Snapshot(Documents.execution(1, "hello", State.RUNNING, 2), List.of(),
			true);

	private final SseEmitter emitter = mock(SseEmitter.class);

	@Test
	void aLookThatFailsEndsTheStream() {
		IllegalStateException failure = new IllegalStateException("broken");
		EventStream stream = new EventStream((id) -> {
			throw failure;
		}, "e1", this.emitter, new EventTimeline(), Runnable::run, Duration.ofMinutes(1));
		stream.begin(List.of(), RUNNING);
		verify(this.emitter, timeout(10_000)).completeWithError(failure);
	}

	@Test
	void anOldStreamEndsOnceItHasToldWhatItKnows() throws IOException {
		EventTimeline timeline = new EventTimeline();
		List<EventTimeline.Numbered> events = timeline.next(RUNNING);
		EventStream stream = new EventStream((id) -> RUNNING, "e1", this.emitter, timeline, Runnable::run,
				Duration.ZERO);
		stream.begin(events, RUNNING);
		verify(this.emitter, times(events.size())).send(any(SseEmitter.SseEventBuilder.class));
		verify(this.emitter).complete();
		verify(this.emitter, never()).completeWithError(any());
	}

}
