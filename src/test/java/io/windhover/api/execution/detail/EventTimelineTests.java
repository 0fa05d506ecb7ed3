package io.windhover.api.execution.detail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventTimelineTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final EventTimeline timeline = new EventTimeline();

	@Test
	void eachChangeIsToldOnceInTheOrderOfTime() {
		assertThat(next(execution(change(State.CREATED, 0)))).containsExactly("1 - CREATED");
		assertThat(next(execution(change(State.CREATED, 0), change(State.RUNNING, 1)),
				run("a", change(State.CREATED, 1), change(State.QUEUED, 1))))
			.containsExactly("2 - RUNNING", "3 a CREATED", "4 a QUEUED");
		Snapshot end = snapshot(execution(change(State.CREATED, 0), change(State.RUNNING, 1), change(State.FAILED, 5)),
				run("a", change(State.CREATED, 1), change(State.QUEUED, 1), change(State.RUNNING, 3),
						change(State.FAILED, 5)),
				run("b", change(State.CREATED, 2), change(State.SKIPPED, 2)));
		assertThat(told(this.timeline.next(end))).containsExactly("5 b CREATED", "6 b SKIPPED", "7 a RUNNING",
				"8 a FAILED", "9 - FAILED");
		assertThat(this.timeline.next(end)).isEmpty();
	}

	@Test
	void aClientGoesOnAfterWhatItHasSeen() {
		Snapshot snapshot = snapshot(execution(change(State.CREATED, 0), change(State.RUNNING, 1)),
				run("a", change(State.CREATED, 1), change(State.QUEUED, 1)));
		List<EventTimeline.Numbered> all = this.timeline.after(null, snapshot);
		for (int seen = 1; seen <= all.size(); seen++) {
			assertThat(new EventTimeline().after(all.get(seen - 1).id(), snapshot))
				.isEqualTo(all.subList(seen, all.size()));
		}
		for (String unknown : List.of("", "x", "9-1", "0-0", "2-1", all.get(1).id() + "0")) {
			assertThat(new EventTimeline().after(unknown, snapshot)).as(unknown).isEqualTo(all);
		}
	}

	@Test
	void whatClocksThatDifferMakeAmbiguousIsToldAgain() {
		Execution running = execution(change(State.CREATED, 0), change(State.RUNNING, 1));
		TaskRun first = run("a", change(State.CREATED, 9));
		List<EventTimeline.Numbered> seen = this.timeline.after(null, snapshot(running, first));
		Snapshot later = snapshot(running, first, run("b", change(State.CREATED, 4)));
		assertThat(told(this.timeline.next(later))).containsExactly("4 b CREATED");
		assertThat(new EventTimeline().after(seen.get(2).id(), later)).hasSize(4);
	}

	@Test
	void aHistoryThatBeginsAnewLosesNothing() {
		next(execution(change(State.RUNNING, 0)),
				run("hold", change(State.RUNNING, 0), change(State.PAUSED, 1), change(State.RUNNING, 2)));
		assertThat(next(execution(change(State.RUNNING, 0)), run("hold", change(State.RUNNING, 0)))).isEmpty();
		assertThat(next(execution(change(State.RUNNING, 0)),
				run("hold", change(State.RUNNING, 0), change(State.PAUSED, 7))))
			.containsExactly("5 hold PAUSED");
		assertThat(next(execution(change(State.RUNNING, 0)),
				run("hold", change(State.RUNNING, 0), change(State.PAUSED, 7), change(State.RUNNING, 8))))
			.containsExactly("6 hold RUNNING");
	}

	private List<String> next(Execution execution, TaskRun... runs) {
		return told(this.timeline.next(snapshot(execution, runs)));
	}

	private static List<String> told(List<EventTimeline.Numbered> events) {
		return events.stream()
			.map((each) -> "%d %s %s".formatted(each.number(), path(each.event().path()), each.event().state()))
			.toList();
	}

	private static String path(@Nullable String path) {
		return (path != null) ? path : "-";
	}

	private static Snapshot snapshot(Execution execution, TaskRun... runs) {
		return new Snapshot(execution, new ArrayList<>(List.of(runs)), true);
	}

	private static Execution execution(StateChange... history) {
		return new Execution("e", "test", "sample", 1, history[history.length - 1].state(), List.of(history), Map.of(),
				Map.of(), null, null, START, null, null, null, null, false, history.length);
	}

	private static TaskRun run(String path, StateChange... history) {
		return new TaskRun("e." + path, "e", "test", "sample", 1, path, path, "test",
				history[history.length - 1].state(), List.of(history), 1, List.of(), 0, START, null, null,
				history.length);
	}

	private static StateChange change(State state, int second) {
		return new StateChange(state, START.plusSeconds(second));
	}

}
