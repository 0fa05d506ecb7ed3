package io.windhover.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.InstalledProgram;
import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.definition.InvalidConfigurationException;
import io.windhover.worker.task.RecordingContext;
import io.windhover.worker.task.TaskFailedException;
import jakarta.validation.Validation;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Those of a language are skipped where the machine does not have it.
 */
@Timeout(60)
class ScriptTaskTests {

	private final RecordingContext context = new RecordingContext();

	@TempDir
	private @Nullable Path directory;

	@Test
	void pythonRunsItsScript() throws Exception {
		InstalledProgram.assume("python3");
		Map<String, Object> outputs = run(new PythonTask(), """
				import json, os, sys
				print("hello", os.environ["WHO"])
				print("::" + json.dumps({"outputs": {"n": sum([1, 2])}}) + "::")
				""", Map.of("environment", Map.of("WHO", "Ada")));
		assertThat(outputs).isEqualTo(Map.of("exitCode", 0, "stdout", "hello Ada", "vars", Map.of("n", 3)));
		assertThat(this.context.lines).containsExactly("INFO hello Ada");
		assertThat(this.context.metrics).contains("output.lines[stream, stdout]=1.0");
	}

	@Test
	void scriptIsNoFileOfTheTask() throws Exception {
		InstalledProgram.assume("python3");
		Map<String, Object> outputs = run(new PythonTask(), "open('out.txt', 'w').write(open('in.txt').read() * 2)",
				Map.of("inputFiles", Map.of("in.txt", "ab"), "outputFiles", List.of("*")));
		assertThat(outputs.get("files")).asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
			.containsOnlyKeys("in.txt", "out.txt")
			.hasEntrySatisfying("out.txt", (file) -> assertThat(this.context.files.text(file)).isEqualTo("abab"));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(new PythonTask(), "1", Map.of("inputFiles", Map.of("script.py", "2"))))
			.withMessage("inputFiles: 'script.py' is the script; use another name");
	}

	@Test
	void scriptIsInTheDirectoryThatTasksShareWhileItRuns() throws Exception {
		Path shared = Objects.requireNonNull(this.directory);
		this.context.shared = shared;
		Map<String, Object> shell = Map.of("interpreter", List.of("/bin/sh", "-e"));
		assertThat(run(new PythonTask(), "ls; touch left", shell).get("stdout")).isEqualTo("script.py");
		assertThat(shared.toFile().list()).containsExactly("left");
		Files.createFile(shared.resolve("script.py"));
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> run(new PythonTask(), "ls", shell))
			.withMessage(
					"the working directory has a file 'script.py', which is the name of the script of this task; rename the file");
	}

	@Test
	void filesWantTheDirectoryOfTheTask() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(
					() -> run(new PythonTask(), "1", Map.of("outputFiles", List.of("a"), "workingDirectory", "/tmp")))
			.withMessageContaining(
					"inputFiles and outputFiles are in the task's own directory; remove workingDirectory");
	}

	@Test
	void pythonFailsWithTheLastLineOfItsTraceback() {
		InstalledProgram.assume("python3");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(new PythonTask(), "raise ValueError('no luck')", Map.of()))
			.withMessage("exit code 1: ValueError: no luck");
	}

	@Test
	void scriptThatTakesMoreMemoryThanItsLimitFails() throws Exception {
		InstalledProgram.assume("python3");
		Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"),
				"Skipped: memory is limited on Linux only");
		String script = "print(len(bytearray(%d * 1024 * 1024)))";
		Map<String, Object> properties = Map.of("memory", "256MB");
		assertThat(run(new PythonTask(), script.formatted(100), properties)).containsEntry("stdout", "104857600");
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> run(new PythonTask(), script.formatted(300), properties))
			.withMessage("exit code 1: MemoryError");
		// in a child
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> run(new PythonTask(), """
				import subprocess, sys
				subprocess.run([sys.executable, "-c", "%s"], check=True)
				""".formatted(script.formatted(300)), properties))
			.satisfies((ex) -> assertThat(this.context.lines).contains("WARN MemoryError"));
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> run(new PythonTask(), "1", Map.of("memory", "256")))
			.withMessage("memory: 'memory' must be a size such as 512MB or 2GB");
	}

	@Test
	void nodeRunsItsScript() throws Exception {
		InstalledProgram.assume("node");
		Map<String, Object> outputs = run(new NodeTask(), """
				const os = require('os');
				console.log('hello', process.env.WHO);
				console.log('::' + JSON.stringify({outputs: {n: [1, 2].length}}) + '::');
				process.exitCode = 3;
				""", Map.of("environment", Map.of("WHO", "Ada"), "acceptExitCode", List.of(3)));
		assertThat(outputs).isEqualTo(Map.of("exitCode", 3, "stdout", "hello Ada", "vars", Map.of("n", 2)));
	}

	/** Any program is an interpreter, so that this runs on every machine. */
	@Test
	void scriptIsAFileOfTheAttemptThatIsDeleted() throws Exception {
		Map<String, Object> properties = Map.of("interpreter", List.of("/bin/sh", "-e"), "workingDirectory",
				String.valueOf(this.directory));
		String stdout = String.valueOf(run(new PythonTask(), "pwd; echo $0", properties).get("stdout"));
		assertThat(stdout.lines().toList()).hasSize(2)
			.satisfies((lines) -> assertThat(lines.get(0)).isEqualTo(String.valueOf(this.directory)))
			.satisfies((lines) -> assertThat(Path.of(lines.get(1))).hasFileName("script.py").doesNotExist());
	}

	@Test
	void interpreterThatIsNotThereIsNamed() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run(new NodeTask(), "1", Map.of("environment", Map.of("PATH", "/nowhere"))))
			.withMessage("this worker has no program 'node' in its PATH (/nowhere): install it, or set interpreter");
	}

	@Test
	void scriptIsBounded() {
		assertThatExceptionOfType(InvalidConfigurationException.class)
			.isThrownBy(() -> run(new NodeTask(), "x".repeat(262_145), Map.of()))
			.withMessage("script: 'script' must have at most 262144 characters");
	}

	private Map<String, Object> run(ScriptTask task, String script, Map<String, Object> others) throws Exception {
		Map<String, Object> properties = new HashMap<>(others);
		properties.put("script", script);
		ConfigurationBinder binder = new ConfigurationBinder(Validation.buildDefaultValidatorFactory().getValidator());
		return task.run(binder.bind(task, properties), this.context);
	}

}
