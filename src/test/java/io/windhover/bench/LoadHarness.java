package io.windhover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * Runs the packaged application under load, and prints how long it takes to start, how
 * much memory it holds, how fast an execution ends and how many do in a second.
 */
public final class LoadHarness {

	private static final int IDLE_EXECUTIONS = 300;

	private static final int LOAD_EXECUTIONS = 5000;

	private static final int CLIENTS = 16;

	private final WindhoverProcess windhover;

	private LoadHarness(WindhoverProcess windhover) {
		this.windhover = windhover;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Files.createTempDirectory("windhover-bench");
		long began = System.nanoTime();
		try (WindhoverProcess windhover = WindhoverProcess.startJar(directory)) {
			windhover.awaitReady();
			print("start to ready, first", "%.1f s", seconds(began));
			LoadHarness harness = new LoadHarness(windhover);
			harness.starts();
			harness.putFlows();
			print("resident memory, idle", "%.0f MB", harness.residentMegabytes());
			harness.idle();
			harness.load("one");
			harness.load("three");
			print("resident memory, after load", "%.0f MB", harness.residentMegabytes());
		}
	}

	private void starts() {
		this.windhover.stop();
		long began = System.nanoTime();
		this.windhover.restart().awaitReady();
		print("start to ready, after a clean stop", "%.1f s", seconds(began));
		this.windhover.kill();
		began = System.nanoTime();
		this.windhover.restart().awaitReady();
		print("start to ready, after kill -9", "%.1f s", seconds(began));
	}

	private void putFlows() {
		this.windhover.put("bench", "one", """
				namespace: bench
				id: one
				tasks:
				  - {id: first, type: return, value: 1}
				""");
		this.windhover.put("bench", "three", """
				namespace: bench
				id: three
				tasks:
				  - {id: first, type: return, value: 1}
				  - {id: second, type: return, value: "{{ outputs.first.value }}"}
				  - {id: third, type: return, value: "{{ outputs.second.value }}"}
				""");
	}

	/** One execution at a time: from its creation to its end, by its own history. */
	private void idle() {
		IntStream.range(0, IDLE_EXECUTIONS).forEach((i) -> millis("one"));
		long[] millis = IntStream.range(0, IDLE_EXECUTIONS).mapToLong((i) -> millis("one")).sorted().toArray();
		print("created to ended, idle, one task, median", "%.0f ms", (double) millis[millis.length / 2]);
		print("created to ended, idle, one task, 99th percentile", "%.0f ms",
				(double) millis[millis.length * 99 / 100]);
	}

	private long millis(String flow) {
		JsonNode execution = this.windhover.create("bench", flow, "{}", "?wait=PT60S");
		Instant ended = Instant.parse(execution.get("endedAt").asString());
		return Duration.between(Instant.parse(execution.get("createdAt").asString()), ended).toMillis();
	}

	/** As many as it takes, created by several clients at once. */
	private void load(String flow) throws ExecutionException, InterruptedException {
		double before = ended(flow);
		double cpu = cpuSeconds();
		long began = System.nanoTime();
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			Callable<Void> client = () -> {
				for (int i = 0; i < LOAD_EXECUTIONS / CLIENTS; i++) {
					this.windhover.create("bench", flow, "{}", "");
				}
				return null;
			};
			for (Future<Void> done : clients.invokeAll(IntStream.range(0, CLIENTS).mapToObj((i) -> client).toList())) {
				done.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
		int created = LOAD_EXECUTIONS / CLIENTS * CLIENTS;
		Awaitility.await()
			.atMost(Duration.ofMinutes(10))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ended(flow) - before >= created);
		double seconds = seconds(began);
		print("executions per second, task count " + flow, "%.0f", created / seconds);
		print("CPU per execution, everything in one process, task count " + flow, "%.2f ms",
				(cpuSeconds() - cpu) * 1000 / created);
	}

	private double ended(String flow) {
		JsonNode answer = this.windhover
			.get(this.windhover.management("/metrics/executor.execution.end.count?tag=flow_id:" + flow));
		return answer.get("measurements").get(0).get("value").asDouble();
	}

	private double cpuSeconds() {
		return ProcessHandle.of(this.windhover.pid())
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElseThrow()
			.toMillis() / 1000.0;
	}

	private double residentMegabytes() throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(this.windhover.pid()), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS"))
			.flatMap((line) -> Arrays.stream(line.split("\\s+")))
			.filter((word) -> word.matches("\\d+"))
			.mapToDouble(Double::parseDouble)
			.sum() / 1024;
	}

	private static double seconds(long sinceNanos) {
		return (System.nanoTime() - sinceNanos) / 1e9;
	}

	private static void print(String what, String format, double value) {
		System.out.printf(Locale.ROOT, "| %s | " + format + " |%n", what, value);
	}

}
