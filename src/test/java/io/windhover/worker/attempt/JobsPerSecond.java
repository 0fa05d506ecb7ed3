package io.windhover.worker.attempt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import io.windhover.execution.Job;
import io.windhover.execution.TaskResult;
import io.windhover.worker.WorkerView;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/**
 * Measures how many empty jobs go through the share group, with start and end published,
 * and how long one takes on an idle worker.
 */
public final class JobsPerSecond {

	private static final int JOBS = 10_000;

	private static final int SINGLE = 50;

	private JobsPerSecond() {
	}

	/**
	 * Takes further properties as arguments, such as windhover.worker.batch=64.
	 */
	@SuppressWarnings("SystemOut")
	public static void main(String[] properties) throws Exception {
		Path data = Files.createTempDirectory("windhover-jobs-per-second");
		try (WorkerApplication worker = WorkerApplication.start(data, properties)) {
			Awaitility.await().until(() -> worker.get(WorkerView.class).isReady());
			run(worker, "warm-up", JOBS);
			System.out.printf("%d jobs: %.0f jobs/s%n", JOBS, JOBS / run(worker, "measured", JOBS));
			double seconds = 0;
			for (int i = 0; i < SINGLE; i++) {
				seconds += run(worker, "single-" + i, 1);
			}
			System.out.printf("one job on an idle worker: %.1f ms from sent to its end read%n",
					seconds * 1000 / SINGLE);
			System.out.printf("given back: %d%n", worker.results(TaskResult.Returned.class).size());
		}
		finally {
			FileSystemUtils.deleteRecursively(data);
		}
	}

	private static double run(WorkerApplication worker, String name, int jobs) {
		int expected = worker.results.size() + 2 * jobs;
		long start = System.nanoTime();
		worker.submit(
				IntStream.range(0, jobs).<Job>mapToObj((i) -> TestTasks.job(name + "-" + i, Map.of(), null)).toList());
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.atMost(Duration.ofMinutes(5))
			.until(() -> worker.results.size() >= expected);
		return (System.nanoTime() - start) / 1e9;
	}

}
