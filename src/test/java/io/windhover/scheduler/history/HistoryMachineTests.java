package io.windhover.scheduler.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.PauseNote;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes late, out of order, or from a clock that is wrong.
 */
class HistoryMachineTests {

	private static final FlowKey FLOW = new FlowKey("prod", "nightly");

	private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

	private static final Expectations HOURLY = new Expectations(Duration.ofHours(1), null, null, null, List.of(), null,
			null, null, 0);

	private static final Expectations SHORT = new Expectations(null, null, null, null, List.of(), Duration.ofMinutes(1),
			null, null, null);

	private @Nullable HistoryEntry entry;

	private final List<HistoryVerdict> verdicts = new ArrayList<>();

	@Test
	void otherExpectationsAfterARestartDecideNothingThatWasNotHeard() {
		watch(HOURLY, START);
		Instant later = START.plus(Duration.ofHours(2));
		watch(HOURLY.orElse(SHORT), later);
		assertThat(this.verdicts).isEmpty();
		end("e1", State.SUCCESS, START.plus(Duration.ofMinutes(50)), later);
		apply(new HistoryEvent.Passed(START.plus(Duration.ofMinutes(70))), later);
		assertThat(this.verdicts).isEmpty();
	}

	@Test
	void clockThatIsAheadDecidesNothingInTheFuture() {
		watch(HOURLY, START);
		end("e1", State.SUCCESS, START.plus(Duration.ofHours(3)), START.plusSeconds(60));
		assertThat(this.verdicts).isEmpty();
	}

	@Test
	void successFromBeforeAFailureProvesNothing() {
		watch(HOURLY, START);
		end("e2", State.FAILED, START.plusSeconds(8), START.plusSeconds(8));
		end("e1", State.SUCCESS, START.plusSeconds(7), START.plusSeconds(9));
		assertThat(this.verdicts).extracting(HistoryVerdict::missed).containsExactly(true);
		assertThat(Objects.requireNonNull(this.entry).history().failuresInARow()).isEqualTo(1);
		end("e3", State.SUCCESS, START.plusSeconds(9), START.plusSeconds(9));
		assertThat(this.verdicts).extracting(HistoryVerdict::missed).containsExactly(true, false);
	}

	@Test
	void allThatTakeTooLongHaveEndedBeforeThatIsMet() {
		watch(SHORT, START);
		int many = HistoryMachine.MOST_OVERRAN + 2;
		Instant late = START.plusSeconds(90);
		for (int i = 0; i < many; i++) {
			apply(new HistoryEvent.Happened(new FlowCommand.Overran("prod", "nightly", "e" + i, START.plusSeconds(60))),
					late);
		}
		for (int i = 0; i < many; i++) {
			assertThat(this.verdicts).as("after %d", i).allMatch(HistoryVerdict::missed);
			end("e" + i, State.SUCCESS, late, late);
		}
		assertThat(this.verdicts).last().extracting(HistoryVerdict::missed).isEqualTo(false);
	}

	@Test
	void anotherLimitBeginsAnew() {
		watch(SHORT, START);
		apply(new HistoryEvent.Happened(new FlowCommand.Overran("prod", "nightly", "e1", START.plusSeconds(60))),
				START.plusSeconds(61));
		watch(new Expectations(null, null, null, null, List.of(), Duration.ofHours(2), null, null, null),
				START.plusSeconds(70));
		assertThat(this.verdicts).extracting(HistoryVerdict::missed).containsExactly(true, false);
		assertThat(Objects.requireNonNull(this.entry).overran()).isEmpty();
	}

	@Test
	void whoDisabledAFlowFirstIsKnownUntilItIsEnabled() {
		FlowHistory.Disabling ada = new FlowHistory.Disabling(START, new PauseNote("ada", "the warehouse moves"));
		FlowHistory.Disabling grace = new FlowHistory.Disabling(START.plusSeconds(1), new PauseNote("grace", null));
		assertThat(disabled(1, ada)).isEqualTo(ada);
		assertThat(disabled(2, grace)).isEqualTo(ada);
		watch(SHORT, START.plusSeconds(2));
		assertThat(Objects.requireNonNull(this.entry).history().disabling()).isNull();
		assertThat(disabled(4, grace)).isEqualTo(grace);
	}

	private FlowHistory.@Nullable Disabling disabled(int revision, FlowHistory.Disabling disabling) {
		apply(new HistoryEvent.Watched(revision, true, Expectations.NONE, Instant.EPOCH, disabling), START);
		return Objects.requireNonNull(this.entry).history().disabling();
	}

	private void watch(Expectations expectations, Instant now) {
		apply(new HistoryEvent.Watched(1, false, expectations, Instant.EPOCH, null), now);
	}

	private void end(String id, State state, Instant at, Instant now) {
		apply(new HistoryEvent.Happened(
				new FlowCommand.Ended("prod", "nightly", id, state, START, START, at, null, null, null, 1)), now);
	}

	private void apply(HistoryEvent event, Instant now) {
		HistoryTransition transition = Objects.requireNonNull(HistoryMachine.decide(this.entry, FLOW, event, now));
		this.entry = transition.entry();
		this.verdicts.addAll(transition.verdicts());
	}

}
