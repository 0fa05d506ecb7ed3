package io.windhover.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.input.Input;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * One revision of a flow.
 *
 * @param revision counts from 1; 0 until the flow is stored
 * @param variables values that its templates see
 * @param handlers what follows the failure of an execution, and its end
 * @param options of the execution as a whole: its retry, its timeout, and whether the
 * flow is disabled
 * @param outputs what its executions give; each value may have templates in it
 * @param concurrency how many executions may run at once; null for any number
 * @param source the YAML that it was read from; null where only the engine travels with
 * it
 * @param change the last one that asked for this revision, for whoever waits for it
 * @param updatedAt when this revision was stored
 * @param expect what is expected of it; null for nothing
 */
public record Flow(String namespace, String id, int revision, @Nullable String description, Map<String, String> labels,
		List<Input> inputs, Map<String, Object> variables, List<Task> tasks, ControlTask.Handlers handlers,
		TaskOptions options, Map<String, Object> outputs, @Nullable Concurrency concurrency, List<Trigger> triggers,
		@Nullable String source, @Nullable String change, @Nullable Instant updatedAt, @Nullable Expectations expect) {

	public Flow {
		// flows stored by an earlier version have none
		variables = (variables != null) ? variables : Map.of();
		outputs = (outputs != null) ? outputs : Map.of();
	}

	/**
	 * A flow of which nothing is expected.
	 */
	public Flow(String namespace, String id, int revision, @Nullable String description, Map<String, String> labels,
			List<Input> inputs, Map<String, Object> variables, List<Task> tasks, ControlTask.Handlers handlers,
			TaskOptions options, Map<String, Object> outputs, @Nullable Concurrency concurrency, List<Trigger> triggers,
			@Nullable String source, @Nullable String change, @Nullable Instant updatedAt) {
		this(namespace, id, revision, description, labels, inputs, variables, tasks, handlers, options, outputs,
				concurrency, triggers, source, change, updatedAt, null);
	}

	/**
	 * Whether it starts no executions, neither by its triggers nor by requests.
	 */
	@JsonIgnore
	public boolean isDisabled() {
		return this.options.disabled();
	}

	/**
	 * What is expected of it by itself.
	 */
	@JsonIgnore
	public Expectations expectations() {
		return (this.expect != null) ? this.expect : Expectations.NONE;
	}

	/**
	 * The labels that an execution has before it begins.
	 */
	public Map<String, String> plainLabels() {
		return labels(false);
	}

	/**
	 * The labels that are templates, which are evaluated when an execution begins.
	 */
	public Map<String, String> templatedLabels() {
		return labels(true);
	}

	private Map<String, String> labels(boolean templated) {
		Map<String, String> chosen = new LinkedHashMap<>(this.labels);
		chosen.values().removeIf((value) -> Templates.isTemplate(value) != templated);
		return chosen;
	}

	/**
	 * The worker groups that its tasks name, but for the default group.
	 */
	public Set<String> workerGroups() {
		Set<String> groups = new TreeSet<>();
		workerTasks().forEach((task) -> {
			if (task.workerGroup() != null) {
				groups.add(task.workerGroup());
			}
		});
		return groups;
	}

	/**
	 * The worker group of a task; the default group where there is no such task.
	 */
	public String workerGroup(String taskId) {
		List<String> found = new ArrayList<>();
		workerTasks().forEach((task) -> {
			if (task.id().equals(taskId) && task.workerGroup() != null) {
				found.add(task.workerGroup());
			}
		});
		return found.isEmpty() ? WorkerGroup.DEFAULT : found.get(0);
	}

	/**
	 * The tasks that workers run, wherever in the flow they stand.
	 */
	public List<WorkerTask> workerTasks() {
		List<WorkerTask> found = new ArrayList<>();
		workerTasks(this.tasks, found::add);
		workerTasks(this.handlers, found::add);
		return found;
	}

	private static void workerTasks(ControlTask.Handlers handlers, Consumer<WorkerTask> consumer) {
		workerTasks(handlers.errors(), consumer);
		workerTasks(handlers.finallyTasks(), consumer);
	}

	private static void workerTasks(List<Task> tasks, Consumer<WorkerTask> consumer) {
		for (Task task : tasks) {
			if (task instanceof WorkerTask worker) {
				consumer.accept(worker);
			}
			else if (task instanceof ControlTask control) {
				control.branches().forEach((branch) -> workerTasks(branch, consumer));
				workerTasks(control.handlers(), consumer);
			}
		}
	}

	/**
	 * The reference to this revision, whose number is 0 until the flow is stored.
	 */
	public FlowRef ref() {
		return new FlowRef(this.namespace, this.id, this.revision);
	}

	/**
	 * The key of the flow, the same for all its revisions.
	 */
	public FlowKey key() {
		return new FlowKey(this.namespace, this.id);
	}

	/**
	 * The same flow as it is stored under a revision.
	 */
	public Flow stored(int revision, @Nullable Instant updatedAt) {
		return new Flow(this.namespace, this.id, revision, this.description, this.labels, this.inputs, this.variables,
				this.tasks, this.handlers, this.options, this.outputs, this.concurrency, this.triggers, this.source,
				this.change, updatedAt, this.expect);
	}

	/**
	 * The same flow as a change asked for it.
	 */
	public Flow changedBy(String newChange) {
		return new Flow(this.namespace, this.id, this.revision, this.description, this.labels, this.inputs,
				this.variables, this.tasks, this.handlers, this.options, this.outputs, this.concurrency, this.triggers,
				this.source, newChange, this.updatedAt, this.expect);
	}

	/**
	 * What is kept of a flow that was deleted: its last revision's number, and since when
	 * nobody has needed its revisions.
	 */
	public Flow deleted(Instant unneededSince) {
		return new Flow(this.namespace, this.id, this.revision, null, Map.of(), List.of(), Map.of(), List.of(),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), null, null, unneededSince);
	}

	/**
	 * The same flow with another text in place of its YAML.
	 */
	public Flow withSource(@Nullable String text) {
		return new Flow(this.namespace, this.id, this.revision, this.description, this.labels, this.inputs,
				this.variables, this.tasks, this.handlers, this.options, this.outputs, this.concurrency, this.triggers,
				text, this.change, this.updatedAt, this.expect);
	}

}
