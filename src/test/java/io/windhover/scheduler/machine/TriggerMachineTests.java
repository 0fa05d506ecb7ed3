package io.windhover.scheduler.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.json.InputsSize;
import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.flow.Trigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TriggerMachineTests {

	private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

	private static final Duration MISSED_AFTER = Duration.ofSeconds(10);

	private static final int SEQUENCES = 500;

	private static final int EVENTS = 60;

	private final long seed = Long.getLong("seed", System.nanoTime());

	@Test
	void everyDateOfAScheduleFiresOrIsMissedOnceWhateverHappensToIt() {
		for (int i = 0; i < SEQUENCES; i++) {
			Random random = new Random(this.seed + i);
			RecoverMissed recover = List.of(RecoverMissed.values()).get(random.nextInt(3));
			Story story = new Story(random,
					new ScheduleTrigger("t", "* * * * *", ZoneId.of("UTC"), null, recover, Map.of()));
			story.run();
			long passed = Duration.between(START, story.now).toMinutes();
			assertThat(story.planned + story.missed).as("seed %d", this.seed + i).isEqualTo(passed);
		}
	}

	@Test
	void outcomeAndRequestOfAPollFireOnceHoweverOftenTheyCome() {
		for (int i = 0; i < SEQUENCES; i++) {
			Random random = new Random(this.seed + i);
			Story story = new Story(random, new PollingTrigger("t", "test", Duration.ofMinutes(1), Map.of(), Map.of()));
			story.run();
			assertThat(story.fired).as("seed %d", this.seed + i).isNotEmpty();
		}
	}

	@Test
	void webhookHasNoDatesAndIsPausedAndResumed() {
		WebhookTrigger webhook = new WebhookTrigger("t", "", Map.of(), null);
		Flow flow = Flows.flow("a", 1, webhook);
		TriggerEntry entry = TriggerEntry.first(flow, webhook, START);
		assertThat(entry.state().next()).isNull();
		for (TriggerCommand command : List.of(new TriggerCommand.Pause("demo", "a", "t", START),
				new TriggerCommand.Resume("demo", "a", "t", START),
				new TriggerCommand.Fire("demo", "a", "t", START, "r"))) {
			TriggerTransition transition = TriggerMachine.decide(entry, new TriggerEvent.Commanded(command, false),
					MISSED_AFTER, START);
			assertThat(transition.effects()).isEmpty();
			entry = Objects.requireNonNullElse(transition.changed(), entry);
			assertThat(entry.state().paused()).isEqualTo(command instanceof TriggerCommand.Pause);
		}
		Trigger schedule = Flows.schedule("t", "* * * * *");
		TriggerEntry revised = entry.revised(Flows.flow("a", 2, schedule), schedule, START);
		assertThat(revised.state().next()).isEqualTo(START.plusSeconds(60));
		assertThat(revised.revised(flow, webhook, START).state().next()).isNull();
	}

	@Test
	void inputsThatAreTooLargeAreReportedWithTheirSizeForAllDatesAtOnce() {
		TriggerEntry entry = entry(new ScheduleTrigger("t", "* * * * *", ZoneId.of("UTC"), null, RecoverMissed.ALL,
				Map.of("text", "x".repeat(InputsSize.MAX))));
		TriggerTransition transition = TriggerMachine.decide(entry, new TriggerEvent.Due(), MISSED_AFTER,
				START.plusSeconds(180));
		assertThat(transition.effects()).containsExactly(new TriggerEffect.Warn(
				"Trigger demo/a/t does not fire: inputs and labels are 1048592 bytes of JSON, more than 1048576; "
						+ "shorten the inputs that it gives, or the defaults of the others"),
				new TriggerEffect.Miss(MissedReason.INPUTS_FAILED, 3),
				new TriggerEffect.Note(new TriggerCommand.Evaluated("demo", "a", "t", START.plusSeconds(180),
						START.plusSeconds(60), false, Map.of(),
						"inputs and labels are 1048592 bytes of JSON, more than 1048576", null, null)));
		assertThat(Objects.requireNonNull(transition.changed()).state().lastExecutionId()).isNull();
	}

	@Test
	void triggerOfADisabledFlowStartsNothingAndShowsItsEvaluation() {
		Instant at = START.plusSeconds(60);
		TriggerEntry schedule = entry(Flows.schedule("t", "* * * * *"));
		TriggerTransition requested = TriggerMachine.decide(schedule,
				new TriggerEvent.Commanded(new TriggerCommand.Fire("demo", "a", "t", at, "r"), true), MISSED_AFTER, at);
		assertThat(requested.changed()).isNull();
		assertThat(requested.effects()).singleElement().isInstanceOf(TriggerEffect.Warn.class);
		Evaluated outcome = new Evaluated("demo", "a", "t", at, at, true, Map.of(), null, null, null);
		TriggerTransition evaluated = TriggerMachine.decide(entry(Flows.polling("t", Duration.ofMinutes(1), "fire")),
				new TriggerEvent.Commanded(outcome, true), MISSED_AFTER, at);
		assertThat(evaluated).isEqualTo(new TriggerTransition(null, List.of(new TriggerEffect.Note(outcome))));
		TriggerTransition paused = TriggerMachine.decide(schedule,
				new TriggerEvent.Commanded(new TriggerCommand.Pause("demo", "a", "t", at), true), MISSED_AFTER, at);
		assertThat(Objects.requireNonNull(paused.changed()).state().paused()).isTrue();
	}

	private static TriggerEntry entry(Trigger trigger) {
		return TriggerEntry.first(Flows.flow("a", 1, trigger), trigger, START);
	}

	/** Random events of one trigger, those of a kind that may come twice among them. */
	private static final class Story {

		private final Random random;

		private final Flow flow;

		private final Set<String> fired = new HashSet<>();

		private TriggerEntry entry;

		private Instant now = START;

		/** Fires of planned dates. */
		private int planned;

		private int missed;

		Story(Random random, Trigger trigger) {
			this.random = random;
			this.flow = Flows.flow("a", 1, trigger);
			this.entry = TriggerEntry.first(this.flow, trigger, START);
		}

		void run() {
			for (int i = 0; i < EVENTS; i++) {
				this.now = this.now.plusSeconds(this.random.nextInt(200));
				apply(event(i));
			}
			apply(new TriggerEvent.Due());
		}

		private TriggerEvent event(int number) {
			String id = "r" + this.random.nextInt(1 + number);
			return switch (this.random.nextInt(8)) {
				case 0 -> new TriggerEvent.Commanded(new TriggerCommand.Pause("demo", "a", "t", this.now), false);
				case 1, 2 -> new TriggerEvent.Commanded(
						new TriggerCommand.Resume("demo", "a", "t", this.now.minusSeconds(this.random.nextInt(30))),
						false);
				case 3 -> new TriggerEvent.Commanded(new TriggerCommand.Fire("demo", "a", "t", this.now, id), false);
				case 4 -> new TriggerEvent.Revised(Flows.flow("a", 2 + number, this.entry.trigger()),
						this.entry.trigger(), false);
				default -> new TriggerEvent.Due();
			};
		}

		private void apply(TriggerEvent event) {
			TriggerTransition transition = TriggerMachine.decide(this.entry, event, MISSED_AFTER, this.now);
			this.entry = (transition.changed() != null) ? transition.changed() : this.entry;
			for (TriggerEffect effect : transition.effects()) {
				if (effect instanceof TriggerEffect.Fire fire) {
					assertThat(this.fired.add(fire.executionId())).as("fires once").isTrue();
					this.planned += fire.executionId().equals(this.entry.executionId(fire.date())) ? 1 : 0;
				}
				else if (effect instanceof TriggerEffect.Miss miss) {
					this.missed += miss.count();
				}
				else if (effect instanceof TriggerEffect.Evaluate evaluation) {
					outcome(evaluation);
				}
			}
		}

		/** Comes twice. */
		private void outcome(TriggerEffect.Evaluate evaluation) {
			Evaluated outcome = new Evaluated("demo", "a", "t", this.now, evaluation.date(), true, Map.of(), null,
					evaluation.requestId(), null);
			apply(new TriggerEvent.Commanded(outcome, false));
			apply(new TriggerEvent.Commanded(outcome, false));
		}

	}

}
