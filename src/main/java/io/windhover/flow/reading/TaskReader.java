package io.windhover.flow.reading;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.windhover.flow.Retry;
import io.windhover.flow.Task;
import io.windhover.flow.TaskDefinition;
import io.windhover.flow.WorkerTask;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.binding.Suggestion;
import io.windhover.flow.reading.Shapes.RetryShape;
import io.windhover.flow.reading.Shapes.TaskShape;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Reads tasks: the properties that all have, and those of their type.
 */
class TaskReader {

	private static final Set<String> COMMON = Set.of("id", "type", "retry", "timeout", "allowFailure", "onWorkerLoss");

	private static final double DEFAULT_MULTIPLIER = 2;

	private final RecordBinder binder;

	private final Map<String, TaskDefinition<?>> definitions = new TreeMap<>();

	TaskReader(RecordBinder binder, List<TaskDefinition<?>> definitions) {
		this.binder = binder;
		definitions.forEach((each) -> this.definitions.put(each.type(), each));
	}

	@Nullable Task read(Part part, TemplateCheck templates, Problems problems) {
		int before = problems.count();
		TaskShape shape = problems.of(part.path(), this.binder.bind(part.only(COMMON), TaskShape.class)).value();
		Map<String, Object> configuration = part.without(COMMON);
		String type = part.text("type");
		if (type != null) {
			configuration(type, part, configuration, problems);
		}
		configuration.forEach((name, value) -> templates.check(part.path().child(name), value));
		return (shape != null && problems.count() == before) ? task(shape, configuration) : null;
	}

	private void configuration(String type, Part part, Map<String, Object> configuration, Problems problems) {
		TaskDefinition<?> definition = this.definitions.get(type);
		if (definition != null) {
			problems.of(part.path(),
					this.binder.bind(configuration, definition.configurationType(), Templates::isTemplate, COMMON));
		}
		else {
			problems.value(part.path().child("type"), unknown(type, this.definitions.keySet()));
		}
	}

	static String unknown(String type, Set<String> known) {
		return "type '%s' is not known%s; known types: %s".formatted(type, Suggestion.of(type, known).replace("?", ""),
				String.join(", ", known));
	}

	private static WorkerTask task(TaskShape shape, Map<String, Object> configuration) {
		WorkerTask.OnWorkerLoss onLoss = (shape.onWorkerLoss() != null) ? shape.onWorkerLoss()
				: WorkerTask.OnWorkerLoss.RETRY;
		return new WorkerTask(shape.id(), shape.type(), configuration, retry(shape.retry()), shape.timeout(),
				Boolean.TRUE.equals(shape.allowFailure()), onLoss);
	}

	private static @Nullable Retry retry(@Nullable RetryShape shape) {
		if (shape == null) {
			return null;
		}
		double multiplier = (shape.multiplier() != null) ? shape.multiplier() : DEFAULT_MULTIPLIER;
		return new Retry(shape.type(), shape.delay(), shape.maxDelay(), multiplier, shape.maxAttempts());
	}

}
