package io.windhover.scheduler;

import java.time.Instant;
import java.util.List;

import io.windhover.flow.ScheduleTrigger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleBoardTests {

	private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

	private final ScheduleBoard board = new ScheduleBoard((key) -> key.startsWith("demo/b/"));

	@Test
	void listsTheTriggersOfAllTasksInTheOrderOfTheirKeys() {
		this.board.opened("0_1", List.of(entry("c")));
		this.board.opened("0_0", List.of(entry("a")));
		this.board.saved("0_0", entry("b").state());
		assertThat(this.board.scheduled()).containsExactly(new SchedulerView.Scheduled(entry("a").state(), false),
				new SchedulerView.Scheduled(entry("b").state(), true),
				new SchedulerView.Scheduled(entry("c").state(), false));
		this.board.removed("0_0", entry("a").state());
		this.board.closed("0_1");
		assertThat(this.board.scheduled()).extracting((each) -> each.state().flowId()).containsExactly("b");
	}

	@Test
	void isReadyWhenItsTopologyRunsAndHasTicked() {
		assertThat(this.board.isReady()).isFalse();
		this.board.runs(() -> true);
		assertThat(this.board.isReady()).isFalse();
		assertThat(this.board.lastTick()).isNull();
		this.board.ticked(NOW);
		assertThat(this.board.isReady()).isTrue();
		assertThat(this.board.lastTick()).isEqualTo(NOW);
		this.board.runs(() -> false);
		assertThat(this.board.isReady()).isFalse();
	}

	private static TriggerEntry entry(String flow) {
		ScheduleTrigger trigger = Flows.schedule("t", "0 * * * *");
		return TriggerEntry.first(Flows.flow(flow, 1, trigger), trigger, NOW);
	}

}
