package io.windhover.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What it costs to be watched: executions per second of the application given as the one
 * argument, alone, and with a scrape and every route of the management port asked for
 * once a second, a canary each second and a tenth of the traces sent. Both are started
 * and warmed up first, then they take turns, each at rest while the other works; what a
 * process at rest takes of the processor is printed. Fails when the median of the ratios
 * of neighbours is below 0.95. With {@code -Dtraces=true} it is the tenth of the traces
 * and nothing else, which is to cost less: 0.97.
 */
public final class WatchedHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 9);

	private static final int WARM_UP = Integer.getInteger("warm-up", 60_000);

	private static final int LOAD = Integer.getInteger("load", 10_000);

	/** Only what traces cost. */
	private static final boolean TRACES = Boolean.getBoolean("traces");

	private static final double LEAST = TRACES ? 0.97 : 0.95;

	private static final int SPANS = 4318;

	private static final String TRACED = " --management.tracing.sampling.probability=0.1"
			+ " --management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:%d/v1/traces".formatted(SPANS);

	private static final String WATCHED = " --windhover.canary.enabled=true --windhover.canary.interval=1s" + TRACED;

	private WatchedHarness() {
	}

	public static void main(String[] command) throws Exception {
		LoggingSystem.get(WatchedHarness.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
		List<Double> ratios = new ArrayList<>();
		try (SpanSink sink = new SpanSink(SPANS);
				Turns alone = new Turns(command[0], false);
				Turns watched = new Turns(command[0] + (TRACES ? TRACED : WATCHED), !TRACES)) {
			alone.rate(WARM_UP);
			watched.rate(WARM_UP);
			for (int round = 0; round < ROUNDS; round++) {
				double rate = alone.turn(watched);
				ratios.add(watched.turn(alone) / rate);
				System.out.printf(Locale.ROOT, "%.3f ", ratios.get(round));
			}
			System.out.printf("%n%s%n", sink);
			System.out.printf(Locale.ROOT, "| alone | %s | ratio |%n| %s | %s | x %.3f (%.3f to %.3f) |%n",
					TRACES ? "traced" : "watched", alone, watched, median(ratios), Collections.min(ratios),
					Collections.max(ratios));
		}
		if (median(ratios) < LEAST) {
			throw new IllegalStateException("x %.3f is less than x %.2f".formatted(median(ratios), LEAST));
		}
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	/** One of the two, with what its turns and those of the other showed. */
	private static final class Turns implements AutoCloseable {

		private final Candidate candidate;

		private final List<String> routes;

		private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();

		private final List<Double> rates = new ArrayList<>();

		private final List<Double> rests = new ArrayList<>();

		Turns(String command, boolean looks) throws IOException {
			this.candidate = new Candidate(command);
			this.candidate.put("one", "- {id: first, type: return, value: 1}");
			this.routes = looks ? this.candidate.routes() : List.of();
		}

		double turn(Turns other) throws Exception {
			long began = System.nanoTime();
			double before = other.candidate.cpuSeconds();
			double rate = rate(LOAD);
			other.rests.add((other.candidate.cpuSeconds() - before) / ((System.nanoTime() - began) / 1e9));
			this.rates.add(rate);
			return rate;
		}

		double rate(int executions) throws Exception {
			List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
			Future<?> looking = this.watcher.scheduleAtFixedRate(() -> {
				try {
					this.routes.forEach(this.candidate::look);
				}
				catch (RuntimeException ex) {
					failures.add(ex);
				}
			}, 0, 1, TimeUnit.SECONDS);
			double rate = executions / this.candidate.seconds("one", executions);
			looking.cancel(false);
			if (!failures.isEmpty()) {
				throw new IllegalStateException("%d rounds of looks failed".formatted(failures.size()),
						failures.get(0));
			}
			return rate;
		}

		@Override
		public void close() throws IOException {
			this.watcher.shutdownNow();
			this.candidate.close();
		}

		@Override
		public String toString() {
			return "%.0f/s (%.0f to %.0f), at rest %.3f cores".formatted(median(this.rates),
					Collections.min(this.rates), Collections.max(this.rates), median(this.rests));
		}

	}

}
