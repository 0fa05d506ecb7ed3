package io.windhover.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * What it costs to be watched: executions per second of the application given as the one
 * argument, alone, and with a scrape and every route of the management port asked for
 * once a second, a canary each second and a tenth of the traces sent. They take turns,
 * and each turn starts in an empty directory. Fails when the ratio of the medians is
 * below 0.95. With {@code -Dtraces=true} it is the tenth of the traces and nothing else,
 * which is to cost less: 0.97.
 */
public final class WatchedHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 4);

	private static final int WARM_UP = Integer.getInteger("warm-up", 15_000);

	private static final int LOAD = Integer.getInteger("load", 15_000);

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
		List<Double> alone = new ArrayList<>();
		List<Double> watched = new ArrayList<>();
		try (SpanSink sink = new SpanSink(SPANS)) {
			for (int round = 0; round < ROUNDS; round++) {
				alone.add(alone(command[0]));
				watched.add(TRACES ? alone(command[0] + TRACED) : watched(command[0] + WATCHED));
			}
			System.out.println(sink);
		}
		double ratio = median(watched) / median(alone);
		System.out.printf(Locale.ROOT, "| alone | %s | ratio |%n| %s | %s | x %.3f |%n", TRACES ? "traced" : "watched",
				cell(alone), cell(watched), ratio);
		if (ratio < LEAST) {
			throw new IllegalStateException("x %.3f is less than x %.2f".formatted(ratio, LEAST));
		}
	}

	private static double alone(String command) throws Exception {
		try (Candidate candidate = new Candidate(command)) {
			return rate(candidate);
		}
	}

	private static double watched(String command) throws Exception {
		ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
		try (Candidate candidate = new Candidate(command)) {
			List<String> routes = candidate.routes();
			List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
			var watching = watcher.scheduleAtFixedRate(() -> {
				try {
					routes.forEach(candidate::look);
				}
				catch (RuntimeException ex) {
					failures.add(ex);
				}
			}, 1, 1, TimeUnit.SECONDS);
			double rate = rate(candidate);
			watching.cancel(true);
			if (!failures.isEmpty()) {
				throw new IllegalStateException("%d rounds of looks failed".formatted(failures.size()),
						failures.get(0));
			}
			return rate;
		}
		finally {
			watcher.shutdownNow();
		}
	}

	private static double rate(Candidate candidate) throws Exception {
		candidate.put("one", "- {id: first, type: return, value: 1}");
		candidate.seconds("one", WARM_UP);
		return LOAD / candidate.seconds("one", LOAD);
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	private static String cell(List<Double> values) {
		return "%.0f/s (%.0f to %.0f)".formatted(median(values), Collections.min(values), Collections.max(values));
	}

}
