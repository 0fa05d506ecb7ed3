package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.windhover.execution.flow.TriggerCommand.Evaluated;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.FlowKey;
import io.windhover.flow.PollingTrigger;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.Flows;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.machine.TriggerEffect;
import io.windhover.scheduler.machine.TriggerEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationsTests {

	private static final Instant DATE = Instant.parse("2026-05-01T10:00:00Z");

	private final MutableClock clock = new MutableClock("2026-05-01T10:00:01Z");

	private final List<Runnable> waiting = new ArrayList<>();

	private final List<Evaluated> outcomes = new ArrayList<>();

	private final RecordingListener listener = new RecordingListener();

	private final ListenerList<SchedulerListener> listeners = new ListenerList<>(List.of(this.listener));

	private final Evaluations evaluations = new Evaluations(List.of(new SchedulerDriver.TestPoll()),
			SchedulerDriver::bind, this.waiting::add, this.outcomes::add, this.listeners, this.clock);

	@Test
	void outcomeTellsWhatTheTypeFound() {
		assertThat(submit(this.evaluations, "fire")).isNull();
		this.waiting.remove(0).run();
		assertThat(this.outcomes).containsExactly(new Evaluated("demo", "poller", "poll", this.clock.instant(), DATE,
				true, Map.of("seen", "2026-05-01T10:00:00Z"), null, null, null));
	}

	@Test
	void failureIsAnOutcomeThatDoesNotFire() {
		submit(this.evaluations, "fail");
		this.waiting.remove(0).run();
		assertThat(this.outcomes).containsExactly(new Evaluated("demo", "poller", "poll", this.clock.instant(), DATE,
				false, Map.of(), "asked to fail", null, null));
		assertThat(this.listener.events).containsExactly("failed demo/poller test-poll",
				"ended demo/poller test-poll PT0S");
	}

	@Test
	void errorIsAFailureAsWell() {
		submit(this.evaluations, "error");
		this.waiting.remove(0).run();
		assertThat(this.outcomes).singleElement()
			.satisfies((outcome) -> assertThat(outcome.error())
				.isEqualTo("java.lang.StackOverflowError: asked for an error"));
		assertThat(this.listener.events).contains("failed demo/poller test-poll");
	}

	@Test
	void unknownTypeIsAnOutcomeThatNamesIt() {
		Evaluations none = new Evaluations(List.of(), SchedulerDriver::bind, Runnable::run, this.outcomes::add,
				this.listeners, this.clock);
		submit(none, "fire");
		assertThat(this.outcomes).singleElement()
			.satisfies((outcome) -> assertThat(outcome.error()).contains("'test-poll' is not known here"));
	}

	@Test
	void secondEvaluationIsLeftOutUntilTheFirstIsOver() {
		submit(this.evaluations, "fire");
		assertThat(submit(this.evaluations, "fire")).isEqualTo(MissedReason.STILL_EVALUATING);
		this.waiting.remove(0).run();
		assertThat(submit(this.evaluations, "fire")).isNull();
	}

	@Test
	void evaluationIsLeftOutWhenThereIsNoRoomAndTriedAgain() {
		Evaluations busy = new Evaluations(List.of(new SchedulerDriver.TestPoll()), SchedulerDriver::bind,
				(evaluation) -> {
					throw new RejectedExecutionException("full");
				}, this.outcomes::add, this.listeners, this.clock);
		assertThat(submit(busy, "fire")).isEqualTo(MissedReason.EVALUATORS_BUSY);
		assertThat(submit(busy, "fire")).isEqualTo(MissedReason.EVALUATORS_BUSY);
	}

	@Test
	void evaluationRunsWhenAThreadTookItAndListenersAreTold() {
		List<@Nullable Instant> whileRunning = new ArrayList<>();
		List<Evaluations> self = new ArrayList<>();
		self.add(new Evaluations(List.of(new SchedulerDriver.TestPoll()), SchedulerDriver::bind, this.waiting::add,
				(outcome) -> {
					whileRunning.add(self.get(0).since("demo/poller/poll"));
					assertThat(self.get(0).running()).extracting(TriggerState::key).containsExactly("demo/poller/poll");
					this.clock.advance(Duration.ofSeconds(2));
				}, this.listeners, this.clock));
		submit(self.get(0), "fire");
		assertThat(self.get(0).isPending("demo/poller/poll")).isTrue();
		assertThat(self.get(0).since("demo/poller/poll")).isNull();
		this.waiting.remove(0).run();
		assertThat(whileRunning).containsExactly(Instant.parse("2026-05-01T10:00:01Z"));
		assertThat(self.get(0).since("demo/poller/poll")).isNull();
		assertThat(self.get(0).isPending("demo/poller/poll")).isFalse();
		assertThat(self.get(0).running()).isEmpty();
		assertThat(this.listener.events).containsExactly("ended demo/poller test-poll PT2S");
	}

	@Test
	void outcomeThatCannotBeSentLeavesTheTriggerFreeForTheNextInterval() {
		AtomicBoolean error = new AtomicBoolean();
		Evaluations broken = new Evaluations(List.of(new SchedulerDriver.TestPoll()), SchedulerDriver::bind,
				Runnable::run, (outcome) -> {
					if (error.get()) {
						throw new StackOverflowError();
					}
					throw new IllegalStateException("no broker");
				}, this.listeners, this.clock);
		assertThat(submit(broken, "fire")).isNull();
		error.set(true);
		assertThat(submit(broken, "fire")).isNull();
		assertThat(this.listener.events).filteredOn((event) -> event.startsWith("ended")).hasSize(2);
	}

	@Test
	void listenerThatThrowsChangesNothing() {
		ListenerList<SchedulerListener> throwing = new ListenerList<>(List.of(new SchedulerListener() {

			@Override
			public void evaluationEnded(FlowKey flow, String triggerType, Duration duration) {
				throw new IllegalStateException("listener");
			}

		}, this.listener));
		Evaluations told = new Evaluations(List.of(new SchedulerDriver.TestPoll()), SchedulerDriver::bind,
				Runnable::run, this.outcomes::add, throwing, this.clock);
		submit(told, "fire");
		assertThat(this.outcomes).hasSize(1);
		assertThat(this.listener.events).hasSize(1);
	}

	private static @Nullable MissedReason submit(Evaluations evaluations, String text) {
		PollingTrigger trigger = Flows.polling("poll", Duration.ofSeconds(5), text);
		TriggerState state = TriggerEntry.first(Flows.flow("poller", 1, trigger), trigger, DATE).state();
		return evaluations.submit(state, new TriggerEffect.Evaluate(trigger, DATE, null, null));
	}

}
