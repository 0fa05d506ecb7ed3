package io.windhover.management.metrics.role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.management.exposition.PreparedMeterRegistry;
import io.windhover.management.metrics.FlowMeters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.topic.ServedGroups;
import io.windhover.worker.WorkerView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/**
 * What an event of the engine costs to record, beside the same by the registry's own
 * look-up.
 */
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecordingBenchmark {

	private static final Duration QUEUED = Duration.ofMillis(7);

	private final PreparedMeterRegistry registry = new PreparedMeterRegistry(PrometheusConfig.DEFAULT,
			new PrometheusRegistry(), io.micrometer.core.instrument.Clock.SYSTEM, null);

	private final PrometheusMeterRegistry micrometers = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final Counter counter = this.registry.counter("counted", "flow_id", "hello");

	private final Timer timer = this.registry.timer("timed", "flow_id", "hello");

	private final Counter micrometersCounter = this.micrometers.counter("counted", "flow_id", "hello");

	private final Timer micrometersTimer = this.micrometers.timer("timed", "flow_id", "hello");

	private final LongAdder adder = new LongAdder();

	private final LongAdder other = new LongAdder();

	private final WorkerMetrics metrics = new WorkerMetrics(new FlowMeters(5000, Clock.systemUTC()),
			new MetricsProperties("", 5000, false), new ServedTasks(new ServedGroups(List.of("default"))),
			new StaticListableBeanFactory().getBeanProvider(WorkerView.class));

	private final Job job = new Job("e1", "e1.say", 1, "demo", "hello", 1,
			new WorkerTask("say", "log", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY), Map.of(),
			Instant.EPOCH, null, null, null);

	public static void main(String[] args) throws RunnerException {
		new Runner(new OptionsBuilder().include(RecordingBenchmark.class.getSimpleName()).build()).run();
	}

	@Setup
	public void bind() {
		this.metrics.bindTo(this.registry);
	}

	/**
	 * A started attempt: a counter and a timer.
	 */
	@Benchmark
	public void started() {
		this.metrics.started(this.job, QUEUED);
	}

	/**
	 * An ended attempt: a counter and a timer, by state.
	 */
	@Benchmark
	public void ended() {
		this.metrics.ended(this.job, State.SUCCESS, QUEUED);
	}

	/**
	 * What a counter is compared with.
	 */
	@Benchmark
	public void adder() {
		this.adder.add(1);
	}

	/**
	 * A counter that is held.
	 */
	@Benchmark
	public void counter() {
		this.counter.increment();
	}

	/**
	 * A counter of Micrometer's that is held.
	 */
	@Benchmark
	public void counterOfMicrometer() {
		this.micrometersCounter.increment();
	}

	/**
	 * What a timer is compared with.
	 */
	@Benchmark
	public void twoAdders() {
		this.adder.add(1);
		this.other.add(QUEUED.toNanos());
	}

	/**
	 * A timer that is held.
	 */
	@Benchmark
	public void timer() {
		this.timer.record(QUEUED);
	}

	/**
	 * A timer of Micrometer's that is held.
	 */
	@Benchmark
	public void timerOfMicrometer() {
		this.micrometersTimer.record(QUEUED);
	}

	/**
	 * One counter, looked up in the registry by name and tags each time.
	 */
	@Benchmark
	public void counterLookedUp() {
		this.registry
			.counter("looked.up", "namespace_id", this.job.namespace(), "flow_id", this.job.flowId(), "task_type",
					this.job.task().type())
			.increment();
	}

}
