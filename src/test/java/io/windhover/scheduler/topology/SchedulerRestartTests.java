package io.windhover.scheduler.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.SchedulerView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SchedulerRestartTests {

	private static final String START = "2026-05-01T10:00:00.100Z";

	@Test
	void viewIsRefilledFromTheStoreAndEmptiedAtTheEnd() {
		SchedulerDriver scheduler = new SchedulerDriver(START);
		scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "* * * * *")));
		List<SchedulerView.Scheduled> before = scheduler.schedulerState.scheduled();
		scheduler.close();
		assertThat(before).hasSize(1);
		assertThat(scheduler.schedulerState.scheduled()).isEmpty();
		scheduler.start();
		assertThat(scheduler.schedulerState.scheduled()).isEqualTo(before);
		scheduler.close();
	}

	@Test
	void missedDatesAreRecoveredAfterARestart() {
		SchedulerDriver scheduler = new SchedulerDriver(START);
		scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "* * * * *")));
		scheduler.close();
		scheduler.clock.advance(java.time.Duration.ofMinutes(10).plusSeconds(20));
		scheduler.start();
		scheduler.tick();
		assertThat(scheduler.createdDates()).containsExactly("2026-05-01T10:10:00Z");
		assertThat(scheduler.listener.events).filteredOn((event) -> event.startsWith("missed")).hasSize(9);
		scheduler.close();
	}

	/**
	 * A crash undoes all since the last commit, stores and records alike.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void crashesLoseAndDoubleNoFire(long seed) {
		Random random = new Random(seed);
		SchedulerDriver scheduler = new SchedulerDriver(START);
		scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "*/5 * * * * *", "UTC", RecoverMissed.ALL)));
		List<String> committedDates = new ArrayList<>();
		Map<String, KeptStore> committed = scheduler.committed();
		for (int i = 0; i < 200; i++) {
			scheduler.pass("PT" + random.nextInt(20) + ".5S");
			if (random.nextInt(4) == 0) {
				scheduler.close();
				scheduler.stores = committed;
				scheduler.start();
			}
			else {
				committedDates.addAll(scheduler.createdDates());
			}
			committed = scheduler.committed();
		}
		scheduler.tick();
		committedDates.addAll(scheduler.createdDates());
		Instant end = scheduler.clock.instant();
		List<String> expected = Stream.iterate(Instant.parse("2026-05-01T10:00:05Z"), (date) -> date.plusSeconds(5))
			.takeWhile((date) -> !date.isAfter(end))
			.map(Instant::toString)
			.toList();
		assertThat(committedDates).isEqualTo(expected);
		scheduler.close();
	}

	@Test
	void repeatedFireHasTheSameExecutionId() {
		SchedulerDriver scheduler = new SchedulerDriver(START);
		scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "* * * * *")));
		Map<String, KeptStore> committed = scheduler.committed();
		scheduler.pass("PT60S");
		String first = scheduler.created().get(0).executionId();
		scheduler.close();
		scheduler.stores = committed;
		scheduler.start();
		scheduler.tick();
		assertThat(scheduler.created()).singleElement()
			.satisfies((create) -> assertThat(create.executionId()).isEqualTo(first));
		scheduler.close();
	}

}
