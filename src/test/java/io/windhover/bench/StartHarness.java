package io.windhover.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.windhover.system.FreePorts;
import org.springframework.util.FileSystemUtils;

/**
 * Starts the application in an empty directory until readiness is UP, again and again,
 * and prints the time and the processor time that it took. Several command lines, each
 * one argument, take turns, so that a busy machine is as busy for one as for the other;
 * without arguments it is the jar. With {@code -Dkilled=true} it is the start after kill
 * -9 in the same directory, of a process that was ready.
 */
public final class StartHarness {

	private static final int ROUNDS = Integer.getInteger("rounds", 5);

	private static final boolean KILLED = Boolean.getBoolean("killed");

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private StartHarness() {
	}

	public static void main(String[] args) throws IOException, InterruptedException {
		List<String> commands = (args.length > 0) ? List.of(args)
				: List.of("java -jar " + Path.of("target", "windhover.jar").toAbsolutePath());
		Map<String, List<Start>> starts = new LinkedHashMap<>();
		for (int round = 0; round < ROUNDS; round++) {
			for (int i = 0; i < commands.size(); i++) {
				String command = commands.get((round % 2 == 0) ? i : commands.size() - 1 - i);
				starts.computeIfAbsent(command, (each) -> new ArrayList<>()).add(round(command));
			}
		}
		System.out.printf("| start to ready %s | time | processor time |%n",
				KILLED ? "after kill -9" : "in an empty directory");
		starts.forEach((command, all) -> System.out.printf("| `%s` | %s | %s |%n", command,
				spread(all.stream().mapToDouble(Start::seconds).toArray()),
				spread(all.stream().mapToDouble(Start::cpuSeconds).toArray())));
	}

	private static Start round(String command) throws IOException, InterruptedException {
		Path directory = Files.createTempDirectory("windhover-start");
		int management = FreePorts.next();
		List<String> line = new ArrayList<>(Arrays.asList(command.split(" ")));
		line.addAll(List.of("--server.port=" + FreePorts.next(), "--management.server.port=" + management,
				"--windhover.broker.port=" + FreePorts.next()));
		try {
			Start first = start(line, directory, management);
			return KILLED ? start(line, directory, management) : first;
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	/** The process is killed as soon as it is ready. */
	private static Start start(List<String> line, Path directory, int management)
			throws IOException, InterruptedException {
		long began = System.nanoTime();
		Process process = new ProcessBuilder(line).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("windhover.log").toFile())
			.start();
		try {
			while (!isReady(management)) {
				double seconds = (System.nanoTime() - began) / 1e9;
				if (!process.isAlive() || seconds > LIMIT.toSeconds()) {
					throw new IllegalStateException("Not ready after %.0f s:%n%s".formatted(seconds,
							Files.readString(directory.resolve("windhover.log"))));
				}
				Thread.sleep(20);
			}
			double seconds = (System.nanoTime() - began) / 1e9;
			Duration cpu = process.info().totalCpuDuration().orElseThrow();
			return new Start(seconds, cpu.toMillis() / 1000.0);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static boolean isReady(int port) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
			.timeout(Duration.ofSeconds(10))
			.build();
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String spread(double[] values) {
		double[] sorted = Arrays.stream(values).sorted().toArray();
		return String.format(Locale.ROOT, "%.1f s (%.1f to %.1f)", sorted[sorted.length / 2], sorted[0],
				sorted[sorted.length - 1]);
	}

	private record Start(double seconds, double cpuSeconds) {
	}

}
