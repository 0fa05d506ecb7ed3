package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.json.InputsSize;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.Trigger;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.machine.Backfill;
import io.windhover.scheduler.machine.TriggerEffect;
import io.windhover.scheduler.machine.TriggerEntry;
import io.windhover.scheduler.machine.TriggerEvent;
import io.windhover.scheduler.machine.TriggerMachine;
import io.windhover.scheduler.machine.TriggerTransition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackfillTests {

	private static final String KEY = "demo/a/t";

	private static final Instant FROM = Instant.parse("2026-04-01T00:00:00Z");

	private final Set<String> open = new LinkedHashSet<>();

	private final List<ExecutionCommand.Create> unread = new ArrayList<>();

	private final SchedulerDriver scheduler = new SchedulerDriver("2026-05-01T10:00:10Z");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void startsAnExecutionForEachDateAndNoMoreAtOnceThanItsConcurrency() {
		store(1, hourly());
		begin("b1", 6, 2, Map.of("day", "x"));
		List<ExecutionCommand.Create> first = created();
		assertThat(first).extracting(SchedulerDriver::date).containsExactly(FROM, FROM.plusSeconds(3600));
		assertThat(first).allSatisfy((create) -> {
			assertThat(create.inputs()).isEqualTo(Map.of("by", "t", "day", "x"));
			assertThat(Objects.requireNonNull(create.trigger()).backfill()).isEqualTo("b1");
			assertThat(create.trigger().id()).isEqualTo("t");
		});
		assertThat(this.scheduler.listener.events).containsExactly("backfilled demo/a schedule",
				"backfilled demo/a schedule");
		assertThat(state()).isEqualTo(new BackfillState("b1", FROM, FROM.plusSeconds(5 * 3600), 2, 6,
				FROM.plusSeconds(2 * 3600), 2, 2, 0, this.scheduler.now(), null, false));
		assertThat(state().remaining()).isEqualTo(4);
		assertThat(Objects.requireNonNull(this.scheduler.states().get(KEY)).backfill()).isEqualTo(state());
		end(first.get(1), State.FAILED);
		assertThat(dates()).containsExactly("2026-04-01T02:00:00Z");
		end(first.get(0), State.SUCCESS);
		List<ExecutionCommand.Create> rest = new ArrayList<>(created());
		assertThat(rest).hasSize(1);
		assertThat(state().running()).isEqualTo(2);
		while (state().isActive()) {
			endOne();
			assertThat(state().running()).isLessThanOrEqualTo(2);
		}
		assertThat(dates()).containsExactly("2026-04-01T04:00:00Z", "2026-04-01T05:00:00Z");
		assertThat(state()).isEqualTo(new BackfillState("b1", FROM, FROM.plusSeconds(5 * 3600), 2, 6, null, 6, 0, 1,
				state().since(), this.scheduler.now(), false));
	}

	@Test
	void itsDatesMeetTheConditionsThatTheScheduleHadWhenItBegan() {
		store(1, hourly());
		Instant now = this.scheduler.now();
		this.scheduler.command(
				new TriggerCommand.Backfill("demo", "a", "t", now, now.plusSeconds(10), "b1", "0 0 * * *",
						ZoneId.of("UTC"),
						new ScheduleConditions(null, FROM.plus(Duration.ofDays(5)), List.of(),
								List.of(LocalDate.of(2026, 4, 2))),
						FROM, FROM.plus(Duration.ofDays(30)), 5, 1, Map.of()));
		store(2, Flows.schedule("t", "5 * * * *"));
		List<String> dates = new ArrayList<>(dates());
		while (state().isActive()) {
			endOne();
			dates.addAll(dates());
		}
		assertThat(dates).containsExactly("2026-04-01T00:00:00Z", "2026-04-03T00:00:00Z", "2026-04-04T00:00:00Z",
				"2026-04-05T00:00:00Z", "2026-04-06T00:00:00Z");
	}

	@Test
	void theScheduleGoesOnBesideIt() {
		store(1, hourly());
		begin("b1", 3, 1, Map.of());
		assertThat(this.scheduler.state(KEY)).satisfies((state) -> {
			assertThat(state.next()).isEqualTo("2026-05-01T11:00:00Z");
			assertThat(state.last()).isNull();
			assertThat(state.lastExecutionId()).isNull();
		});
		created();
		this.scheduler.pass("PT1H");
		assertThat(created()).singleElement().satisfies((create) -> {
			assertThat(SchedulerDriver.date(create)).isEqualTo("2026-05-01T11:00:00Z");
			assertThat(Objects.requireNonNull(create.trigger()).backfill()).isNull();
		});
		assertThat(state().running()).isEqualTo(1);
	}

	@Test
	void endThatComesTwiceOrIsOfAnotherBackfillStartsNothing() {
		store(1, hourly());
		begin("b1", 6, 1, Map.of());
		ExecutionCommand.Create first = created().get(0);
		end(first, State.SUCCESS);
		assertThat(created()).hasSize(1);
		this.scheduler.states();
		end(first, State.SUCCESS);
		this.scheduler.flow(
				new FlowCommand.BackfillEnded("demo", "a", "t", "b0", running(), State.SUCCESS, this.scheduler.now()));
		this.scheduler.flow(new FlowCommand.BackfillEnded("demo", "a", "none", "b1", running(), State.SUCCESS,
				this.scheduler.now()));
		this.scheduler.flow(new FlowCommand.BackfillEnded("demo", "none", "t", "b1", running(), State.SUCCESS,
				this.scheduler.now()));
		assertThat(created()).isEmpty();
		assertThat(this.scheduler.states()).isEmpty();
	}

	@Test
	void crashRepeatsTheSameExecutionsAndARestartGoesOn() {
		store(1, hourly());
		Map<String, KeptStore> before = this.scheduler.committed();
		begin("b1", 4, 2, Map.of());
		List<String> ids = ids();
		Map<String, KeptStore> begun = this.scheduler.committed();
		restartWith(before);
		begin("b1", 4, 2, Map.of());
		assertThat(ids()).isEqualTo(ids).doesNotHaveDuplicates();
		endOne();
		List<String> next = ids();
		restartWith(begun);
		begin("b1", 4, 2, Map.of());
		assertThat(ids()).isEmpty();
		endOne();
		assertThat(ids()).isEqualTo(next).hasSize(1);
	}

	@Test
	void dateThatHadAnExecutionHasAnotherInEachBackfill() {
		store(1, hourly());
		begin("b1", 1, 1, Map.of());
		String first = ids().get(0);
		endOne();
		assertThat(state().isActive()).isFalse();
		begin("b1", 1, 1, Map.of());
		assertThat(ids()).isEmpty();
		begin("b2", 1, 1, Map.of());
		assertThat(ids()).singleElement().isNotEqualTo(first);
		assertThat(first)
			.isNotEqualTo(TriggerEntry.first(Flows.flow("a", 1, hourly()), hourly(), FROM).executionId(FROM));
	}

	@Test
	void pauseHoldsItAndResumingGoesOn() {
		store(1, hourly());
		begin("b1", 6, 2, Map.of());
		ids();
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.now()));
		endOne();
		endOne();
		assertThat(ids()).isEmpty();
		assertThat(state()).satisfies((held) -> {
			assertThat(held.running()).isZero();
			assertThat(held.isActive()).isTrue();
		});
		this.scheduler.command(new TriggerCommand.Resume("demo", "a", "t", this.scheduler.now()));
		assertThat(dates()).containsExactly("2026-04-01T02:00:00Z", "2026-04-01T03:00:00Z");
	}

	@Test
	void disabledFlowHoldsItAndTheNextRevisionGoesOn() {
		store(1, hourly());
		begin("b1", 6, 2, Map.of());
		ids();
		this.scheduler.store(Flows.disabled("a", 2, hourly()));
		endOne();
		this.scheduler.command(new TriggerCommand.Pause("demo", "a", "t", this.scheduler.now()));
		this.scheduler.command(new TriggerCommand.Resume("demo", "a", "t", this.scheduler.now()));
		assertThat(ids()).isEmpty();
		store(3, hourly());
		assertThat(created()).singleElement().satisfies((create) -> assertThat(create.flow().revision()).isEqualTo(3));
	}

	@Test
	void itsDatesAreThoseOfTheCronThatItBeganWith() {
		store(1, hourly());
		begin("b1", 3, 1, Map.of());
		store(2, Flows.schedule("t", "*/10 * * * *"));
		endOne();
		endOne();
		endOne();
		assertThat(dates()).containsExactly("2026-04-01T00:00:00Z", "2026-04-01T01:00:00Z", "2026-04-01T02:00:00Z");
		assertThat(state().isActive()).isFalse();
	}

	@Test
	void endsWhereNoExecutionCanBeginWithItsInputs() {
		store(1, hourly());
		begin("b1", 6, 1, Map.of());
		ids();
		store(2, Flows.schedule("t", "0 * * * *", "x".repeat(InputsSize.MAX)));
		endOne();
		assertThat(ids()).isEmpty();
		assertThat(state().cancelled()).isTrue();
		assertThat(this.scheduler.listener.events).contains("missed demo/a schedule inputs-failed");
		begin("b2", 1, 1, Map.of("by", "y"));
		assertThat(ids()).hasSize(1);
	}

	@Test
	void endsWithItsTriggerAndItsFlow() {
		store(1, hourly());
		begin("b1", 6, 1, Map.of());
		String running = running();
		ids();
		store(2, Flows.polling("t", Duration.ofMinutes(5), "wait"));
		assertThat(state().cancelled()).isTrue();
		store(3, hourly());
		begin("b2", 6, 1, Map.of());
		assertThat(ids()).hasSize(1);
		this.scheduler.delete("demo/a");
		end("b2", running, State.SUCCESS);
		assertThat(ids()).isEmpty();
		this.scheduler.store(Flows.flow("a", 4, hourly()));
		assertThat(this.scheduler.state(KEY).backfill()).isNull();
		end("b2", running, State.SUCCESS);
		assertThat(ids()).isEmpty();
	}

	@Test
	void cancelStartsNoMoreAndLetsAnotherBegin() {
		store(1, hourly());
		begin("b1", 6, 2, Map.of());
		String running = running();
		ids();
		cancel("b0");
		assertThat(state().isActive()).isTrue();
		cancel("b1");
		assertThat(state()).isEqualTo(new BackfillState("b1", FROM, FROM.plusSeconds(5 * 3600), 2, 6, null, 2, 0, 0,
				state().since(), this.scheduler.now(), true));
		assertThat(state().remaining()).isZero();
		end("b1", running, State.SUCCESS);
		assertThat(ids()).isEmpty();
		begin("b2", 1, 1, Map.of());
		assertThat(ids()).hasSize(1);
		cancel("b1");
		assertThat(state().isActive()).isTrue();
	}

	@Test
	void oneThatMayNotBeginDoesNot() {
		store(1, hourly());
		TriggerCommand late = command("b1", 6, 1, Map.of());
		this.scheduler.clock.advance(Duration.ofMinutes(1));
		this.scheduler.command(late);
		assertThat(this.scheduler.state(KEY).backfill()).isNull();
		this.scheduler.store(Flows.disabled("a", 2, hourly()));
		begin("b1", 6, 1, Map.of());
		assertThat(this.scheduler.state(KEY).backfill()).isNull();
		store(3, Flows.polling("t", Duration.ofMinutes(5), "wait"));
		begin("b1", 6, 1, Map.of());
		assertThat(this.scheduler.state(KEY).backfill()).isNull();
		store(4, hourly());
		begin("b1", 6, 1, Map.of());
		begin("b2", 6, 1, Map.of());
		assertThat(state().id()).isEqualTo("b1");
		assertThat(ids()).hasSize(1);
	}

	@Test
	void everyDateStartsOnceAndTheLimitHoldsWhateverHappens() {
		for (int i = 0; i < 300; i++) {
			long seed = Long.getLong("seed", System.nanoTime()) + i;
			Story story = new Story(new Random(seed));
			story.run();
			assertThat(story.dates).as("seed %d", seed).hasSize(story.size).doesNotHaveDuplicates();
			assertThat(story.ids).as("seed %d", seed).hasSize(story.size);
			assertThat(story.most).as("seed %d", seed).isLessThanOrEqualTo(story.concurrency);
		}
	}

	/**
	 * Random ends, pauses and revisions, those of a kind that may come twice among them.
	 */
	private static final class Story {

		private final Random random;

		private final int size;

		private final int concurrency;

		private final Set<String> ids = new HashSet<>();

		private final List<Instant> dates = new ArrayList<>();

		private final List<String> started = new ArrayList<>();

		private TriggerEntry entry = TriggerEntry.first(Flows.flow("a", 1, hourly()), hourly(), FROM);

		private int most;

		Story(Random random) {
			this.random = random;
			this.size = 1 + random.nextInt(20);
			this.concurrency = 1 + random.nextInt(5);
		}

		void run() {
			apply(commanded(
					new TriggerCommand.Backfill("demo", "a", "t", FROM, FROM, "b1", "0 * * * *", ZoneId.of("UTC"), null,
							FROM, FROM.plusSeconds(3600L * (this.size - 1)), this.size, this.concurrency, Map.of())));
			for (int i = 0; i < 200; i++) {
				apply(event(i));
			}
			apply(commanded(new TriggerCommand.Resume("demo", "a", "t", FROM)));
			for (int i = 0; i < this.started.size(); i++) {
				apply(ended(this.started.get(i), false));
			}
			Backfill backfill = Objects.requireNonNull(this.entry.backfill());
			assertThat(backfill.state().isActive()).isFalse();
			assertThat(backfill.state().started()).isEqualTo(this.size);
		}

		private TriggerEvent event(int number) {
			return switch (this.random.nextInt(7)) {
				case 0 -> commanded(new TriggerCommand.Pause("demo", "a", "t", FROM));
				case 1 -> commanded(new TriggerCommand.Resume("demo", "a", "t", FROM));
				case 2 -> new TriggerEvent.Revised(Flows.flow("a", 2 + number, hourly()), hourly(), false);
				case 3 -> new TriggerEvent.Enabled();
				default -> ended(this.started.get(this.random.nextInt(this.started.size())), this.random.nextBoolean());
			};
		}

		private static TriggerEvent commanded(TriggerCommand command) {
			return new TriggerEvent.Commanded(command, false);
		}

		private static TriggerEvent ended(String executionId, boolean disabled) {
			return new TriggerEvent.Ended(
					new FlowCommand.BackfillEnded("demo", "a", "t", "b1", executionId, State.SUCCESS, FROM), disabled);
		}

		private void apply(TriggerEvent event) {
			TriggerTransition transition = TriggerMachine.decide(this.entry, event, Duration.ofSeconds(10), FROM);
			this.entry = Objects.requireNonNullElse(transition.changed(), this.entry);
			for (TriggerEffect effect : transition.effects()) {
				if (effect instanceof TriggerEffect.Fire fire) {
					this.dates.add(fire.date());
					this.ids.add(fire.executionId());
					this.started.add(fire.executionId());
				}
			}
			this.most = Math.max(this.most, Objects.requireNonNull(this.entry.backfill()).running().size());
		}

	}

	private void store(int revision, Trigger trigger) {
		this.scheduler.store(Flows.flow("a", revision, trigger));
	}

	private void begin(String id, int dates, int concurrency, Map<String, Object> inputs) {
		this.scheduler.command(command(id, dates, concurrency, inputs));
	}

	/** Of the first hours of the range. */
	private TriggerCommand command(String id, int dates, int concurrency, Map<String, Object> inputs) {
		Instant now = this.scheduler.now();
		return new TriggerCommand.Backfill("demo", "a", "t", now, now.plusSeconds(10), id, "0 * * * *",
				ZoneId.of("UTC"), null, FROM, FROM.plusSeconds(3600L * (dates - 1)), dates, concurrency, inputs);
	}

	private void cancel(String id) {
		Instant now = this.scheduler.now();
		this.scheduler.command(new TriggerCommand.CancelBackfill("demo", "a", "t", now, now.plusSeconds(10), id));
	}

	private void end(ExecutionCommand.Create create, State state) {
		end(String.valueOf(Objects.requireNonNull(create.trigger()).backfill()), create.executionId(), state);
	}

	private void end(String backfill, String executionId, State state) {
		this.open.remove(executionId);
		this.scheduler
			.flow(new FlowCommand.BackfillEnded("demo", "a", "t", backfill, executionId, state, this.scheduler.now()));
	}

	private void endOne() {
		end(state().id(), running(), State.SUCCESS);
	}

	/** The first one that has not ended. */
	private String running() {
		collect();
		return this.open.iterator().next();
	}

	private void collect() {
		this.scheduler.created().forEach((create) -> {
			this.unread.add(create);
			this.open.add(create.executionId());
		});
	}

	/** What was started since the last call. */
	private List<ExecutionCommand.Create> created() {
		collect();
		List<ExecutionCommand.Create> all = List.copyOf(this.unread);
		this.unread.clear();
		return all;
	}

	private List<String> dates() {
		return created().stream().map((create) -> SchedulerDriver.date(create).toString()).toList();
	}

	private BackfillState state() {
		return Objects.requireNonNull(this.scheduler.state(KEY).backfill());
	}

	private List<String> ids() {
		return created().stream().map(ExecutionCommand.Create::executionId).toList();
	}

	private void restartWith(Map<String, KeptStore> stores) {
		this.scheduler.close();
		this.scheduler.stores = stores;
		this.scheduler.start();
	}

	private static Trigger hourly() {
		return Flows.schedule("t", "0 * * * *");
	}

}
