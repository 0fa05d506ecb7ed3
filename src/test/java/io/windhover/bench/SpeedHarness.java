package io.windhover.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Compares how fast builds of the application run executions. Each argument is a command
 * line; they take turns, so that a busy machine is as busy for one as for the other, and
 * each turn starts in an empty directory. Prints the median of the rounds with the spread
 * and, where there are two, the ratio of the second to the first.
 */
public final class SpeedHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	private static final int FIRST = 500;

	private static final int WARM_UP = Integer.getInteger("warm-up", 20_000);

	private static final int LOAD = Integer.getInteger("load", 10_000);

	private static final int IDLE = 300;

	private static final int IDLE_SECONDS = 20;

	private static final int[] AT_ONCE = Arrays.stream(System.getProperty("at-once", "5000,25000").split(","))
		.mapToInt(Integer::parseInt)
		.toArray();

	private final Map<String, Double> figures = new LinkedHashMap<>();

	private SpeedHarness() {
	}

	public static void main(String[] commands) throws Exception {
		Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < commands.length; i++) {
				String command = commands[(round % 2 == 0) ? i : commands.length - 1 - i];
				SpeedHarness harness = new SpeedHarness();
				harness.measure(command);
				harness.figures.forEach((what, value) -> all.computeIfAbsent(what, (each) -> new LinkedHashMap<>())
					.computeIfAbsent(command, (each) -> new ArrayList<>())
					.add(value));
			}
		}
		all.forEach((what, byCommand) -> print(what, commands, byCommand));
	}

	private void measure(String command) throws IOException, InterruptedException, ExecutionException {
		try (Candidate candidate = new Candidate(command)) {
			candidate.put("one", "- {id: first, type: return, value: 1}");
			candidate.put("three", """
					- {id: first, type: return, value: 1}
					- {id: second, type: return, value: "{{ outputs.first.value }}"}
					- {id: third, type: return, value: "{{ outputs.second.value }}"}
					""");
			figure("first %d executions, per second".formatted(FIRST), FIRST / candidate.seconds("one", FIRST));
			candidate.seconds("one", WARM_UP);
			candidate.seconds("three", WARM_UP / 4);
			load(candidate, "one");
			load(candidate, "three");
			for (int executions : AT_ONCE) {
				figure("one task, %,d at once, per second".formatted(executions),
						executions / candidate.seconds("one", executions));
			}
			idle(candidate, "one");
			idle(candidate, "three");
			double before = candidate.cpuSeconds();
			Thread.sleep(IDLE_SECONDS * 1000L);
			figure("idle, cores", (candidate.cpuSeconds() - before) / IDLE_SECONDS);
		}
	}

	private void load(Candidate candidate, String flow) throws IOException, InterruptedException, ExecutionException {
		long records = candidate.records();
		Map<String, Double> threads = candidate.cpu();
		double cpu = candidate.cpuSeconds();
		double seconds = candidate.seconds(flow, LOAD);
		figure(flow + ": executions per second", LOAD / seconds);
		figure(flow + ": CPU per execution, ms", (candidate.cpuSeconds() - cpu) * 1000 / LOAD);
		figure(flow + ": records per execution", (double) (candidate.records() - records) / LOAD);
		candidate.cpu().forEach((thread, total) -> {
			double millis = (total - threads.getOrDefault(thread, 0.0)) * 1000 / LOAD;
			if (millis >= 0.02) {
				figure("%s: CPU of %s, ms".formatted(flow, thread), millis);
			}
		});
	}

	/** One at a time. */
	private void idle(Candidate candidate, String flow) {
		double[] millis = IntStream.range(0, IDLE).mapToDouble((i) -> candidate.millis(flow)).sorted().toArray();
		figure(flow + ": created to ended, idle, median, ms", millis[millis.length / 2]);
		figure(flow + ": created to ended, idle, 99th percentile, ms", millis[millis.length * 99 / 100]);
	}

	private void figure(String what, double value) {
		this.figures.put(what, value);
		System.err.printf(Locale.ROOT, "%s %.3f%n", what, value);
	}

	private static void print(String what, String[] commands, Map<String, List<Double>> byCommand) {
		StringBuilder line = new StringBuilder("| " + what + " |");
		for (String command : commands) {
			double[] sorted = byCommand.getOrDefault(command, List.of())
				.stream()
				.mapToDouble((v) -> v)
				.sorted()
				.toArray();
			line.append((sorted.length == 0) ? " - |" : " %.2f (%.2f to %.2f) |".formatted(sorted[sorted.length / 2],
					sorted[0], sorted[sorted.length - 1]));
		}
		if (commands.length == 2 && byCommand.size() == 2) {
			line.append(" x %.2f |".formatted(median(byCommand.get(commands[1])) / median(byCommand.get(commands[0]))));
		}
		System.out.println(line);
	}

	private static double median(List<Double> values) {
		return values.stream().mapToDouble((value) -> value).sorted().toArray()[values.size() / 2];
	}

}
