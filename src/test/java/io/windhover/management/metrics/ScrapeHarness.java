package io.windhover.management.metrics;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.windhover.management.metrics.scrape.FlowExposition;
import io.windhover.management.metrics.scrape.PrometheusEndpointWebExtension;
import io.windhover.management.metrics.scrape.ScopedRegistry;
import io.windhover.management.metrics.scrape.ScrapeScopes;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

/**
 * Prints what the exposition of 100,000 series of flows costs, as Windhover writes it, as
 * Micrometer does, and as bytes that are only copied: medians of {@code -Drounds}.
 */
public final class ScrapeHarness {

	private static final int FLOWS = 12_500;

	/** Of each flow: two counters and two timers. */
	private static final int SERIES = 8 * FLOWS;

	private static final int ROUNDS = Integer.getInteger("rounds", 60);

	private static final PrometheusOutputFormat TEXT = PrometheusOutputFormat.CONTENT_TYPE_004;

	private final ScopedRegistry scoped = new ScopedRegistry();

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT,
			this.scoped.registry(), Clock.SYSTEM);

	private final PrometheusScrapeEndpoint micrometers = new PrometheusScrapeEndpoint(this.scoped.registry(), null);

	private final PrometheusEndpointWebExtension prepared;

	private final List<Counter> counters = new ArrayList<>();

	private final List<Timer> timers = new ArrayList<>();

	private ScrapeHarness() {
		MetricsProperties properties = new MetricsProperties("", FLOWS, false);
		ScrapeScopes scopes = new ScrapeScopes(properties, this.registry.config().namingConvention());
		FlowExposition exposition = new FlowExposition(scopes, true);
		exposition.bindTo(this.registry);
		this.prepared = new PrometheusEndpointWebExtension(this.micrometers, this.scoped, scopes, null, exposition,
				Set.of(TEXT));
		SeriesFactory factory = new SeriesFactory(this.registry, properties);
		for (int i = 0; i < FLOWS; i++) {
			FlowLabels flow = new FlowLabels("orders", "nightly-report-" + i);
			this.counters.add(factory.counter(Meters.EXECUTOR_EXECUTION_STARTED, flow));
			this.counters.add(factory.counter(Meters.EXECUTOR_EXECUTION_END, flow, "SUCCESS"));
			this.timers.add(factory.timer(Meters.EXECUTOR_EXECUTION_DURATION, flow, "SUCCESS"));
			this.timers.add(factory.timer(Meters.WORKER_QUEUED_DURATION, flow, "log"));
		}
	}

	/**
	 * Runs all of them.
	 */
	public static void main(String[] args) {
		ScrapeHarness harness = new ScrapeHarness();
		harness.record(1);
		byte[] same = harness.ours();
		double copied = report("the same bytes, written to a stream", (round) -> {
		}, () -> {
			ByteArrayOutputStream stream = new ByteArrayOutputStream(same.length);
			stream.write(same, 0, same.length);
			return stream.toByteArray();
		}, 0);
		report("prepared, nothing changed", (round) -> {
		}, harness::ours, copied);
		report("prepared, one flow of 50 changed", (round) -> harness.record(50), harness::ours, copied);
		double all = report("prepared, all changed", (round) -> harness.record(1), harness::ours, copied);
		double micrometer = report("Micrometer", (round) -> {
		}, () -> body(harness.micrometers.scrape(TEXT, null).getBody()), copied);
		print("all changed against Micrometer: x %.3f (1 / %.0f)", all / micrometer, micrometer / all);
	}

	private byte[] ours() {
		return body(this.prepared.scrape(TEXT, null, Set.of("flows")).getBody());
	}

	private void record(int each) {
		for (int i = 0; i < this.counters.size(); i += 2 * each) {
			for (int j = i; j < i + 2; j++) {
				this.counters.get(j).increment();
				this.timers.get(j).record(Duration.ofNanos(1_234_567 + i));
			}
		}
	}

	private static double report(String what, IntConsumer before, Supplier<byte[]> rendering, double copied) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		double[] times = new double[ROUNDS];
		long allocated = 0;
		int length = 0;
		for (int round = -ROUNDS / 2; round < ROUNDS; round++) {
			before.accept(round);
			long bytes = threads.getCurrentThreadAllocatedBytes();
			long start = System.nanoTime();
			length = rendering.get().length;
			if (round >= 0) {
				times[round] = (System.nanoTime() - start) / 1e6;
				allocated = threads.getCurrentThreadAllocatedBytes() - bytes - length;
			}
		}
		Arrays.sort(times);
		double median = times[ROUNDS / 2];
		print("%-40s %8.2f ms  %5.1f MB, beside it %6.2f bytes allocated for a series%s", what, median, length / 1e6,
				allocated / (double) SERIES,
				(copied > 0) ? String.format(Locale.ROOT, ", x %.1f of the bytes", median / copied) : "");
		return median;
	}

	private static byte[] body(byte @Nullable [] body) {
		return Objects.requireNonNull(body);
	}

	private static void print(String format, Object... arguments) {
		System.out.println(String.format(Locale.ROOT, format, arguments));
	}

}
