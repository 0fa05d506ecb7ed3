package io.windhover.worker.attempt;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.template.Templates;
import io.windhover.worker.task.TaskType;

/**
 * The task types of this worker, and how a job is made ready for its own.
 */
public class TaskTypes {

	private final Map<String, TaskType<?>> types = new HashMap<>();

	private final Templates templates;

	private final Binder binder;

	/**
	 * Indexes the types by name.
	 * @throws IllegalStateException when two have the same name
	 */
	public TaskTypes(Collection<? extends TaskType<?>> types, Templates templates, Binder binder) {
		this.templates = templates;
		this.binder = binder;
		for (TaskType<?> type : types) {
			TaskType<?> other = this.types.put(type.type(), type);
			if (other != null) {
				throw new IllegalStateException("Both %s and %s are task type '%s': rename or remove one"
					.formatted(other.getClass().getName(), type.getClass().getName(), type.type()));
			}
		}
	}

	/**
	 * The type of a job.
	 * @throws IllegalArgumentException when this worker does not have it
	 */
	TaskType<?> of(Job job) {
		TaskType<?> type = this.types.get(job.task().type());
		if (type == null) {
			throw new IllegalArgumentException(
					"this worker has no task type '%s': it has %s".formatted(job.task().type(), this.types.keySet()));
		}
		return type;
	}

	/**
	 * Renders the configuration of a job and runs it.
	 */
	<C> Map<String, Object> run(TaskType<C> type, Job job, AttemptContext context) throws Exception {
		Map<String, Object> variables = new LinkedHashMap<>(job.variables());
		variables.put("taskRun", Map.of("id", job.taskRunId(), "attempt", job.attempt()));
		Map<String, Object> rendered = this.templates.render(job.task().configuration(), variables, context.secrets(),
				context.files());
		return type.run(this.binder.bind(type, rendered), context);
	}

	/**
	 * Makes a validated configuration of rendered properties.
	 */
	public interface Binder {

		<C> C bind(TaskDefinition<C> type, Map<String, Object> properties);

	}

}
