package io.windhover.scheduler.history;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.expectation.Expected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ten thousand flows over a year, each with other expectations, executions, pauses,
 * restarts of the scheduler and clocks that are set back, against what can be said
 * afterwards from the list of all that happened.
 */
class HistoryOracleTests {

	private static final int FLOWS = 10_000;

	private static final Instant BEGIN = Instant.parse("2025-06-01T00:00:00Z");

	private static final Instant END = Instant.parse("2026-06-01T00:00:00Z");

	private static final FlowKey FLOW = new FlowKey("prod", "nightly");

	private static final List<ZoneId> ZONES = Stream
		.of("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
		.map(ZoneId::of)
		.toList();

	@Test
	void eachMissIsReportedOnceAtItsInstantAndNoneWrongly() {
		long seed = new Random().nextLong();
		System.out.println("HistoryOracleTests: seed " + seed);
		Random random = new Random(seed);
		int missed = 0;
		for (int i = 0; i < FLOWS; i++) {
			Simulation simulation = new Simulation(new Random(random.nextLong()));
			simulation.run();
			assertThat(sorted(simulation.found)).as("seed %d, flow %d: %s", seed, i, simulation.expectations)
				.isEqualTo(sorted(simulation.oracle()));
			missed += simulation.found.size();
		}
		assertThat(missed).isGreaterThan(FLOWS);
	}

	private static List<Miss> sorted(List<Miss> misses) {
		return misses.stream().sorted(Comparator.comparing(Miss::expected).thenComparing(Miss::at)).toList();
	}

	/** What happened, when, and when the scheduler heard of it. */
	private record Heard(FlowCommand.Happened what, Instant at) {
	}

	private record Miss(Expected expected, Instant at) {
	}

	private static final class Simulation {

		final Expectations expectations;

		final List<Miss> found = new ArrayList<>();

		private final Random random;

		private final List<Heard> all = new ArrayList<>();

		private final @Nullable Instant disabledAt;

		private final Instant enabledAt;

		private @Nullable HistoryEntry entry;

		private Instant over = BEGIN;

		Simulation(Random random) {
			this.random = random;
			this.expectations = expectations();
			this.disabledAt = (random.nextInt(4) == 0) ? between(BEGIN, END) : null;
			this.enabledAt = (this.disabledAt != null) ? between(this.disabledAt, END) : BEGIN;
			happen();
		}

		private Expectations expectations() {
			List<DayOfWeek> days = new ArrayList<>();
			for (DayOfWeek day : DayOfWeek.values()) {
				if (this.random.nextInt(3) > 0) {
					days.add(day);
				}
			}
			return new Expectations(maybe() ? Duration.ofMinutes(30 + this.random.nextInt(20_000)) : null,
					maybe() ? time() : null, maybe() ? time() : null, ZONES.get(this.random.nextInt(ZONES.size())),
					maybe() ? days : List.of(), null, null, null, maybe() ? this.random.nextInt(4) : null);
		}

		private boolean maybe() {
			return this.random.nextBoolean();
		}

		/** Often near the hours at which clocks change. */
		private LocalTime time() {
			return LocalTime.of(maybe() ? this.random.nextInt(4) : this.random.nextInt(24), this.random.nextInt(60));
		}

		private Instant between(Instant from, Instant to) {
			return from.plusSeconds((long) (this.random.nextDouble() * Duration.between(from, to).toSeconds()));
		}

		private void happen() {
			int executions = this.random.nextInt(60);
			for (int i = 0; i < executions; i++) {
				Instant start = maybe() ? between(BEGIN, END) : nearDeadline();
				Instant end = start.plusMillis(1 + this.random.nextInt(maybe() ? 2000 : 7_200_000));
				if (this.disabledAt != null && !start.isBefore(this.disabledAt) && start.isBefore(this.enabledAt)) {
					// a flow that is disabled starts nothing, and what it runs goes on
					continue;
				}
				State state = (this.random.nextInt(3) == 0) ? State.FAILED : State.SUCCESS;
				String id = "e" + i;
				hear(new FlowCommand.Started(FLOW.namespace(), FLOW.id(), id, start));
				hear(new FlowCommand.Ended(FLOW.namespace(), FLOW.id(), id, state, start, start, end, null, null, null,
						1));
			}
			this.all.removeIf((each) -> each.at().isAfter(END.minusSeconds(60)) || each.what().at().isBefore(BEGIN));
			this.all.sort(Comparator.comparing(Heard::at));
		}

		/**
		 * Within a second around it, so that what is just in time is told from what is
		 * not.
		 */
		private Instant nearDeadline() {
			LocalTime time = (this.expectations.startedBy() != null) ? this.expectations.startedBy()
					: this.expectations.endedBy();
			Instant day = between(BEGIN, END);
			return (time != null) ? this.expectations.next(time, day).plusMillis(this.random.nextInt(2000) - 1000)
					: day;
		}

		private void hear(FlowCommand.Happened what) {
			this.all.add(new Heard(what, what.at().plusMillis(this.random.nextInt(2500))));
		}

		void run() {
			apply(new HistoryEvent.Watched(1, false, this.expectations, Instant.EPOCH, null), BEGIN);
			Instant now = BEGIN;
			int next = 0;
			boolean disabled = false;
			boolean enabled = false;
			while (now.isBefore(END)) {
				// a restart takes minutes, or days
				Instant until = now.plusSeconds(1 + ((this.random.nextInt(20) == 0) ? this.random.nextInt(400_000)
						: this.random.nextInt(40_000)));
				// the clock of the process is set back, by up to a day, until the next
				// time
				Duration behind = Duration.ofSeconds((this.random.nextInt(8) == 0) ? this.random.nextInt(86_400) : 0);
				while (next < this.all.size() && !this.all.get(next).at().isAfter(until)) {
					Heard heard = this.all.get(next++);
					if (!disabled && this.disabledAt != null && heard.at().isAfter(this.disabledAt)) {
						disabled = disable();
					}
					if (disabled && !enabled && heard.at().isAfter(this.enabledAt)) {
						enabled = enable();
					}
					apply(new HistoryEvent.Happened(heard.what()), heard.at().minus(behind));
				}
				if (!disabled && this.disabledAt != null && until.isAfter(this.disabledAt)) {
					disabled = disable();
				}
				if (disabled && !enabled && until.isAfter(this.enabledAt)) {
					enabled = enable();
				}
				now = until;
				Instant horizon = now.minus(behind).minus(HistoryEvent.SETTLE);
				this.over = horizon.isAfter(this.over) ? horizon : this.over;
				pass(horizon, now.minus(behind));
			}
		}

		/** As the index of what is due would. */
		private void pass(Instant horizon, Instant now) {
			Instant due = (this.entry != null) ? this.entry.due() : null;
			if (due != null && !due.isAfter(horizon)) {
				apply(new HistoryEvent.Passed(horizon), now);
			}
		}

		private boolean disable() {
			Instant at = this.disabledAt;
			if (at != null) {
				pass(at.minus(HistoryEvent.SETTLE), at);
				apply(new HistoryEvent.Watched(2, true, Expectations.NONE, at.minus(HistoryEvent.SETTLE), null), at);
			}
			return true;
		}

		private boolean enable() {
			apply(new HistoryEvent.Watched(3, false, this.expectations, Instant.EPOCH, null), this.enabledAt);
			return true;
		}

		private void apply(HistoryEvent event, Instant now) {
			HistoryTransition transition = HistoryMachine.decide(this.entry, FLOW, event, now);
			if (transition != null) {
				this.entry = transition.entry();
				transition.verdicts()
					.stream()
					.filter(HistoryVerdict::missed)
					.forEach((verdict) -> this.found.add(new Miss(verdict.expected(), verdict.at())));
			}
		}

		List<Miss> oracle() {
			List<Miss> misses = new ArrayList<>();
			Instant disabled = this.disabledAt;
			within(BEGIN, (disabled != null) ? disabled.minus(HistoryEvent.SETTLE) : this.over, BEGIN, misses);
			if (disabled != null) {
				within(this.enabledAt, this.over, this.enabledAt, misses);
			}
			failures(misses);
			return misses;
		}

		/** What was missed in a stretch of time. */
		private void within(Instant from, Instant to, Instant base, List<Miss> misses) {
			NavigableSet<Instant> successes = this.all.stream()
				.filter((each) -> each.what() instanceof FlowCommand.Ended end && end.isSuccess())
				.map((each) -> each.what().at())
				.collect(Collectors.toCollection(TreeSet::new));
			if (this.expectations.successEvery() != null) {
				every(this.expectations.successEvery(), from, to, base, successes, misses);
			}
			if (this.expectations.startedBy() != null) {
				NavigableSet<Instant> starts = this.all.stream()
					.filter((each) -> each.what() instanceof FlowCommand.Started)
					.map((each) -> each.what().at())
					.collect(Collectors.toCollection(TreeSet::new));
				daily(Expected.STARTED_BY, this.expectations.startedBy(), from, to, starts, misses);
			}
			if (this.expectations.endedBy() != null) {
				daily(Expected.ENDED_BY, this.expectations.endedBy(), from, to, successes, misses);
			}
		}

		private static void every(Duration period, Instant from, Instant to, Instant base,
				NavigableSet<Instant> successes, List<Miss> misses) {
			Instant last = base;
			for (Instant success : successes) {
				if (success.isBefore(from)) {
					continue;
				}
				if (success.isAfter(last.plus(period)) && !last.plus(period).isAfter(to)) {
					misses.add(new Miss(Expected.SUCCESS_EVERY, last.plus(period)));
				}
				if (success.isAfter(to)) {
					return;
				}
				last = success;
			}
			if (!last.plus(period).isAfter(to)) {
				misses.add(new Miss(Expected.SUCCESS_EVERY, last.plus(period)));
			}
		}

		private void daily(Expected expected, LocalTime time, Instant from, Instant to, NavigableSet<Instant> happened,
				List<Miss> misses) {
			ZoneId zone = (this.expectations.timezone() != null) ? this.expectations.timezone() : ZoneId.of("UTC");
			LocalDate day = LocalDate.ofInstant(from, zone).minusDays(1);
			for (; day.isBefore(LocalDate.ofInstant(to, zone).plusDays(2)); day = day.plusDays(1)) {
				Instant midnight = day.atStartOfDay(zone).toInstant();
				Instant due = day.atTime(time).atZone(zone).toInstant();
				boolean counts = this.expectations.days().isEmpty()
						|| this.expectations.days().contains(day.getDayOfWeek());
				if (counts && due.isAfter(from) && !due.isAfter(to)
						&& happened.subSet(midnight, true, due, true).isEmpty()) {
					misses.add(new Miss(expected, due));
				}
			}
		}

		/** In the order in which they are heard of. */
		private void failures(List<Miss> misses) {
			Integer most = this.expectations.maxFailuresInARow();
			int inARow = 0;
			Instant lastFailed = Instant.EPOCH;
			boolean missed = false;
			boolean cleared = false;
			for (Heard heard : this.all) {
				if (!(heard.what() instanceof FlowCommand.Ended end)) {
					continue;
				}
				boolean off = this.disabledAt != null && heard.at().isAfter(this.disabledAt)
						&& !heard.at().isAfter(this.enabledAt);
				if (!cleared && this.disabledAt != null && heard.at().isAfter(this.disabledAt)) {
					missed = false;
					cleared = true;
				}
				if (end.isSuccess()) {
					// one from before a failure proves nothing
					boolean after = !end.at().isBefore(lastFailed);
					inARow = after ? 0 : inARow;
					missed &= !after;
					continue;
				}
				lastFailed = end.at().isAfter(lastFailed) ? end.at() : lastFailed;
				if (++inARow > ((most != null) ? most : Integer.MAX_VALUE) && !missed && !off) {
					misses.add(new Miss(Expected.MAX_FAILURES_IN_A_ROW, end.at()));
					missed = true;
				}
			}
		}

	}

}
