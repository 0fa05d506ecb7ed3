package io.windhover.api.execution.detail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one execution in the order of their time, each once, from the histories
 * of what is known of it at one look after the other.
 */
final class EventTimeline {

	private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})");

	/** The end of the execution comes after all that ended with it. */
	private static final Comparator<Change> ORDER = Comparator.comparing(Change::at)
		.thenComparing(Change::isEnd)
		.thenComparing((change) -> Objects.requireNonNullElse(change.event().path(), ""))
		.thenComparing(Change::index);

	/** By path; empty for the execution. */
	private final Map<String, Told> told = new HashMap<>();

	private int count;

	/** Whether a text has the form of the id of an event. */
	static boolean isId(String text) {
		return ID.matcher(text.strip()).matches();
	}

	/** The changes that no look before has found. */
	List<Numbered> next(Snapshot snapshot) {
		List<Change> changes = new ArrayList<>();
		Execution execution = snapshot.execution();
		if (execution != null) {
			add("", execution.history(), changes, (change, last) -> new EventDescriptor(execution.id(), null, null,
					null, change.state(), change.at(), last ? execution.error() : null));
		}
		for (TaskRun run : snapshot.taskRuns()) {
			add(run.path(), run.history(), changes, (change, last) -> new EventDescriptor(run.executionId(), run.path(),
					run.taskId(), run.taskType(), change.state(), change.at(), last ? run.error() : null));
		}
		changes.sort(ORDER);
		List<Numbered> events = new ArrayList<>();
		changes.forEach((change) -> events.add(new Numbered(++this.count, change.event())));
		return events;
	}

	/**
	 * The changes after the one that a client has seen last. Where it cannot be told
	 * which one that was, as after an end on a machine whose clock was behind, all of
	 * them: of the two, an event that comes twice is the lesser evil.
	 * @param lastId null for all
	 */
	List<Numbered> after(@Nullable String lastId, Snapshot snapshot) {
		List<Numbered> all = next(snapshot);
		Matcher matcher = ID.matcher((lastId != null) ? lastId.strip() : "");
		if (!matcher.matches()) {
			return all;
		}
		int seen = Integer.parseInt(matcher.group(1));
		boolean same = seen > 0 && seen <= all.size() && all.get(seen - 1).id().equals(matcher.group());
		return same ? all.subList(seen, all.size()) : all;
	}

	/**
	 * What of a history is new: what stands beyond its length at the last look, or, where
	 * a task that was tried again has begun a history anew, after its last instant.
	 */
	private void add(String path, List<StateChange> history, List<Change> changes, Telling telling) {
		Told before = this.told.getOrDefault(path, Told.NOTHING);
		for (int i = 0; i < history.size(); i++) {
			StateChange change = history.get(i);
			if (i >= before.size() || change.at().isAfter(before.last())) {
				boolean last = i == history.size() - 1 && change.state().isTerminal();
				changes.add(new Change(i, change.at(), last && path.isEmpty(), telling.tell(change, last)));
				this.told.put(path, new Told(history.size(), history.get(history.size() - 1).at()));
			}
		}
	}

	/**
	 * An event with its place among those of its execution.
	 */
	record Numbered(int number, EventDescriptor event) {

		/** By which a client goes on. */
		String id() {
			Instant at = this.event.at();
			return this.number + "-" + (at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
		}

		/** The type of the event. */
		String type() {
			return (this.event.path() != null) ? "task-run" : "execution";
		}

		/** Whether nothing follows. */
		boolean isEnd() {
			State state = this.event.state();
			return this.event.path() == null && state.isTerminal();
		}

	}

	private record Change(int index, Instant at, boolean isEnd, EventDescriptor event) {
	}

	private record Told(int size, Instant last) {

		static final Told NOTHING = new Told(0, Instant.MIN);

	}

	/**
	 * Makes an event of a change.
	 */
	@FunctionalInterface
	private interface Telling {

		EventDescriptor tell(StateChange change, boolean last);

	}

}
