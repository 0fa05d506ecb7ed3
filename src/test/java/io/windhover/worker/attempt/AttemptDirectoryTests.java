package io.windhover.worker.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.WorkingDirectory;
import io.windhover.file.FileStore;
import io.windhover.file.StoredFile;
import io.windhover.file.TestFiles;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.WorkerListeners;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptDirectoryTests {

	private static final long MAX_SIZE = 100_000;

	private final List<String> lines = new ArrayList<>();

	@SuppressWarnings("NullAway.Init") // before each test
	private Path data;

	@SuppressWarnings("NullAway.Init") // before each test
	private FileStore store;

	@BeforeEach
	void open(@TempDir Path directory) {
		this.data = directory.resolve("data");
		this.store = TestFiles.in(directory.resolve("files"), MAX_SIZE);
	}

	@Test
	void whatATaskLeavesTheNextOneFinds() throws IOException {
		AttemptOutcome first = run("a", new WorkingDirectory(null, null), (directory) -> {
			assertThat(directory).isEmptyDirectory();
			Files.writeString(directory.resolve("one"), "1");
		});
		assertThat(first.snapshot()).isEqualTo("windhover:///executions/e1/directories/s/a.tar");
		AttemptOutcome second = run("b", new WorkingDirectory(first.snapshot(), null), (directory) -> {
			assertThat(directory.resolve("one")).hasContent("1");
			Files.delete(directory.resolve("one"));
			Files.writeString(directory.resolve("two"), "2");
		});
		run("c", new WorkingDirectory(second.snapshot(), first.snapshot()),
				(directory) -> assertThat(directory.toFile().list()).containsExactly("two"));
		assertThat(kept()).containsExactly("directories/s/b.tar", "directories/s/c.tar");
		assertThat(left()).isEmpty();
	}

	@Test
	void whatFailsLeavesNothing() throws IOException {
		AttemptOutcome failed = run("a", new WorkingDirectory(null, null), (directory) -> {
			Files.writeString(directory.resolve("one"), "1");
			throw new IOException("no luck");
		});
		assertThat(failed.state()).isEqualTo(State.FAILED);
		assertThat(failed.snapshot()).isNull();
		assertThat(kept()).isEmpty();
		assertThat(left()).isEmpty();
	}

	@Test
	void aDirectoryThatIsTooLargeFailsTheTask() throws IOException {
		AttemptOutcome failed = run("a", new WorkingDirectory(null, null),
				(directory) -> Files.write(directory.resolve("large"), new byte[(int) MAX_SIZE]));
		assertThat(failed.state()).isEqualTo(State.FAILED);
		assertThat(failed.error()).contains("windhover.files.max-file-size");
		assertThat(kept()).isEmpty();
		assertThat(left()).isEmpty();
	}

	@Test
	void aSnapshotThatIsGoneFailsTheTaskWithItsAddress() throws IOException {
		String gone = "windhover:///executions/e0/directories/s/a.tar";
		AttemptOutcome failed = run("a", new WorkingDirectory(gone, null), (directory) -> {
		});
		assertThat(failed.error()).contains(gone, "windhover.files.directory");
		assertThat(left()).isEmpty();
	}

	@Test
	void aTaskThatDoesNotAskForItLeavesItAsItIs() throws IOException {
		AttemptOutcome outcome = work((directory) -> {
		}).run(job("idle", new WorkingDirectory("windhover:///executions/e1/x", null)), (context) -> {
		}, (result) -> result);
		assertThat(outcome.snapshot()).isNull();
		assertThat(left()).isEmpty();
	}

	@Test
	void aTaskThatSharesNoneHasNone() throws IOException {
		AttemptOutcome outcome = run("a", null, (directory) -> {
			throw new IllegalStateException("It has " + directory);
		});
		assertThat(outcome.state()).isEqualTo(State.SUCCESS);
		assertThat(outcome.snapshot()).isNull();
	}

	@Test
	void whatCannotBePackedIsSaid() throws Exception {
		Path socket = Path.of("socket");
		run("a", new WorkingDirectory(null, null), (directory) -> {
			assertThat(new ProcessBuilder("mkfifo", directory.resolve(socket).toString()).start().waitFor()).isZero();
		});
		assertThat(this.lines)
			.containsExactly("'socket' is neither a file, a folder nor a link, so the next task does not find it");
	}

	private AttemptOutcome run(String task, @Nullable WorkingDirectory shared, Use use) {
		return work(use).run(job(task, shared), (context) -> {
		}, (result) -> result);
	}

	private TaskWork work(Use use) {
		WorkerListeners listeners = new WorkerListeners(List::of);
		ScratchDirectories scratch = new ScratchDirectories(this.data, "here");
		UsedSecrets secrets = new UsedSecrets(new SecretSources(List::of));
		return new TaskWork(TestTasks.types(new TestTasks.Scripted((configuration, context) -> {
			Path directory = context.taskId().equals("idle") ? null : context.workingDirectory();
			if (directory != null) {
				use.with(directory);
			}
			return Map.of();
		})), (job, type) -> {
			AttemptLog log = new AttemptLog(job, (line) -> {
				this.lines.add(line.message());
				return new CompletableFuture<>();
			}, listeners, Clock.systemUTC(), 10, MAX_SIZE);
			AttemptFiles files = new AttemptFiles(job, secrets, this.store);
			return new AttemptContext(job, log, new AttemptMetrics(job, type, listeners), new AttemptFacts(), secrets,
					scratch, files, new AttemptDirectory(files, scratch, log), new AttemptChange(), 1_000);
		}, 1000);
	}

	private static Job job(String task, @Nullable WorkingDirectory shared) {
		WorkerTask run = new WorkerTask(task, "scripted", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
		return new Job("e1", "e1.s." + task, 1, "demo", "flow", 1, run, Map.of(), Instant.EPOCH, shared, null, null);
	}

	private List<String> kept() throws IOException {
		return this.store.list("e1", 0, 10).items().stream().map((StoredFile file) -> file.address().path()).toList();
	}

	private List<Path> left() throws IOException {
		Path scratch = this.data.resolve("scratch/here");
		if (!Files.exists(scratch)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(scratch)) {
			return files.toList();
		}
	}

	/**
	 * What a task does with the directory.
	 */
	private interface Use {

		void with(Path directory) throws Exception;

	}

}
