package io.windhover.flow.reading.task;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.flow.MetricDefinition;
import io.windhover.flow.WorkerGroup;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.RetryShape;
import io.windhover.flow.reading.section.SectionSchemas.TaskShape;
import io.windhover.flow.reading.section.SectionSchemas.WorkerTaskShape;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Reads tasks: the properties that all have, and those of their type.
 */
public class TaskReader {

	/** The properties of every task. */
	static final Set<String> COMMON = Set.of("id", "type", "description", "runIf", "disabled", "retry", "timeout",
			"allowFailure");

	private static final Set<String> WORKER = Set.of("onWorkerLoss", SharedDirectories.WORKER_GROUP);

	private static final Set<String> COMMON_OF_WORKERS = Stream.concat(COMMON.stream(), WORKER.stream())
		.collect(Collectors.toUnmodifiableSet());

	private static final double DEFAULT_MULTIPLIER = 2;

	private final RecordBinder binder;

	private final Templates templates;

	private final ControlTaskReader controls;

	private final Map<String, TaskDefinition<?>> definitions = new TreeMap<>();

	/**
	 * Makes the reader of tasks.
	 * @param definitions of the types that workers run
	 */
	public TaskReader(RecordBinder binder, Templates templates, List<TaskDefinition<?>> definitions) {
		this.binder = binder;
		this.templates = templates;
		this.controls = new ControlTaskReader(binder, this);
		definitions.forEach((each) -> this.definitions.put(each.type(), each));
	}

	Templates templates() {
		return this.templates;
	}

	/**
	 * Reads a task and all that it has; null when it is wrong, which is among the
	 * problems then.
	 */
	@Nullable Task read(YamlSection part, Names names, ReadingProblems problems) {
		int before = problems.count();
		TemplateCheck check = new TemplateCheck(this.templates, names, problems);
		TaskShape shape = problems.of(part.path(), this.binder.bind(part.only(COMMON), TaskShape.class)).value();
		check.checkControl(part.path().child("runIf"), (part.text("runIf") != null) ? part.text("runIf") : "");
		String type = part.text("type");
		String id = String.valueOf(part.text("id"));
		TaskOptions options = (shape != null) ? options(shape) : TaskOptions.NONE;
		Task task = (type != null && ControlTaskReader.TYPES.contains(type))
				? this.controls.read(part, id, options, names, problems)
				: worker(part, type, id, options, check, problems);
		return (shape != null && problems.count() == before) ? task : null;
	}

	private @Nullable Task worker(YamlSection part, @Nullable String type, String id, TaskOptions options,
			TemplateCheck check, ReadingProblems problems) {
		WorkerTaskShape shape = problems.of(part.path(), this.binder.bind(part.only(WORKER), WorkerTaskShape.class))
			.value();
		Map<String, Object> configuration = part.without(COMMON);
		configuration.keySet().removeAll(WORKER);
		if (type != null) {
			configuration(type, part, configuration, problems);
		}
		configuration.forEach((name, value) -> check.check(part.path().child(name), value));
		WorkerTask.OnWorkerLoss onLoss = (shape != null && shape.onWorkerLoss() != null) ? shape.onWorkerLoss()
				: WorkerTask.OnWorkerLoss.RETRY;
		return new WorkerTask(id, String.valueOf(type), configuration, options, onLoss,
				(shape != null) ? group(shape) : null);
	}

	private static @Nullable String group(WorkerTaskShape shape) {
		return WorkerGroup.DEFAULT.equals(shape.workerGroup()) ? null : shape.workerGroup();
	}

	private void configuration(String type, YamlSection part, Map<String, Object> configuration,
			ReadingProblems problems) {
		TaskDefinition<?> definition = this.definitions.get(type);
		if (definition != null) {
			int before = problems.count();
			problems.of(part.path(), this.binder.bind(configuration, definition.configurationType(),
					Templates::isTemplate, COMMON_OF_WORKERS));
			definition.problems(configuration)
				.forEach((name, message) -> problems.value(part.path().child(name), message));
			if (problems.count() == before && Boolean.TRUE.equals(configuration.get(SharedDirectories.PROPERTY))) {
				problems.value(part.path().child(SharedDirectories.PROPERTY),
						"names a directory; to share one, put tasks into {type: sequential, workingDirectory: true, tasks: […]}");
			}
		}
		else {
			problems.value(part.path().child("type"), unknown(type, types()));
		}
	}

	/**
	 * The problem of an unknown type, with a similar one and the list of all known ones.
	 */
	public static String unknown(String type, Set<String> known) {
		return "type '%s' is not known%s; known types: %s".formatted(type, Suggestion.of(type, known).replace("?", ""),
				String.join(", ", known));
	}

	/** All types that a task may have. */
	public Set<String> types() {
		Set<String> types = new TreeSet<>(this.definitions.keySet());
		types.addAll(ControlTaskReader.TYPES);
		return types;
	}

	/** The names of what each type that a worker runs publishes. */
	public Map<String, Set<String>> metrics() {
		Map<String, Set<String>> metrics = new TreeMap<>();
		this.definitions.forEach((type, definition) -> metrics.put(type,
				definition.metrics().stream().map(MetricDefinition::name).collect(Collectors.toSet())));
		return metrics;
	}

	private static TaskOptions options(TaskShape shape) {
		return new TaskOptions(shape.description(), shape.runIf(), Boolean.TRUE.equals(shape.disabled()),
				retry(shape.retry()), shape.timeout(), Boolean.TRUE.equals(shape.allowFailure()));
	}

	/**
	 * Reads when failed attempts are tried again; null where the flow sets nothing.
	 */
	public static @Nullable Retry retry(@Nullable RetryShape shape) {
		if (shape == null) {
			return null;
		}
		double multiplier = (shape.multiplier() != null) ? shape.multiplier() : DEFAULT_MULTIPLIER;
		return new Retry(shape.type(), shape.delay(), shape.maxDelay(), multiplier, shape.maxAttempts());
	}

}
