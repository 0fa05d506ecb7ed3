package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.Flow;
import io.windhover.scheduler.Flows;
import org.assertj.core.api.Condition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scheduler as the one writer of flows.
 */
class FlowRevisionsTests {

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:00Z");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void sourcesOfOneFlowGetRevisionsOfTheirOwnAndEachIsReadableUnderIts() {
		store("first", "c1");
		store("second", "c2");
		Map<String, @Nullable Flow> flows = this.scheduler.flows();
		assertThat(flows.get("demo/a/1")).isNotNull().extracting(Flow::source).isEqualTo("first");
		assertThat(flows.get("demo/a/2")).isNotNull().extracting(Flow::source).isEqualTo("second");
		assertThat(flows.get("demo/a")).isNotNull().isEqualTo(flows.get("demo/a/2"));
	}

	@Test
	void sourceThatIsStoredAlreadyKeepsItsRevisionAndAnswersTheChange() {
		store("first", "c1");
		this.scheduler.flows();
		this.scheduler.clock.advance(Duration.ofMinutes(1));
		store("first", "c2");
		assertThat(this.scheduler.flows()).containsOnlyKeys("demo/a")
			.hasValueSatisfying(new Condition<>(
					(flow) -> flow.revision() == 1 && "c2".equals(flow.change())
							&& Instant.parse("2026-05-01T10:00:00Z").equals(flow.updatedAt()),
					"revision 1, as it was stored"));
	}

	@Test
	void revisionsGoOnCountingAfterADeletion() {
		store("first", "c1");
		store("second", "c2");
		this.scheduler.delete("demo/a");
		assertThat(this.scheduler.flows()).containsEntry("demo/a", null)
			.doesNotContainEntry("demo/a/1", null)
			.doesNotContainEntry("demo/a/2", null);
		store("second", "c3");
		assertThat(this.scheduler.flows()).containsOnlyKeys("demo/a", "demo/a/3");
	}

	@Test
	void revisionsOfADeletedFlowAreForgottenOnceNobodyHasNeededThemForAWhile() {
		store("first", "c1");
		store("second", "c2");
		this.scheduler.delete("demo/a");
		this.scheduler.flows();
		this.scheduler.pass("PT23H");
		this.scheduler.flow(new FlowCommand.Keep("demo", "a", this.scheduler.now()));
		this.scheduler.pass("PT23H");
		assertThat(this.scheduler.flows()).as("an execution runs one").isEmpty();
		this.scheduler.pass("PT2H");
		assertThat(this.scheduler.flows()).containsOnlyKeys("demo/a/1", "demo/a/2")
			.allSatisfy((key, flow) -> assertThat(flow).isNull());
		this.scheduler.pass("PT48H");
		this.scheduler.flow(new FlowCommand.Keep("demo", "a", this.scheduler.now()));
		assertThat(this.scheduler.flows()).as("forgotten once").isEmpty();
		store("second", "c3");
		assertThat(this.scheduler.flows()).containsOnlyKeys("demo/a", "demo/a/3");
		this.scheduler.pass("PT48H");
		assertThat(this.scheduler.flows()).as("no deleted flow").isEmpty();
	}

	@Test
	void revisionsAreForgottenInTurns() {
		for (int i = 1; i <= 600; i++) {
			store("source " + i, "c" + i);
		}
		this.scheduler.delete("demo/a");
		this.scheduler.flows();
		this.scheduler.pass("PT25H");
		assertThat(this.scheduler.flows()).hasSize(600).allSatisfy((key, flow) -> assertThat(flow).isNull());
	}

	@Test
	void forgettingIsNotContinuedForAFlowThatWasDeletedAgain() {
		store("first", "c1");
		this.scheduler.delete("demo/a");
		this.scheduler.flows();
		this.scheduler.flow(new FlowCommand.Forget("demo", "a", 1, this.scheduler.now()));
		assertThat(this.scheduler.flows()).isEmpty();
	}

	@Test
	void timeWithoutASchedulerCountsForNothing() {
		store("first", "c1");
		this.scheduler.delete("demo/a");
		this.scheduler.flows();
		this.scheduler.close();
		this.scheduler.clock.advance(Duration.ofDays(3));
		this.scheduler.start();
		this.scheduler.pass("PT2M");
		this.scheduler.flow(new FlowCommand.Keep("demo", "a", this.scheduler.now()));
		this.scheduler.pass("PT2H");
		assertThat(this.scheduler.flows()).isEmpty();
		this.scheduler.pass("PT24H");
		assertThat(this.scheduler.flows()).containsOnlyKeys("demo/a/1");
	}

	@Test
	void changeThatComesTooLateIsLeftOut() {
		store("first", "c1");
		this.scheduler.flows();
		Instant until = this.scheduler.now().plusSeconds(10);
		FlowCommand late = new FlowCommand.Store(flow("second"), "c2", this.scheduler.now(), until);
		FlowCommand deletion = new FlowCommand.Delete("demo", "a", this.scheduler.now(), until);
		this.scheduler.clock.advance(Duration.ofSeconds(11));
		this.scheduler.flow(late);
		this.scheduler.flow(deletion);
		assertThat(this.scheduler.flows()).isEmpty();
	}

	private void store(String source, String change) {
		Instant now = this.scheduler.now();
		this.scheduler.flow(new FlowCommand.Store(flow(source), change, now, now));
	}

	private static Flow flow(String source) {
		return Flows.flow("a", 0).withSource(source);
	}

}
