package io.windhover.worker.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class ShellTaskTests {

	private final RecordingContext context = new RecordingContext();

	@TempDir
	private @Nullable Path directory;

	@Test
	void outputsAreTheExitCodeAndWhatWasWritten() throws Exception {
		Map<String, Object> outputs = run("echo one; echo two; echo careful >&2");
		assertThat(outputs).isEqualTo(Map.of("exitCode", 0, "stdout", "one\ntwo"));
		assertThat(this.context.lines).contains("INFO one", "INFO two", "WARN careful");
		assertThat(this.context.facts).containsOnlyKeys("pid");
		assertThat(this.context.metrics)
			.containsOnly("output.lines[stream, stdout]=1.0", "output.lines[stream, stderr]=1.0")
			.hasSize(3);
	}

	@Test
	void nonZeroExitFailsWithCodeLastErrorLineAndOutputs() {
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run("echo out; echo first >&2; echo last >&2; exit 3"))
			.withMessage("exit code 3: last")
			.satisfies((ex) -> assertThat(ex.outputs()).isEqualTo(Map.of("exitCode", 3, "stdout", "out")));
	}

	@Test
	void commandRunsInADirectoryOfItsOwnThatIsDeleted() throws Exception {
		Object directory = run("pwd; touch file").get("stdout");
		assertThat(String.valueOf(directory)).contains("windhover-test-");
		assertThat(Path.of(String.valueOf(directory))).doesNotExist();
	}

	@Test
	void commandRunsWhereItIsTold() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("pwd > where", null,
				String.valueOf(this.directory));
		new ShellTask().run(configuration, this.context);
		assertThat(file("where")).hasContent(String.valueOf(this.directory));
	}

	@Test
	void workingDirectoryThatIsNotThereIsNamed() {
		ShellTask.Configuration configuration = new ShellTask.Configuration("pwd", null, file("gone").toString());
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new ShellTask().run(configuration, this.context))
			.withMessage("workingDirectory '%s' does not exist", file("gone"));
	}

	@Test
	void environmentIsWhatIsGivenAndLittleElse() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("env", Map.of("GREETING", "hello"), null);
		Object stdout = new ShellTask().run(configuration, this.context).get("stdout");
		assertThat(String.valueOf(stdout).lines()).contains("GREETING=hello")
			.allMatch((line) -> line.matches("(GREETING|PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_ALL|TZ|TMPDIR|JAVA_HOME"
					+ "|PWD|OLDPWD|SHLVL|_)=.*"));
	}

	@Test
	void stdoutIsBoundedAndLongLinesAreCut() throws Exception {
		Object stdout = run("head -c 100000 /dev/zero | tr '\\0' x; for i in 1 2 3 4 5 6 7 8 9; do "
				+ "echo; head -c 16000 /dev/zero | tr '\\0' y; done")
			.get("stdout");
		assertThat(String.valueOf(stdout)).hasSizeBetween(60 * 1024, 64 * 1024 + 8);
		assertThat(this.context.lines).allMatch((line) -> line.length() <= 16 * 1024 + 5);
	}

	@Test
	void interruptEndsTheWholeTreeEvenWhatIgnoresTermAndWhatLostItsParent() throws Exception {
		FutureTask<?> run = start("""
				trap '' TERM
				(sleep 301 & echo $! > orphan) # its parent ends at once
				sh -c 'trap "" TERM; echo $$ > stubborn; while true; do sleep 0.1; done' &
				sleep 302 & echo $! > child
				echo $$ > leader
				wait; while true; do sleep 0.1; done
				""");
		List<String> names = List.of("orphan", "stubborn", "child", "leader");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> names.stream().allMatch((name) -> Files.isRegularFile(file(name)) && pid(name).isPresent()));
		List<ProcessHandle> processes = names.stream()
			.map((name) -> pid(name).flatMap(ProcessHandle::of).orElseThrow())
			.toList();
		assertThat(processes).allMatch(ProcessHandle::isAlive);
		run.cancel(true);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> processes.stream().noneMatch(this::runs));
	}

	@Test
	void whatACommandLeavesInTheBackgroundEndsWithIt() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("sleep 303 & echo $! > left", null,
				String.valueOf(this.directory));
		assertThat(new ShellTask().run(configuration, this.context)).containsEntry("exitCode", 0);
		assertThat(pid("left").flatMap(ProcessHandle::of).filter(this::runs)).isEmpty();
	}

	/** A zombie has ended, whoever is to reap it. */
	private boolean runs(ProcessHandle process) {
		try {
			Path status = Path.of("/proc/%d/stat".formatted(process.pid()));
			return process.isAlive() && !(Files.exists(status) && Files.readString(status).contains(") Z "));
		}
		catch (IOException ex) {
			return false;
		}
	}

	private FutureTask<?> start(String command) {
		ShellTask.Configuration configuration = new ShellTask.Configuration(command, null,
				String.valueOf(this.directory));
		FutureTask<?> run = new FutureTask<>(() -> new ShellTask().run(configuration, this.context));
		Thread thread = new Thread(run, "task-under-test");
		thread.setDaemon(true);
		thread.start();
		return run;
	}

	private Map<String, Object> run(String command) throws Exception {
		return new ShellTask().run(new ShellTask.Configuration(command, null, null), this.context);
	}

	private Path file(String name) {
		return Path.of(String.valueOf(this.directory)).resolve(name);
	}

	private Optional<Long> pid(String name) {
		try {
			String text = Files.readString(file(name)).strip();
			return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
