package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.InputsSize;
import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.machine.DueDates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class SchedulerTopologyTests {

	private static final String TOO_LARGE = "x".repeat(InputsSize.MAX);

	private final List<Runnable> waiting = new ArrayList<>();

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T09:59:30Z", this.waiting::add);

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void namesOfNodesAndStoresArePinned() {
		String description = SchedulerDriver
			.topology((name) -> new KeptStore(name, Map.of()).supplier(), this.scheduler.schedulerState,
					this.scheduler.evaluations, new ListenerList<>(List.of()), () -> false, this.scheduler.clock)
			.describe()
			.toString();
		// the stores of a processor are listed in no order
		assertThat(description.replaceFirst("stores: \\[[^]]*]", "stores: ..")).isEqualToNormalizingNewlines("""
				Topologies:
				   Sub-topology: 0
				    Source: flow-commands-source (topics: [test-flow-commands])
				      --> scheduler
				    Source: trigger-commands-source (topics: [test-trigger-commands])
				      --> scheduler
				    Processor: scheduler (stores: ..)
				      --> execution-commands-sink, flow-commands-sink, flow-histories-sink, flows-sink, triggers-sink
				      <-- flow-commands-source, trigger-commands-source
				    Sink: execution-commands-sink (topic: test-execution-commands)
				      <-- scheduler
				    Sink: flow-commands-sink (topic: test-flow-commands)
				      <-- scheduler
				    Sink: flow-histories-sink (topic: test-flow-histories)
				      <-- scheduler
				    Sink: flows-sink (topic: test-flows)
				      <-- scheduler
				    Sink: triggers-sink (topic: test-triggers)
				      <-- scheduler

				""");
	}

	@Test
	void namesOfChangelogsArePinned() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		assertThat(this.scheduler.producedTopics()).containsExactlyInAnyOrder("test-flows-changelog",
				"test-triggers-changelog", "test-due-changelog", "test-histories-changelog", "test-flows",
				"test-triggers");
	}

	@Test
	void scheduleFiresAtItsDateWithAllThatTheExecutionNeeds() {
		Flow flow = Flows.flow("nightly", 3, Flows.schedule("at-ten", "0 10 * * *"));
		this.scheduler.store(flow);
		this.scheduler.pass("PT29S");
		assertThat(this.scheduler.created()).isEmpty();
		this.scheduler.pass("PT1.25S");
		ExecutionCommand.Create create = this.scheduler.created().get(0);
		assertThat(create.flow()).isEqualTo(flow.ref());
		assertThat(create.inputs()).isEqualTo(Map.of("by", "at-ten"));
		assertThat(create.labels()).isEqualTo(Map.of("team", "a"));
		assertThat(create.at()).isEqualTo("2026-05-01T10:00:00.250Z");
		assertThat(SchedulerDriver.date(create)).isEqualTo("2026-05-01T10:00:00Z");
		assertThat(create.executionId()).isEqualTo("9e30aeb7-4c39-3766-ae73-5ea952432d79");
		assertThat(this.scheduler.listener.events).containsExactly("fired demo/nightly schedule PT0.25S");
	}

	@Test
	void firePlansTheNextDateAndTellsIt() {
		this.scheduler.store(Flows.flow("nightly", 3, Flows.schedule("at-ten", "0 10 * * *")));
		assertThat(this.scheduler.states().get("demo/nightly/at-ten")).extracting(TriggerState::next)
			.isEqualTo(Instant.parse("2026-05-01T10:00:00Z"));
		this.scheduler.pass("PT31S");
		assertThat(this.scheduler.states()).containsEntry("demo/nightly/at-ten",
				new TriggerState("demo", "nightly", 3, "at-ten", "schedule", "0 10 * * *", "UTC",
						Instant.parse("2026-05-02T10:00:00Z"), Instant.parse("2026-05-01T10:00:00Z"),
						this.scheduler.created().get(0).executionId(), false, Instant.parse("2026-05-01T10:00:01Z"), 3,
						null));
	}

	@Test
	void newTriggerDoesNotFireForDatesBeforeIt() {
		this.scheduler.pass("PT30S");
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.tick();
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.state("demo/nightly/at-ten").next()).isEqualTo("2026-05-02T10:00:00Z");
	}

	@Test
	void triggersOfOneFlowFireEachAtTheirOwnDate() {
		this.scheduler.store(
				Flows.flow("two", 1, Flows.schedule("minutely", "* * * * *"), Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.pass("PT30S");
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).extracting((create) -> create.inputs().get("by"))
			.containsExactlyInAnyOrder("minutely", "at-ten", "minutely");
	}

	@Test
	void flowStoredAgainKeepsADateThatIsDue() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.clock.advance(Duration.ofSeconds(31));
		this.scheduler.store(Flows.flow("nightly", 2, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.tick();
		this.scheduler.store(Flows.flow("nightly", 3, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.tick();
		assertThat(this.scheduler.created()).singleElement()
			.satisfies((create) -> assertThat(create.flow().revision()).isEqualTo(2));
		assertThat(this.scheduler.state("demo/nightly/at-ten")).satisfies((state) -> {
			assertThat(state.revision()).isEqualTo(3);
			assertThat(state.last()).isEqualTo("2026-05-01T10:00:00Z");
		});
	}

	@Test
	void flowRecordReadTwiceChangesNothing() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.states();
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("at-ten", "0 10 * * *")));
		assertThat(this.scheduler.states()).isEmpty();
	}

	@Test
	void newDatesBeginNowAndOldOnesThatAreDueStillFire() {
		this.scheduler.store(Flows.flow("nightly", 1, Flows.schedule("t", "0 10 * * *")));
		this.scheduler.clock.advance(Duration.ofSeconds(31));
		this.scheduler.store(Flows.flow("nightly", 2, Flows.schedule("t", "5 10 * * *")));
		this.scheduler.tick();
		this.scheduler.pass("PT5M");
		assertThat(this.scheduler.created()).extracting(SchedulerDriver::date, (create) -> create.flow().revision())
			.containsExactly(tuple(Instant.parse("2026-05-01T10:00:00Z"), 1),
					tuple(Instant.parse("2026-05-01T10:05:00Z"), 2));
	}

	@Test
	void triggerThatGoesFiresNoMoreAndLeavesATombstone() {
		this.scheduler.store(
				Flows.flow("two", 1, Flows.schedule("minutely", "* * * * *"), Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.store(Flows.flow("two", 2, Flows.schedule("at-ten", "0 10 * * *")));
		assertThat(this.scheduler.states()).containsEntry("demo/two/minutely", null);
		this.scheduler.pass("PT31S");
		assertThat(this.scheduler.created()).extracting((create) -> create.inputs().get("by"))
			.containsExactly("at-ten");
	}

	@Test
	void deletedFlowLeavesNothing() {
		this.scheduler.store(Flows.flow("two", 1, Flows.schedule("minutely", "* * * * *"),
				Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.store(Flows.flow("two-more", 1, Flows.schedule("at-ten", "0 10 * * *")));
		this.scheduler.delete("demo/two");
		assertThat(this.scheduler.states()).containsEntry("demo/two/minutely", null)
			.containsEntry("demo/two/poll", null);
		assertThat(this.scheduler.schedulerState.scheduled()).extracting((each) -> each.state().key())
			.containsExactly("demo/two-more/at-ten");
		// a deleted flow leaves the number of its last revision
		assertThat(sizes()).isEqualTo(Map.of("flows", 2L, "triggers", 1L, "due", 1L, "slots", 0L, "histories", 1L));
		this.scheduler.pass("PT31S");
		assertThat(this.scheduler.created()).hasSize(1);
		assertThat(this.waiting).isEmpty();
	}

	@Test
	void scheduleWithoutAFurtherDateIsKeptWithoutOne() {
		this.scheduler.store(Flows.flow("never", 1, Flows.schedule("t", "0 0 30 2 *")));
		this.scheduler.pass("P366D");
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.state("demo/never/t").next()).isNull();
		assertThat(sizes()).containsEntry("due", 0L);
	}

	@Test
	void tickReadsOnlyWhatIsDue() {
		for (int i = 0; i < 2000; i++) {
			this.scheduler
				.store(Flows.flow("flow-" + i, 1, Flows.schedule("t", (i % 1000 == 0) ? "0 10 * * *" : "0 11 * * *")));
		}
		// what is known of each flow is told to others, some at a time
		for (int i = 0; i < 5; i++) {
			this.scheduler.tick();
		}
		this.scheduler.stores.values().forEach((store) -> store.reads = 0);
		this.scheduler.pass("PT31S");
		assertThat(this.scheduler.created()).hasSize(2);
		assertThat(this.scheduler.stores.values()).extracting((store) -> store.reads)
			.allSatisfy((reads) -> assertThat(reads).isLessThan(20));
	}

	@Test
	void aLongAbsenceIsCaughtUpOverSeveralTicks() {
		this.scheduler.store(Flows.flow("busy", 1, Flows.schedule("t", "* * * * * *", "UTC", RecoverMissed.ALL)));
		this.scheduler.pass("PT500S");
		assertThat(this.scheduler.createdDates()).hasSize(DueDates.MAX_FIRES);
		for (int i = 0; i < 9; i++) {
			this.scheduler.tick();
		}
		assertThat(this.scheduler.createdDates()).hasSize(9 * DueDates.MAX_FIRES);
		this.scheduler.tick();
		assertThat(this.scheduler.createdDates()).isEmpty();
	}

	@Test
	void missedDatesAreCountedWithTheirReason() {
		this.scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "* * * * *")));
		this.scheduler.store(Flows.flow("b", 1, Flows.schedule("t", "* * * * *", "UTC", RecoverMissed.NONE)));
		this.scheduler.pass("PT3M15S");
		assertThat(this.scheduler.listener.events.stream()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
			.isEqualTo(Map.of("missed demo/a schedule recover-last", 2L, "fired demo/a schedule PT45S", 1L,
					"missed demo/b schedule recover-none", 3L));
	}

	@Test
	void triggerWhoseInputsAreTooLargeStartsNothingAndTheOthersGoOn() {
		this.scheduler.store(Flows.flow("two", 1, Flows.schedule("large", "* * * * *", TOO_LARGE),
				Flows.schedule("small", "* * * * *")));
		this.scheduler.pass("PT30S");
		this.scheduler.pass("PT1S");
		this.scheduler.command(new TriggerCommand.Fire("demo", "two", "large", this.scheduler.now(), "r1"));
		this.scheduler.pass("PT59S");
		assertThat(this.scheduler.created()).extracting(ExecutionCommand.Create::inputs)
			.containsExactly(Map.of("by", "small"), Map.of("by", "small"));
		assertThat(this.scheduler.detail("two", "large").missed()).containsEntry(MissedReason.INPUTS_FAILED, 3L);
		assertThat(this.scheduler.listener.events).filteredOn("missed demo/two schedule inputs-failed"::equals)
			.hasSize(3);
		assertThat(this.scheduler.detail("two", "large")).satisfies((detail) -> {
			assertThat(detail.scheduled().failures()).isNotNull().satisfies((failures) -> {
				assertThat(failures.total()).isEqualTo(3);
				assertThat(failures.consecutive()).isEqualTo(3);
				assertThat(failures.lastError()).startsWith("inputs and labels are");
			});
			assertThat(detail.lastEvaluation()).isNotNull()
				.extracting(SchedulerView.Evaluation::fired)
				.isEqualTo(false);
		});
		assertThat(this.scheduler.detail("two", "small").scheduled().failures())
			.isEqualTo(SchedulerView.EvaluationFailures.NONE);
		assertThat(this.scheduler.state("demo/two/large")).satisfies((state) -> {
			assertThat(state.next()).isEqualTo("2026-05-01T10:02:00Z");
			assertThat(state.last()).isNull();
			assertThat(state.lastExecutionId()).isNull();
		});
		this.scheduler.store(Flows.flow("two", 2, Flows.schedule("large", "* * * * *")));
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).singleElement()
			.extracting(ExecutionCommand.Create::inputs)
			.isEqualTo(Map.of("by", "large"));
		assertThat(this.scheduler.detail("two", "large")).satisfies((detail) -> {
			assertThat(detail.scheduled().failures()).isNotNull().satisfies((failures) -> {
				assertThat(failures.total()).isEqualTo(3);
				assertThat(failures.consecutive()).isZero();
			});
			assertThat(detail.lastEvaluation()).isNotNull().satisfies((last) -> {
				assertThat(last.fired()).isTrue();
				assertThat(last.error()).isNull();
			});
		});
	}

	@Test
	void inputsAsLargeAsTheyMayBeFire() {
		String most = "x".repeat(InputsSize.MAX - "[{'by':''},{}]".length());
		this.scheduler.store(Flows.flow("a", 1, Flows.schedule("t", "* * * * *", most)));
		this.scheduler.pass("PT30S");
		assertThat(this.scheduler.created()).hasSize(1);
		this.scheduler.store(Flows.flow("a", 2, Flows.schedule("t", "* * * * *", most + "x")));
		this.scheduler.pass("PT60S");
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void pollWhoseInputsAreTooLargeStartsNothing() {
		PollingTrigger poll = new PollingTrigger("poll", "test-poll", Duration.ofSeconds(5), Map.of("text", "fire"),
				Map.of("by", TOO_LARGE));
		this.scheduler.store(Flows.flow("poller", 1, poll));
		this.scheduler.pass("PT5S");
		this.waiting.remove(0).run();
		this.scheduler.command(this.scheduler.outcomes.get(0));
		assertThat(this.scheduler.created()).isEmpty();
		assertThat(this.scheduler.listener.events).contains("missed demo/poller test-poll inputs-failed");
		assertThat(this.scheduler.state("demo/poller/poll").last()).isNull();
	}

	@Test
	void pollingTriggerIsEvaluatedOffTheStreamThreadAndFiresByItsOutcome() {
		this.scheduler.store(Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.pass("PT5S");
		assertThat(this.waiting).hasSize(1);
		assertThat(this.scheduler.state("demo/poller/poll").next()).isEqualTo("2026-05-01T09:59:40Z");
		this.waiting.remove(0).run();
		assertThat(this.scheduler.created()).isEmpty();
		Evaluated outcome = this.scheduler.outcomes.get(0);
		this.scheduler.command(outcome);
		this.scheduler.command(outcome);
		assertThat(this.scheduler.created()).singleElement().satisfies((create) -> {
			assertThat(SchedulerDriver.date(create)).isEqualTo("2026-05-01T09:59:35Z");
			assertThat(create.trigger()).extracting("variables").isEqualTo(Map.of("seen", "2026-05-01T09:59:35Z"));
			assertThat(create.inputs()).isEqualTo(Map.of("by", "poll"));
		});
		assertThat(this.scheduler.state("demo/poller/poll").last()).isEqualTo("2026-05-01T09:59:35Z");
	}

	@Test
	void outcomeThatDoesNotFireStartsNothing() {
		this.scheduler.store(Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(5), "wait")));
		this.scheduler.pass("PT5S");
		this.waiting.remove(0).run();
		this.scheduler.command(this.scheduler.outcomes.get(0));
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void outcomeOfAnotherFormOfTheTriggerStartsNothing() {
		this.scheduler.store(Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.pass("PT5S");
		this.waiting.remove(0).run();
		this.scheduler.store(Flows.flow("poller", 2, Flows.polling("poll", Duration.ofSeconds(5), "wait")));
		this.scheduler.command(this.scheduler.outcomes.get(0));
		this.scheduler.delete("demo/poller");
		this.scheduler.command(this.scheduler.outcomes.get(0));
		assertThat(this.scheduler.created()).isEmpty();
	}

	@Test
	void outcomeIsActedUponUnderALaterRevisionWithTheSameForm() {
		this.scheduler.store(Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.pass("PT5S");
		this.waiting.remove(0).run();
		this.scheduler.store(Flows.flow("poller", 2, Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.command(this.scheduler.outcomes.get(0));
		assertThat(this.scheduler.created()).singleElement()
			.satisfies((create) -> assertThat(create.flow().revision()).isEqualTo(2));
	}

	@Test
	void evaluationIsLeftOutWhileThePreviousOneRuns() {
		this.scheduler.store(Flows.flow("poller", 1, Flows.polling("poll", Duration.ofSeconds(5), "fire")));
		this.scheduler.pass("PT5S");
		this.scheduler.pass("PT5S");
		assertThat(this.waiting).hasSize(1);
		assertThat(this.scheduler.listener.events).containsExactly("missed demo/poller test-poll still-evaluating");
	}

	private Map<String, Long> sizes() {
		return this.scheduler.stores.values()
			.stream()
			.collect(Collectors.toMap(KeptStore::name, KeptStore::approximateNumEntries));
	}

}
