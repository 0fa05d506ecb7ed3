package io.windhover.worker.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Remembers what a task tells.
 */
public class RecordingContext implements TaskContext {

	public final List<String> lines = Collections.synchronizedList(new ArrayList<>());

	public final List<String> metrics = Collections.synchronizedList(new ArrayList<>());

	public final Map<String, Object> facts = new ConcurrentHashMap<>();

	public final Map<String, String> labels = new ConcurrentHashMap<>();

	public final Map<String, Object> outputs = new ConcurrentHashMap<>();

	public final MemoryFiles files = new MemoryFiles();

	public TraceHeaders trace = TraceHeaders.NONE;

	public int maxProcesses = 1_000;

	/** Null where the task shares none. */
	public @Nullable Path shared;

	@Override
	public TraceHeaders traceHeaders() {
		return this.trace;
	}

	@Override
	public int maxProcesses() {
		return this.maxProcesses;
	}

	@Override
	public MemoryFiles files() {
		return this.files;
	}

	@Override
	public String executionId() {
		return "execution";
	}

	@Override
	public String taskRunId() {
		return "task-run";
	}

	@Override
	public String taskId() {
		return "task";
	}

	@Override
	public FlowKey flow() {
		return new FlowKey("demo", "flow");
	}

	@Override
	public int attempt() {
		return 1;
	}

	@Override
	public void log(Level level, String message) {
		this.lines.add(level + " " + message);
	}

	@Override
	public String masked(String text) {
		return text;
	}

	@Override
	public String maskedCut(String text) {
		return text;
	}

	@Override
	public void tell(String name, Object value) {
		this.facts.put(name, value);
	}

	@Override
	public void setLabel(String name, String value) {
		this.labels.put(name, value);
	}

	@Override
	public void setOutput(String name, Object value) {
		this.outputs.put(name, value);
	}

	@Override
	public @Nullable Path workingDirectory() {
		return this.shared;
	}

	@Override
	public Path createDirectory() throws IOException {
		return Files.createTempDirectory("windhover-test-");
	}

	@Override
	public void count(String name, double value, String... tags) {
		this.metrics.add(name + Arrays.toString(tags) + "=" + value);
	}

	@Override
	public void record(String name, Duration duration, String... tags) {
		this.metrics.add(name + Arrays.toString(tags));
	}

}
