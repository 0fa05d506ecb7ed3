package io.windhover.worker.attempt;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.execution.Job;
import io.windhover.file.TestFiles;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.FileLookup;
import io.windhover.flow.template.SecretLookup;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.secret.SecretSources;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A task type whose behaviour a test chooses by name, and jobs for it.
 */
public final class TestTasks {

	private TestTasks() {
	}

	public static Job job(String taskRunId, Map<String, Object> configuration, java.time.@Nullable Duration timeout) {
		WorkerTask task = new WorkerTask("step", "scripted", configuration,
				new TaskOptions(null, null, false, null, timeout, false), WorkerTask.OnWorkerLoss.RETRY);
		return new Job("execution-" + taskRunId, taskRunId, 1, "demo", "flow", 1, task, Map.of(), Instant.now(), null,
				null, null);
	}

	/** Of an attempt that uses none. */
	static AttemptFiles files(Job job) {
		return new AttemptFiles(job, new UsedSecrets(new SecretSources(List::of)),
				TestFiles.in(Path.of("target/no-files")));
	}

	static TaskTypes types(TaskType<?>... types) {
		return new TaskTypes(List.of(types), new PlainTemplates(), new PlainBinder());
	}

	/**
	 * Runs what it is told to.
	 */
	interface Script {

		Map<String, Object> run(Map<String, Object> configuration, TaskContext context) throws Exception;

	}

	@SuppressWarnings("rawtypes")
	record Scripted(Script script) implements TaskType<Map> {

		@Override
		public String type() {
			return "scripted";
		}

		@Override
		public Class<Map> configurationType() {
			return Map.class;
		}

		@Override
		public String description() {
			return "Does what a test says.";
		}

		@Override
		public List<MetricDefinition> metrics() {
			return List.of(
					new MetricDefinition("seen", MetricDefinition.Kind.COUNTER, null, "Things seen", List.of("kind")),
					new MetricDefinition("took", MetricDefinition.Kind.TIMER, null, "Time taken", List.of()));
		}

		@Override
		@SuppressWarnings("unchecked")
		public Map<String, Object> run(Map configuration, TaskContext context) throws Exception {
			return this.script.run(configuration, context);
		}

	}

	/**
	 * Counts the runs of each task run and holds those whose configuration says so.
	 */
	public static final class Counting implements TaskType<Counting.Configuration> {

		public final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

		final AtomicInteger running = new AtomicInteger();

		public final AtomicInteger most = new AtomicInteger();

		public final CountDownLatch gate = new CountDownLatch(1);

		@Override
		public String type() {
			return "scripted";
		}

		@Override
		public Class<Configuration> configurationType() {
			return Configuration.class;
		}

		@Override
		public String description() {
			return "Counts.";
		}

		@Override
		public Map<String, Object> run(Configuration configuration, TaskContext context) throws InterruptedException {
			this.runs.computeIfAbsent(context.taskRunId(), (id) -> new AtomicInteger()).incrementAndGet();
			this.most.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			try {
				if (configuration.hold()) {
					this.gate.await();
				}
				for (int i = 0; i < configuration.lines(); i++) {
					context.log(Level.INFO, "line %d of a flood %s".formatted(i, "~".repeat(100)));
				}
				Thread.sleep(configuration.millis());
				return Map.of("ran", context.taskRunId());
			}
			finally {
				this.running.decrementAndGet();
			}
		}

		record Configuration(boolean hold, int millis, int lines) {
		}

	}

	/**
	 * Renders nothing, and fails at a template that is called broken.
	 */
	static final class PlainTemplates implements Templates {

		@Override
		public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables) {
			if (configuration.containsValue("{{ broken }}")) {
				throw new TemplateException("message: there is no 'broken'", new IllegalStateException());
			}
			return configuration.containsValue("{{ taskRun }}")
					? Map.of("taskRun", java.util.Objects.requireNonNull(variables.get("taskRun"))) : configuration;
		}

		@Override
		public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables,
				Duration budget) {
			return render(configuration, variables);
		}

		/** Resolves a text such as {@code secret:NAME}. */
		@Override
		public Map<String, Object> render(Map<String, Object> configuration, Map<String, Object> variables,
				SecretLookup secrets, @Nullable FileLookup files) {
			Map<String, Object> rendered = new LinkedHashMap<>(render(configuration, variables));
			rendered.replaceAll((name, value) -> (value instanceof String text && text.startsWith("secret:"))
					? secrets.secret(text.substring("secret:".length())) : value);
			return rendered;
		}

		@Override
		public @Nullable Object evaluate(String template, Map<String, Object> variables) {
			return template;
		}

		@Override
		public void check(String template) {
		}

		@Override
		public Set<String> variables(String template) {
			return Set.of();
		}

	}

	static final class PlainBinder implements TaskTypes.Binder {

		@Override
		public <C> C bind(TaskDefinition<C> type, Map<String, Object> properties) {
			return io.windhover.execution.json.Json.mapper().convertValue(properties, type.configurationType());
		}

	}

}
