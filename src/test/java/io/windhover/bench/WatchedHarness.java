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
 * once a second, a canary six times as often as by default and a tenth of the traces
 * sent. Both are started and warmed up first, the routes as by a quarter of an hour of
 * looks, then they take turns, each at rest while the other works; what an execution
 * takes of the processor is printed, which a busy machine changes less than the rate, and
 * what a process at rest does. Fails when the median of the ratios of neighbours is below
 * 0.95. With {@code -Dtraces=true} it is the tenth of the traces and nothing else, which
 * is to cost less: 0.97.
 */
public final class WatchedHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 9);

	private static final int WARM_UP = Integer.getInteger("warm-up", 60_000);

	private static final int LOAD = Integer.getInteger("load", 10_000);

	/** Rounds of looks before the first turn. */
	private static final int LOOKS = Integer.getInteger("looks", 1_000);

	/** Only what traces cost. */
	private static final boolean TRACES = Boolean.getBoolean("traces");

	private static final double LEAST = TRACES ? 0.97 : 0.95;

	private static final int SPANS = 4318;

	private static final String TRACED = " --management.tracing.sampling.probability=0.1"
			+ " --management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:%d/v1/traces".formatted(SPANS);

	private static final String WATCHED = " --windhover.canary.enabled=true --windhover.canary.interval=10s" + TRACED;

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
			watched.look(LOOKS);
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

		/** Milliseconds of the processor for each execution. */
		private final List<Double> costs = new ArrayList<>();

		private final List<Double> rests = new ArrayList<>();

		Turns(String command, boolean looks) throws IOException {
			this.candidate = new Candidate(command);
			this.candidate.put("one", "- {id: first, type: return, value: 1}");
			this.routes = looks ? this.candidate.routes() : List.of();
		}

		void look(int rounds) {
			for (int round = 0; round < rounds; round++) {
				this.routes.forEach(this.candidate::look);
			}
		}

		double turn(Turns other) throws Exception {
			long began = System.nanoTime();
			double before = other.candidate.cpuSeconds();
			double own = this.candidate.cpuSeconds();
			double rate = rate(LOAD);
			this.costs.add(1000 * (this.candidate.cpuSeconds() - own) / LOAD);
			other.rests.add((other.candidate.cpuSeconds() - before) / ((System.nanoTime() - began) / 1e9));
			this.rates.add(rate);
			return rate;
		}

		double rate(int executions) throws Exception {
			List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
			Future<?> looking = this.watcher.scheduleAtFixedRate(() -> {
				try {
					look(1);
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
			return "%.0f/s (%.0f to %.0f), %.2f ms (%.2f to %.2f) of the processor each, at rest %.3f cores".formatted(
					median(this.rates), Collections.min(this.rates), Collections.max(this.rates), median(this.costs),
					Collections.min(this.costs), Collections.max(this.costs), median(this.rests));
		}

	}

}
