package io.windhover.worker.process;

import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

@Component
class PythonTask extends ScriptTask {

	PythonTask() {
		// its lines are to reach the log as they come
		super("script.py", List.of("python3"), Map.of("PYTHONUNBUFFERED", "1"));
	}

	@Override
	public String type() {
		return "python";
	}

	@Override
	public String description() {
		return "Runs a Python script with the interpreter of the worker.";
	}

}
