package io.windhover.management.live;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.executor.ExecutorView;
import io.windhover.instance.ThreadPools;
import io.windhover.management.FixedClock;
import io.windhover.management.KafkaSample;
import io.windhover.management.Sampler;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.streams.StreamsClients;
import io.windhover.worker.WorkerView;
import io.windhover.worker.attempt.TestTasks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LiveSamplerTests {

	private final LiveEvents events = new LiveEvents();

	private final FixedClock clock = new FixedClock();

	private final AtomicLong nanos = new AtomicLong();

	private final Sampler broker = mock(Sampler.class);

	private final LiveLags lags = new LiveLags(new StreamsClients(this.clock), provider(this.broker), this.clock);

	private final ExecutorView executor = mock(ExecutorView.class);

	private final WorkerView worker = mock(WorkerView.class);

	@Test
	void countsWhatHappenedSinceTheLastSamplePerSecond() {
		LiveSampler sampler = sampler(this.executor, this.worker);
		for (int each = 0; each < 6; each++) {
			this.events.executionStarted(mock(Execution.class));
		}
		this.events.executionEnded(execution(State.FAILED), Duration.ofSeconds(1));
		this.events.executionEnded(execution(State.SUCCESS), Duration.ofSeconds(1));
		this.events.taskRunEnded(taskRun(State.FAILED), Duration.ofSeconds(1));
		sample(sampler, 2000);
		sample(sampler, 1000);
		LiveSamples samples = sampler.since(0);
		assertThat(samples.of(LiveFigure.EXECUTIONS)).containsExactly(3L, 0L);
		assertThat(samples.of(LiveFigure.EXECUTIONS_ENDED)).containsExactly(1L, 0L);
		assertThat(samples.of(LiveFigure.EXECUTIONS_FAILED)).containsExactly(0.5, 0L);
		assertThat(samples.of(LiveFigure.TASK_RUNS)).containsExactly(0.5, 0L);
		assertThat(samples.of(LiveFigure.TASK_RUNS_FAILED)).containsExactly(0.5, 0L);
		assertThat(samples.at()).containsExactly(FixedClock.START.plusSeconds(2).toEpochMilli(),
				FixedClock.START.plusSeconds(3).toEpochMilli());
	}

	@Test
	void durationsAreMeanAndLongestAndUnknownWhereThereIsNone() {
		given(this.worker.slotsUsed()).willReturn(2);
		given(this.worker.slotsMax()).willReturn(8);
		LiveSampler sampler = sampler(null, this.worker);
		this.events.started(TestTasks.job("rest", Map.of(), null), Duration.ofMillis(100));
		this.events.started(TestTasks.job("rest", Map.of(), null), Duration.ofMillis(300));
		this.events.ended(TestTasks.job("rest", Map.of(), null), State.SUCCESS, Duration.ofSeconds(5));
		sample(sampler, 1000);
		sample(sampler, 1000);
		LiveSamples samples = sampler.since(0);
		assertThat(samples.of(LiveFigure.ATTEMPTS)).containsExactly(2L, 0L);
		assertThat(samples.of(LiveFigure.QUEUED)).containsExactly(0.2, Double.NaN);
		assertThat(samples.of(LiveFigure.QUEUED_MAX)).containsExactly(0.3, Double.NaN);
		assertThat(samples.of(LiveFigure.RAN)).containsExactly(5L, Double.NaN);
		assertThat(samples.of(LiveFigure.SLOTS_USED)).containsExactly(2L, 2L);
		assertThat(samples.of(LiveFigure.SLOTS_MAX)).containsExactly(8L, 8L);
	}

	@Test
	void whatBelongsToARoleThatDoesNotRunHereIsUnknown() {
		LiveSampler sampler = sampler(null, null);
		sample(sampler, 1000);
		LiveSamples samples = sampler.since(0);
		assertThat(List.of(LiveFigure.EXECUTIONS, LiveFigure.TASK_RUNS, LiveFigure.ATTEMPTS, LiveFigure.SLOTS_MAX))
			.allSatisfy((figure) -> assertThat(samples.of(figure)).containsExactly(Double.NaN));
		assertThat(samples.of(LiveFigure.HEAP_USED).get(0).longValue()).isPositive();
	}

	@Test
	void executorThatHasNoPartitionsYetDoesNotKnowWhatRuns() {
		LiveSampler sampler = sampler(this.executor, null);
		sample(sampler, 1000);
		given(this.executor.isOpen()).willReturn(true);
		sample(sampler, 1000);
		assertThat(sampler.since(0).of(LiveFigure.EXECUTIONS_RUNNING)).containsExactly(Double.NaN, 0L);
	}

	@Test
	void lagsAreUnknownWhileTheBrokerDoesNotAnswerAndWhenTheyAreOld() {
		given(this.broker.kafka()).willReturn(new KafkaSample(FixedClock.START, FixedClock.START, null));
		given(this.broker.indexerBacklog()).willReturn(backlog(FixedClock.START, Duration.ofMillis(1500)));
		given(this.broker.workerBacklogs()).willReturn(Map.of("default", backlog(FixedClock.START, Duration.ZERO),
				"gpu", backlog(FixedClock.START, Duration.ofSeconds(9))));
		this.lags.sampled();
		assertThat(this.lags.ages().documents()).isEqualTo(1.5);
		assertThat(this.lags.ages().jobs()).isEqualTo(9);
		assertThat(this.lags.ages().input()).isNaN();
		this.clock.advance(Duration.ofSeconds(31));
		assertThat(this.lags.ages().documents()).isNaN();
		given(this.broker.indexerBacklog()).willReturn(backlog(this.clock.instant(), Duration.ZERO));
		this.lags.sampled();
		assertThat(this.lags.ages().documents()).isZero();
		assertThat(this.lags.ages().jobs()).isNaN();
		given(this.broker.kafka()).willReturn(new KafkaSample(FixedClock.START, null, "gone"));
		this.lags.sampled();
		assertThat(this.lags.ages().documents()).isNaN();
	}

	private void sample(LiveSampler sampler, long millis) {
		this.clock.advance(Duration.ofMillis(millis));
		this.nanos.addAndGet(Duration.ofMillis(millis).toNanos());
		sampler.sample();
	}

	private LiveSampler sampler(@Nullable ExecutorView executor, @Nullable WorkerView worker) {
		return new LiveSampler(this.events, this.lags, provider(executor), provider(worker), new ThreadPools(),
				this.clock, this.nanos::get);
	}

	private static BacklogSample backlog(Instant at, Duration age) {
		return new BacklogSample(at, 1L, age, List.of(), List.of());
	}

	private static Execution execution(State state) {
		Execution execution = mock();
		given(execution.state()).willReturn(state);
		return execution;
	}

	private static TaskRun taskRun(State state) {
		TaskRun run = mock();
		given(run.state()).willReturn(state);
		return run;
	}

	private static <T> ObjectProvider<T> provider(@Nullable T bean) {
		ObjectProvider<T> provider = mock();
		given(provider.getIfAvailable()).willReturn(bean);
		return provider;
	}

}
