package io.windhover.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Compares how fast builds of the application run executions. Each argument is a command
 * line; they take turns, so that a busy machine is as busy for one as for the other, and
 * each turn starts in an empty directory. {@link BareLoop} takes its turn beside them.
 * Prints the median of the rounds with the spread and, where there are two, the ratio of
 * the second to the first.
 */
public final class SpeedHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 3);

	private static final int FIRST = 500;

	private static final int WARM_UP = Integer.getInteger("warm-up", 20_000);

	/** 0 leaves out all but the executions that wait. */
	private static final int LOAD = Integer.getInteger("load", 10_000);

	private static final int FEW_CHILDREN = 10;

	private static final int MANY_CHILDREN = 10_000;

	/** As Kestra publishes of its own: 1,200 executions a minute, for a minute. */
	private static final int CHAINS = 1_200;

	private static final int CHAIN = 5;

	private static final int LOOPS = 30;

	private static final int LOOP = 100;

	private static final int IDLE = 300;

	private static final int IDLE_SECONDS = 20;

	/** The first is what the others are compared with. */
	private static final int[] AT_ONCE = Arrays.stream(System.getProperty("at-once", "5000,25000,100000").split(","))
		.mapToInt(Integer::parseInt)
		.toArray();

	/** Executions that wait in a small heap; 0 leaves them out. */
	private static final int WAITING = Integer.getInteger("waiting", 100_000);

	/** Longer than it takes to create them. */
	private static final int WAIT_SECONDS = Math.max(30, WAITING / 400);

	/** Seconds of twice the load that it can do; 0 leaves them out. */
	private static final int OVERLOAD_SECONDS = Integer.getInteger("overload", 60);

	/** The port of a receiver of spans; 0 where no candidate sends any. */
	private static final int SPANS = Integer.getInteger("spans", 0);

	/** More than this are not asked for before an answer. */
	private static final int UNANSWERED = 2_000;

	private static final int LISTED = 30;

	/** As a candidate of its own. */
	private static final String BARE = "bare loop";

	private final Map<String, Double> figures = new LinkedHashMap<>();

	private SpeedHarness() {
	}

	public static void main(String[] commands) throws Exception {
		LoggingSystem.get(SpeedHarness.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
		Map<String, Map<String, List<Double>>> all = new LinkedHashMap<>();
		try (SpanSink sink = new SpanSink(SPANS)) {
			rounds(commands, all);
			if (SPANS != 0) {
				System.out.println(sink);
			}
		}
		all.forEach((what, byCommand) -> print(what, commands, byCommand));
	}

	private static void rounds(String[] commands, Map<String, Map<String, List<Double>>> all)
			throws IOException, InterruptedException, ExecutionException {
		List<String> turns = Stream.concat(Stream.of(commands), Stream.of(BARE)).toList();
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < turns.size(); i++) {
				String turn = turns.get((round % 2 == 0) ? i : turns.size() - 1 - i);
				SpeedHarness harness = new SpeedHarness();
				if (turn.equals(BARE)) {
					harness.bareLoop();
				}
				else {
					harness.measure(turn);
					harness.waiting(turn);
				}
				harness.addTo(all, turn);
			}
		}
	}

	private void addTo(Map<String, Map<String, List<Double>>> all, String command) {
		this.figures.forEach((what, value) -> all.computeIfAbsent(what, (each) -> new LinkedHashMap<>())
			.computeIfAbsent(command, (each) -> new ArrayList<>())
			.add(value));
	}

	private void bareLoop() throws IOException, InterruptedException {
		if (LOAD == 0) {
			return;
		}
		Process process = new ProcessBuilder("java", "-classpath", System.getProperty("java.class.path"),
				BareLoop.class.getName(), Integer.toString(WARM_UP), Integer.toString(LOAD))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The bare loop failed: " + printed);
		}
		int between = printed.indexOf(' ');
		figure("one: executions per second", Double.parseDouble(printed.substring(0, between)));
		figure("one: CPU per execution, ms", Double.parseDouble(printed.substring(between + 1)));
	}

	private void measure(String command) throws IOException, InterruptedException, ExecutionException {
		if (LOAD == 0) {
			return;
		}
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
			listed(candidate);
			atOnce(candidate);
			eachOf(candidate);
			chains(candidate);
			loops(candidate);
			overload(candidate);
			idle(candidate, "one");
			idle(candidate, "three");
			double before = candidate.cpuSeconds();
			Thread.sleep(IDLE_SECONDS * 1000L);
			figure("idle, cores", (candidate.cpuSeconds() - before) / IDLE_SECONDS);
		}
	}

	private void atOnce(Candidate candidate) throws InterruptedException, ExecutionException {
		double first = 0;
		for (int executions : AT_ONCE) {
			double rate = executions / candidate.seconds("one", executions);
			figure("one task, %,d at once, per second".formatted(executions), rate);
			if (first == 0) {
				first = rate;
			}
			else {
				figure("one task, %,d at once against %,d".formatted(executions, AT_ONCE[0]), rate / first);
			}
		}
	}

	/** How far behind the repository is while executions run without a pause. */
	private void listed(Candidate candidate) throws InterruptedException, ExecutionException {
		CompletableFuture<double[]> lags = CompletableFuture.supplyAsync(() -> IntStream.range(0, LISTED)
			.mapToDouble((i) -> candidate.millisUntilListed("one"))
			.sorted()
			.toArray());
		while (!lags.isDone()) {
			candidate.seconds("one", FIRST);
		}
		figure("end to listing, at full load, median, ms", lags.get()[LISTED / 2]);
		figure("end to listing, at full load, longest of %d, ms".formatted(LISTED), lags.get()[LISTED - 1]);
	}

	/** They wait until all are created, and all end. */
	private void waiting(String command) throws IOException, InterruptedException, ExecutionException {
		if (WAITING == 0) {
			return;
		}
		try (Candidate candidate = new Candidate(command.replaceFirst("java ", "java -Xmx512m "))) {
			candidate.put("one", "- {id: first, type: return, value: 1}");
			if (!candidate.canPut("wait", "- {id: hold, type: pause, duration: PT%dS}".formatted(WAIT_SECONDS))) {
				return;
			}
			candidate.putEachMinute("minute", "- {id: first, type: return, value: 1}");
			candidate.create("wait", FIRST);
			candidate.seconds("one", FIRST);
			String waiting = "%,d executions that wait: ".formatted(WAITING);
			figure(waiting + "live heap before, MB", candidate.liveHeap() / 1e6);
			long began = System.nanoTime();
			candidate.create("wait", WAITING - FIRST);
			long created = System.nanoTime();
			figure(waiting + "created per second", (WAITING - FIRST) / ((created - began) / 1e9));
			candidate.seconds("one", FIRST);
			figure(waiting + "live heap, MB", candidate.liveHeap() / 1e6);
			figure(waiting + "created to ended, another, ms", candidate.millis("one"));
			candidate.awaitEnds("wait", WAITING);
			figure(waiting + "last end, after it was due, s", (System.nanoTime() - created) / 1e9 - WAIT_SECONDS);
			figure(waiting + "live heap after, MB", candidate.liveHeap() / 1e6);
			figure(waiting + "schedule of each minute, latest of %d, s".formatted((int) candidate.ended("minute")),
					candidate.latest("minute"));
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

	/** Creates twice as many a second as it did before, whatever it answers. */
	private void overload(Candidate candidate) throws IOException, InterruptedException {
		double rate = 2 * this.figures.getOrDefault("one: executions per second", 0.0);
		int asked = (int) (rate * OVERLOAD_SECONDS);
		if (asked == 0) {
			return;
		}
		double before = candidate.ended("one");
		double heap = candidate.liveHeap();
		double mostHeap = heap;
		Semaphore free = new Semaphore(UNANSWERED);
		List<CompletableFuture<Integer>> submitted = new ArrayList<>(asked);
		long began = System.nanoTime();
		for (int i = 0; i < asked; i++) {
			long due = began + (long) (i / rate * 1e9);
			LockSupport.parkNanos(due - System.nanoTime());
			free.acquire();
			submitted.add(candidate.submit("one").handle((status, failure) -> {
				free.release();
				return (failure == null) ? status : 0;
			}));
			if (i % (asked / 10) == asked / 20) {
				mostHeap = Math.max(mostHeap, candidate.liveHeap());
			}
		}
		Map<Integer, Integer> answers = new TreeMap<>();
		submitted.forEach((each) -> answers.merge(each.join(), 1, Integer::sum));
		double seconds = (System.nanoTime() - began) / 1e9;
		int accepted = answers.entrySet()
			.stream()
			.filter((answer) -> answer.getKey() / 100 == 2)
			.mapToInt(Map.Entry::getValue)
			.sum();
		figure("overload: creates per second", asked / seconds);
		answers.forEach((status, count) -> figure(
				"overload: of them " + ((status != 0) ? "answered " + status : "not answered"), count / seconds));
		figure("overload: executions per second", (candidate.ended("one") - before) / seconds);
		candidate.awaitEnds("one", before + accepted);
		figure("overload: accepted, and all ended", accepted);
		figure("overload: live heap before, MB", heap / 1e6);
		figure("overload: live heap, most of ten looks, MB", mostHeap / 1e6);
	}

	/** A build that has no such loops is left out. */
	private void eachOf(Candidate candidate) throws InterruptedException, ExecutionException {
		if (!candidate.canPut("few", each(FEW_CHILDREN)) || !candidate.canPut("many", each(MANY_CHILDREN))) {
			return;
		}
		candidate.millis("many");
		double few = candidate.seconds("few", MANY_CHILDREN / FEW_CHILDREN);
		double many = candidate.millis("many") / 1000;
		figure("for-each, %,d children at once: seconds".formatted(MANY_CHILDREN), many);
		figure("for-each: a child of %,d against one of %d".formatted(MANY_CHILDREN, FEW_CHILDREN), many / few);
	}

	/** An {@code if} with a log each, one after the other, at an even rate. */
	private void chains(Candidate candidate) {
		String tasks = IntStream.range(0, CHAIN).mapToObj("""
				- {id: if%1$d, type: if, condition: true, then: [{id: log%1$d, type: log, message: hello}]}
				"""::formatted).collect(Collectors.joining());
		if (!candidate.canPut("chain", tasks)) {
			return;
		}
		double[] millis = new double[0];
		// the first minute is the warm-up
		for (int minute = 0; minute < 2; minute++) {
			long began = System.nanoTime();
			List<CompletableFuture<Double>> submitted = new ArrayList<>(CHAINS);
			for (int i = 0; i < CHAINS; i++) {
				LockSupport.parkNanos(began + i * 60_000_000_000L / CHAINS - System.nanoTime());
				submitted.add(candidate.millisLater("chain"));
			}
			millis = submitted.stream().mapToDouble(CompletableFuture::join).toArray();
		}
		figure("chain of %d ifs with a log each, %,d a minute, created to ended, mean, ms".formatted(CHAIN, CHAINS),
				Arrays.stream(millis).average().orElseThrow());
	}

	/** One child after the other, one loop after the other. */
	private void loops(Candidate candidate) {
		String loop = """
				- id: each
				  type: for-each
				  items: "{{ range(1, %d) }}"
				  tasks: [{id: say, type: log, message: "{{ item }}"}]
				""".formatted(LOOP);
		if (!candidate.canPut("loop", loop)) {
			return;
		}
		candidate.millis("loop");
		figure("loop of %d logs, one after the other, created to ended, mean, ms".formatted(LOOP),
				IntStream.range(0, LOOPS).mapToDouble((i) -> candidate.millis("loop")).average().orElseThrow());
	}

	private static String each(int children) {
		return """
				- id: each
				  type: for-each
				  items: "{{ range(1, %d) }}"
				  concurrency: 0
				  tasks: [{id: say, type: return, value: "{{ item }}"}]
				""".formatted(children);
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
			line.append(cell(byCommand.getOrDefault(command, List.of())));
		}
		if (byCommand.containsKey(BARE)) {
			line.append(" " + BARE + ":").append(cell(byCommand.get(BARE)));
		}
		if (commands.length == 2 && byCommand.keySet().containsAll(List.of(commands))) {
			line.append(" x %.2f |".formatted(median(byCommand.get(commands[1])) / median(byCommand.get(commands[0]))));
		}
		System.out.println(line);
	}

	private static String cell(List<Double> values) {
		if (values.isEmpty()) {
			return " - |";
		}
		return " %.2f (%.2f to %.2f) |".formatted(median(values), Collections.min(values), Collections.max(values));
	}

	private static double median(List<Double> values) {
		return values.stream().mapToDouble((value) -> value).sorted().toArray()[values.size() / 2];
	}

}
