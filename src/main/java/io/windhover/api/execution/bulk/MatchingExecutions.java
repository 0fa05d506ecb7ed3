package io.windhover.api.execution.bulk;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.execution.ExecutionReader;
import io.windhover.execution.Execution;
import org.jspecify.annotations.Nullable;

/**
 * The executions that match a filter, a page at a time, the newest first. Each comes
 * once, also while those that came before no longer match it: a page begins by date where
 * the one before ended.
 */
final class MatchingExecutions {

	/** Of the dates that repositories list by. */
	private static final ChronoUnit STEP = ChronoUnit.MICROS;

	private final ExecutionReader reader;

	private final ActOnExecutions.Filter filter;

	private final int size;

	/** Those that repositories may list only later. */
	private final Set<String> recent = new HashSet<>();

	/** Those that came and are as old as the last. */
	private final Set<String> last = new HashSet<>();

	private @Nullable Instant lastAt;

	private Instant before;

	private int page;

	private long total = -1;

	MatchingExecutions(ExecutionReader reader, ActOnExecutions.Filter filter, Instant now, int size) {
		this.reader = reader;
		this.filter = filter;
		this.before = filter.end(now);
		this.size = size;
	}

	/**
	 * About how many there are; 0 before the first page.
	 */
	long total() {
		return Math.max(0, this.total);
	}

	/** Those of the next page; empty after the last. */
	List<Execution> next() {
		if (this.total < 0) {
			this.total = this.reader.stored(this.filter.query(this.before, 0, 1)).total();
			List<Execution> first = this.reader.recentOnly(this.filter.query(this.before, 0, this.size));
			first.forEach((each) -> this.recent.add(each.id()));
			if (!first.isEmpty()) {
				return first;
			}
		}
		while (true) {
			List<Execution> stored = this.reader.stored(this.filter.query(this.before, this.page, this.size)).items();
			if (stored.isEmpty()) {
				return List.of();
			}
			List<Execution> unseen = stored.stream()
				.filter((each) -> !this.recent.contains(each.id()) && !this.last.contains(each.id()))
				.toList();
			moveBehind(stored);
			if (!unseen.isEmpty()) {
				return unseen;
			}
			if (stored.size() < this.size) {
				return List.of();
			}
		}
	}

	private void moveBehind(List<Execution> stored) {
		Instant at = date(stored.get(stored.size() - 1));
		Instant next = at.plus(1, STEP);
		if (next.isBefore(this.before)) {
			this.before = next;
			this.page = 0;
		}
		else {
			// all of the page are of one date
			this.page++;
		}
		if (!at.equals(this.lastAt)) {
			this.last.clear();
			this.lastAt = at;
		}
		stored.stream().filter((each) -> date(each).equals(at)).forEach((each) -> this.last.add(each.id()));
	}

	private static Instant date(Execution execution) {
		return execution.createdAt().truncatedTo(STEP);
	}

}
