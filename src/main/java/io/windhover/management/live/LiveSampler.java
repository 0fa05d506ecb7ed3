package io.windhover.management.live;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.windhover.executor.ExecutorView;
import io.windhover.instance.Phases;
import io.windhover.instance.RepeatedWork;
import io.windhover.instance.ThreadPools;
import io.windhover.worker.WorkerView;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Looks once a second, on a thread of its own, at what this process has in memory anyway,
 * and keeps the last quarter of an hour.
 */
public class LiveSampler extends RepeatedWork {

	/** A quarter of an hour. */
	static final int SIZE = 900;

	private static final long SECOND_MILLIS = 1000;

	private static final double MICROS = 1e6;

	private static final double NANOS = 1e9;

	private final LiveEvents events;

	private final LiveLags lags;

	private final LiveMachine machine = new LiveMachine();

	private final ObjectProvider<ExecutorView> executor;

	private final ObjectProvider<WorkerView> worker;

	private final Clock clock;

	private final LongSupplier nanos;

	private final LiveRing ring = new LiveRing(SIZE);

	/** What a counter had at the last sample; only of the thread that samples. */
	private final IdentityHashMap<LongAdder, Long> before = new IdentityHashMap<>();

	private long lastNanos;

	LiveSampler(LiveEvents events, LiveLags lags, ObjectProvider<ExecutorView> executor,
			ObjectProvider<WorkerView> worker, ThreadPools pools, Clock clock, LongSupplier nanos) {
		super(pools, "windhover-live", Phases.BROKER + 1);
		this.events = events;
		this.lags = lags;
		this.executor = executor;
		this.worker = worker;
		this.clock = clock;
		this.nanos = nanos;
		this.lastNanos = nanos.getAsLong();
	}

	/**
	 * The samples that were taken after an instant, oldest first.
	 * @param millis since the epoch
	 */
	public LiveSamples since(long millis) {
		return this.ring.since(millis);
	}

	@Override
	public void start() {
		start(Duration.ofMillis(SECOND_MILLIS));
	}

	/** At the begin of the next second, but for what the timer is early or late. */
	@Override
	protected Duration run() {
		sample();
		long left = SECOND_MILLIS - this.clock.millis() % SECOND_MILLIS;
		return Duration.ofMillis((left < SECOND_MILLIS / 2) ? left + SECOND_MILLIS : left);
	}

	void sample() {
		long now = this.nanos.getAsLong();
		double seconds = Math.max(1, now - this.lastNanos) / NANOS;
		this.lastNanos = now;
		Map<LiveFigure, Double> sample = new EnumMap<>(LiveFigure.class);
		ExecutorView executorView = this.executor.getIfAvailable();
		if (executorView != null) {
			executor(executorView, seconds, sample);
		}
		WorkerView workerView = this.worker.getIfAvailable();
		if (workerView != null) {
			worker(workerView, seconds, sample);
		}
		LiveLags.Ages ages = this.lags.ages();
		sample.put(LiveFigure.INPUT_LAG, ages.input());
		sample.put(LiveFigure.JOB_LAG, ages.jobs());
		sample.put(LiveFigure.DOCUMENT_LAG, ages.documents());
		this.machine.sample(seconds, sample);
		this.ring.add(this.clock.millis(), sample);
	}

	private void executor(ExecutorView view, double seconds, Map<LiveFigure, Double> sample) {
		sample.put(LiveFigure.EXECUTIONS, more(this.events.executions) / seconds);
		sample.put(LiveFigure.EXECUTIONS_ENDED, more(this.events.executionsEnded) / seconds);
		sample.put(LiveFigure.EXECUTIONS_FAILED, more(this.events.executionsFailed) / seconds);
		sample.put(LiveFigure.TASK_RUNS, more(this.events.taskRuns) / seconds);
		sample.put(LiveFigure.TASK_RUNS_FAILED, more(this.events.taskRunsFailed) / seconds);
		if (view.isOpen()) {
			sample.put(LiveFigure.EXECUTIONS_RUNNING,
					(double) view.executions().stream().mapToInt(ExecutorView.Tally::count).sum());
		}
	}

	private void worker(WorkerView view, double seconds, Map<LiveFigure, Double> sample) {
		long begun = durations(this.events.queued, LiveFigure.QUEUED, LiveFigure.QUEUED_MAX, sample);
		sample.put(LiveFigure.ATTEMPTS, begun / seconds);
		durations(this.events.ran, LiveFigure.RAN, LiveFigure.RAN_MAX, sample);
		sample.put(LiveFigure.SLOTS_USED, (double) view.slotsUsed());
		sample.put(LiveFigure.SLOTS_MAX, (double) view.slotsMax());
	}

	/** Without any, mean and longest are unknown. */
	private long durations(LiveEvents.Durations durations, LiveFigure mean, LiveFigure longest,
			Map<LiveFigure, Double> sample) {
		long count = more(durations.count);
		long micros = more(durations.micros);
		long most = durations.takeLongest();
		if (count > 0) {
			sample.put(mean, micros / MICROS / count);
			sample.put(longest, most / MICROS);
		}
		return count;
	}

	private long more(LongAdder counter) {
		long sum = counter.sum();
		long last = this.before.getOrDefault(counter, 0L);
		this.before.put(counter, sum);
		return sum - last;
	}

}
