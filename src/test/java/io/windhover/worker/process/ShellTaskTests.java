package io.windhover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.FutureTask;

import io.windhover.execution.trace.TraceHeaders;
import io.windhover.worker.task.MaskingContext;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
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
	void filesAreGivenAndKept() throws Exception {
		String address = this.context.files.given("inputs/data/größe.csv", "c,d\n");
		Map<String, Object> outputs = run(files(
				"cat a.txt in/b.json in/c.csv > all.txt && mkdir -p out/deep && echo 1 > out/1.csv && echo 2 > out/deep/2.csv && echo 3 > 3.csv",
				Map.of("a.txt", "text\n", "in/b.json", Map.of("n", 1), "in/c.csv", address),
				List.of("all.txt", "out/**.csv", "*.none")));
		assertThat(outputs.get("files")).asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
			.containsOnlyKeys("all.txt", "out/1.csv", "out/deep/2.csv")
			.hasEntrySatisfying("all.txt",
					(file) -> assertThat(this.context.files.text(file)).isEqualTo("text\n{\"n\":1}c,d\n"));
	}

	@Test
	void commandRunsInTheDirectoryThatItSharesAndLeavesIt() throws Exception {
		Path shared = Objects.requireNonNull(this.directory);
		this.context.shared = shared;
		Files.createSymbolicLink(shared.resolve("given"), Path.of("before"));
		Files.writeString(shared.resolve("before"), "1");
		Map<String, Object> outputs = run(
				files("pwd; cat given before; mkdir sub; echo 2 > sub/after", Map.of("given", "3"), List.of("**")));
		assertThat(outputs.get("stdout")).isEqualTo(shared + "\n31");
		assertThat(outputs.get("files")).asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
			.containsOnlyKeys("before", "given", "sub/after");
		assertThat(shared.resolve("sub/after")).hasContent("2");
		assertThat(shared.resolve("before")).hasContent("1");
		assertThat(run(new ShellTask.Configuration("pwd", null, null, "sub", null, null, null, null)).get("stdout"))
			.isEqualTo(shared + "/sub");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(files("true", Map.of("sub", "4"), List.of())))
			.withMessage("inputFiles: 'sub' is a folder in the directory; use another name");
	}

	@Test
	void linksAreNoFilesOfTheTask() throws Exception {
		Path outside = Files.writeString(file("outside"), "secret");
		String command = "ln -s %s link; ln -s %s folder; echo x > own".formatted(outside, outside.getParent());
		assertThat(run(files(command, Map.of(), List.of("**"))).get("files"))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
			.containsOnlyKeys("own");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(files(command, Map.of(), List.of("link"))))
			.withMessage("outputFiles: there is no file 'link' in the task's directory")
			.satisfies((ex) -> assertThat(ex.outputs()).containsEntry("exitCode", 0));
	}

	@Test
	void filesThatCannotBeAreNamed() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(files("true", Map.of("../a", "x"), List.of())))
			.withMessageStartingWith("inputFiles: '..' is not the name of a file");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(files("true", Map.of(), List.of("/etc/passwd"))))
			.withMessageStartingWith("outputFiles: '' is not the name of a file");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(files("true", Map.of(), List.of("{a"))))
			.withMessageStartingWith("outputFiles: '{a' is not a pattern");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> run(files("true", Map.of("a", "windhover:///executions/e1/none"), List.of())))
			.withMessage("there is no file windhover:///executions/e1/none");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(files("for i in $(seq 1001); do : > $i; done", Map.of(), List.of("*"))))
			.withMessage("outputFiles match more than 1000 files; put them into an archive");
	}

	private static ShellTask.Configuration files(String command, Map<String, Object> inputs, List<String> outputs) {
		return new ShellTask.Configuration(command, null, null, null, inputs, outputs, null, null);
	}

	@Test
	void commandRunsWhereItIsTold() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("pwd > where", null, null,
				String.valueOf(this.directory), null, null, null, null);
		new ShellTask().run(configuration, this.context);
		assertThat(file("where")).hasContent(String.valueOf(this.directory));
	}

	@Test
	void workingDirectoryThatIsNotThereIsNamed() {
		ShellTask.Configuration configuration = new ShellTask.Configuration("pwd", null, null, file("gone").toString(),
				null, null, null, null);
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new ShellTask().run(configuration, this.context))
			.withMessage("workingDirectory '%s' does not exist", file("gone"));
	}

	@Test
	void environmentIsWhatIsGivenAndLittleElse() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("env", null, Map.of("GREETING", "hello"),
				null, null, null, null, null);
		Object stdout = new ShellTask().run(configuration, this.context).get("stdout");
		assertThat(String.valueOf(stdout).lines()).contains("GREETING=hello")
			.allMatch((line) -> line.matches("(GREETING|PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_ALL|TZ|TMPDIR|JAVA_HOME"
					+ "|PWD|OLDPWD|SHLVL|_)=.*"));
	}

	@Test
	void environmentCarriesTheTraceUnlessTheFlowGivesOne() throws Exception {
		this.context.trace = new TraceHeaders("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1,b=2");
		String trace = "echo $TRACEPARENT $TRACESTATE";
		assertThat(stdout(trace, null)).isEqualTo(this.context.trace.traceparent() + " a=1,b=2");
		assertThat(stdout(trace, Map.of("TRACEPARENT", "mine"))).isEqualTo("mine");
		assertThat(stdout(trace, Map.of("TRACESTATE", "mine"))).isEqualTo(this.context.trace.traceparent() + " mine");
	}

	private @Nullable Object stdout(String command, @Nullable Map<String, String> environment) throws Exception {
		return run(new ShellTask.Configuration(command, null, environment, null, null, null, null, null)).get("stdout");
	}

	@Test
	void interpreterIsTheOneThatIsGiven() throws Exception {
		assertThat(
				run(new ShellTask.Configuration("echo $0", List.of("sh", "-ec"), null, null, null, null, null, null)))
			.hasEntrySatisfying("stdout", (name) -> assertThat(String.valueOf(name)).endsWith("/sh"));
		assertThat(run(new ShellTask.Configuration("b", List.of("/bin/echo", "a"), null, null, null, null, null, null)))
			.containsEntry("stdout", "a b");
	}

	@Test
	void interpreterThatIsNotThereIsNamed() {
		Map<String, String> path = Map.of("PATH", "/nowhere:/nowhere/else");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
				() -> run(new ShellTask.Configuration("1", List.of("fish", "-c"), path, null, null, null, null, null)))
			.withMessage("this worker has no program 'fish' in its PATH (/nowhere:/nowhere/else): install it, or set "
					+ "interpreter");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(
					new ShellTask.Configuration("1", List.of("/nowhere/fish"), null, null, null, null, null, null)))
			.withMessage("interpreter '/nowhere/fish' is not an executable file on this worker");
	}

	@Test
	void exitCodesThatAreAcceptedDoNotFail() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("exit $CODE", null, Map.of("CODE", "3"),
				null, null, null, List.of(0, 3), null);
		assertThat(run(configuration)).containsEntry("exitCode", 3);
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(
					() -> run(new ShellTask.Configuration("exit 0", null, null, null, null, null, List.of(3), null)))
			.withMessage("exit code 0");
	}

	@Test
	void markedLinesBecomeOutputs() throws Exception {
		Map<String, Object> outputs = run("""
				echo before
				echo '::{"outputs": {"rows": 3, "names": ["a"]}}::'
				echo '::{"outputs": {"rows": 4}}::'
				echo after
				""");
		assertThat(outputs).isEqualTo(
				Map.of("exitCode", 0, "stdout", "before\nafter", "vars", Map.of("rows", 4, "names", List.of("a"))));
		assertThat(this.context.lines).containsExactly("INFO before", "INFO after");
	}

	@Test
	void markedLineThatIsWrongIsALineAndReported() throws Exception {
		assertThat(run("echo '::{rows}::'; echo '::{\"output\": {}}::'; echo '::note::'"))
			.isEqualTo(Map.of("exitCode", 0, "stdout", "::{rows}::\n::{\"output\": {}}::\n::note::"));
		assertThat(this.context.lines)
			.anyMatch((line) -> line.startsWith("WARN A line is not taken as outputs: it is not valid JSON"))
			.contains("WARN A line is not taken as outputs: it must be {\"outputs\": {…}}");
	}

	@Test
	void markedLinesAreBounded() {
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run("x=$(head -c 15000 /dev/zero | tr '\\0' y); "
					+ "i=0; while [ $i -lt 75 ]; do echo '::{\"outputs\": {\"a'$i'\": \"'$x'\"}}::'; i=$((i + 1)); done"))
			.withMessage("the lines with outputs have more than 1048576 bytes in all");
	}

	@Test
	void markedLineThatIsTooLongIsALineAndReported() throws Exception {
		String marked = "x=$(head -c %d /dev/zero | tr '\\0' y); echo '::{\"outputs\": {\"a\": \"'$x'\"}}::'";
		int rest = "::{'outputs': {'a': ''}}::".length();
		assertThat(run(marked.formatted(16_384 - rest))).containsEntry("stdout", "").containsKey("vars");
		assertThat(this.context.lines).isEmpty();
		Map<String, Object> outputs = run(marked.formatted(16_384 - rest + 1));
		assertThat(outputs).doesNotContainKey("vars");
		assertThat(String.valueOf(outputs.get("stdout"))).startsWith("::{\"outputs\"").hasSize(16_384);
		assertThat(this.context.lines).contains("WARN A line is not taken as outputs: it has more than 16384 bytes");
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

	/** 127 shells that ignore the signal, each with a child. */
	@Test
	void interruptEndsManyProcessesThatStartOneAnother() {
		String time = String.valueOf(100_000_000L + ProcessHandle.current().pid());
		FutureTask<?> run = start("""
				trap '' TERM
				bomb() {
					if [ "$1" -gt 1 ]; then
						bomb $(($1 - 1)) &
						bomb $(($1 - 1)) &
					fi
					sleep %s
				}
				bomb 7
				""".formatted(time));
		Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> sleeping(time) == 127);
		run.cancel(true);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sleeping(time) == 0);
	}

	/** At each place of the bound, in both streams, and once more in the error. */
	@Test
	void secretThatTheBoundOfALineCutsIsMasked() {
		for (String secret : List.of("Kx7#mQ2!vT9", "Kx7#mQ2!vT9-Kx7#mQ2!vT9-Kx7#mQ2!vT9")) {
			MaskingContext masking = new MaskingContext(secret);
			assertThatExceptionOfType(TaskFailedException.class)
				.isThrownBy(() -> new ShellTask().run(shell("""
						i=%d
						while [ $i -le %d ]; do
							printf "%%${i}s%%s and more\n" '' '%s'
							printf "%%${i}s%%s and more\n" '' '%s' >&2
							i=$((i + 1))
						done
						exit 1
						""".formatted(BoundedLines.MAX_LINE_BYTES - secret.length() - 1,
						BoundedLines.MAX_LINE_BYTES - 1, secret, secret), null), masking))
				.satisfies((ex) -> assertThat(ex.getMessage() + ex.outputs()).doesNotContain("K", "#", "mQ"));
			assertThat(masking.lines).hasSize(2 * secret.length() + 2)
				.allSatisfy((line) -> assertThat(line).matches("(INFO|WARN) +\\*{6}"));
		}
	}

	@Test
	void secretOfWhichAKilledProcessWroteAPartIsMasked() {
		MaskingContext masking = new MaskingContext("Kx7#mQ2!vT9");
		FutureTask<?> run = start("printf 'its key, at last, is Kx7#mQ2'; printf Kx7 >&2; touch written; sleep 304",
				masking);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(file("written")));
		run.cancel(true);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> masking.lines.size() == 2);
		assertThat(masking.lines).containsExactlyInAnyOrder("INFO its key, at ******", "WARN ******");
	}

	@Test
	void lastLineWithoutAnEndIsWholeWhereTheProcessEndsByItself() throws Exception {
		MaskingContext masking = new MaskingContext("Kx7#mQ2!vT9");
		assertThat(new ShellTask().run(shell("printf 'its key is Kx7#mQ2!vT9, of course'", null), masking))
			.containsEntry("stdout", "its key is ******, of course");
	}

	private static long sleeping(String time) {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info()
				.arguments()
				.filter((arguments) -> List.of(arguments).contains(time))
				.isPresent())
			.count();
	}

	@Test
	void memoryOfEachProcessIsLimited() throws Exception {
		assumeLinux();
		assertThat(run(limited("ulimit -d; sh -c 'ulimit -d'", "512MB")).get("stdout")).isEqualTo("524288\n524288");
		assertThat(run(limited("ulimit -d", "2GB"))).containsEntry("stdout", "2097152");
	}

	@Test
	void systemThatCannotLimitMemoryIsNamed() throws Exception {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new MemoryLimit("Mac OS X", "/bin/sh").command("1GB", List.of("ls")))
			.withMessage(
					"this worker runs on Mac OS X, which cannot limit memory: remove memory, or run the task on Linux");
		Path shell = Files.writeString(file("shell"), "#!/bin/sh\necho 'ulimit: no such option' >&2; exit 2\n");
		assertThat(shell.toFile().setExecutable(true)).isTrue();
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new MemoryLimit("Linux", shell.toString()).command("1GB", List.of("ls")))
			.withMessage("this worker cannot limit memory to 1GB: remove memory, or change it "
					+ "(ulimit: no such option)");
	}

	private static void assumeLinux() {
		Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"),
				"Skipped: memory is limited on Linux only");
	}

	private static ShellTask.Configuration limited(String command, String memory) {
		return new ShellTask.Configuration(command, null, null, null, null, null, null, memory);
	}

	@Test
	void whatACommandLeavesInTheBackgroundEndsWithIt() throws Exception {
		ShellTask.Configuration configuration = new ShellTask.Configuration("sleep 303 & echo $! > left", null, null,
				String.valueOf(this.directory), null, null, null, null);
		assertThat(new ShellTask().run(configuration, this.context)).containsEntry("exitCode", 0);
		assertThat(pid("left").flatMap(ProcessHandle::of).filter(this::runs)).isEmpty();
	}

	@Test
	void processesWithoutEndFailTheTaskAtItsBound() {
		this.context.maxProcesses = 60;
		// it would end by itself at some hundreds
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run("""
				trap '' TERM
				bomb() {
				  if [ "$1" -gt 0 ]; then
				    setsid sh -c 'sleep 77661235' &
				    bomb $(($1 - 1)) &
				    bomb $(($1 - 1)) &
				  fi
				  sleep 77661235
				}
				bomb 7
				"""))
			.withMessageMatching(
					"it had \\d+ processes at a time, more than windhover.worker.max-processes \\(60\\) allows");
		assertNoneIsLeft("77661235");
	}

	/** As another user, whose limit keeps this machine alive. */
	@Test
	void forkBombIsEndedWhileItGoesOn() throws Exception {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is part of util-linux");
		Assumptions.assumeTrue("0".equals(run("id -u").get("stdout")), "only root can become another user");
		this.context.maxProcesses = 100;
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run("""
				exec prlimit --nproc=300 setpriv --reuid=54321 --regid=54321 --clear-groups sh -c '
				  trap "" TERM
				  bomb() { bomb & bomb & wait; sleep 77661236; }
				  bomb' 2> /dev/null
				""")).withMessageContaining("windhover.worker.max-processes (100)");
		assertThat(ProcessHandle.allProcesses()
			.filter((each) -> each.info().user().filter("54321"::equals).isPresent())
			.filter(this::runs)).isEmpty();
	}

	@Test
	void asManyProcessesAsTheBoundAllowsAreFine() throws Exception {
		this.context.maxProcesses = 12;
		assertThat(run("for i in 1 2 3 4 5 6 7 8 9; do sleep 1.2 & done; wait; echo done")).containsEntry("stdout",
				"done");
	}

	private void assertNoneIsLeft(String argument) {
		assertThat(ProcessHandle.allProcesses()
			.filter((each) -> each.info()
				.arguments()
				.filter((arguments) -> List.of(arguments).contains(argument))
				.isPresent())
			.filter(this::runs)).isEmpty();
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
		return start(command, this.context);
	}

	private FutureTask<?> start(String command, RecordingContext watched) {
		ShellTask.Configuration configuration = shell(command, String.valueOf(this.directory));
		FutureTask<?> run = new FutureTask<>(() -> new ShellTask().run(configuration, watched));
		Thread thread = new Thread(run, "task-under-test");
		thread.setDaemon(true);
		thread.start();
		return run;
	}

	private Map<String, Object> run(String command) throws Exception {
		return new ShellTask().run(shell(command, null), this.context);
	}

	private static ShellTask.Configuration shell(String command, @Nullable String workingDirectory) {
		return new ShellTask.Configuration(command, null, null, workingDirectory, null, null, null, null);
	}

	private Map<String, Object> run(ShellTask.Configuration configuration) throws Exception {
		return new ShellTask().run(configuration, this.context);
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
