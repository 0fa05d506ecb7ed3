package io.windhover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;

/**
 * Runs a script that the flow holds.
 */
abstract class ScriptTask implements TaskType<ScriptConfiguration> {

	private final String fileName;

	private final List<String> interpreter;

	private final Map<String, String> environment;

	/**
	 * Runs scripts of one language.
	 * @param interpreter unless the flow names another
	 * @param environment unless the flow sets the same variables
	 */
	ScriptTask(String fileName, List<String> interpreter, Map<String, String> environment) {
		this.fileName = fileName;
		this.interpreter = interpreter;
		this.environment = environment;
	}

	@Override
	public Class<ScriptConfiguration> configurationType() {
		return ScriptConfiguration.class;
	}

	@Override
	public List<MetricDefinition> metrics() {
		return ProcessRun.METRICS;
	}

	@Override
	public Map<String, Object> run(ScriptConfiguration configuration, TaskContext context) throws Exception {
		Map<String, String> variables = new HashMap<>(this.environment);
		if (configuration.environment() != null) {
			variables.putAll(configuration.environment());
		}
		List<String> program = (configuration.interpreter() != null) ? configuration.interpreter() : this.interpreter;
		ProcessSpec spec = new ProcessSpec(program, (scratch) -> write(configuration.script(), scratch), variables,
				configuration.workingDirectory(),
				ProcessFiles.of(configuration.inputFiles(), configuration.outputFiles(), this.fileName),
				configuration.acceptExitCode(), configuration.memory());
		return new ProcessRun(spec, context).run();
	}

	private String write(String script, Path scratch) throws IOException {
		return Files.writeString(scratch.resolve(this.fileName), script).toString();
	}

}
