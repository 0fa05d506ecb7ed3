package io.windhover.flow.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.windhover.flow.input.Input;
import org.jspecify.annotations.Nullable;

/**
 * A task that decides which tasks run next; the executor runs it itself.
 */
public sealed interface ControlTask extends Task {

	/**
	 * The tasks that follow its failure, and those that always follow.
	 */
	Handlers handlers();

	/**
	 * The lists of tasks of its body: one for each branch, empty for a task without any.
	 */
	@JsonIgnore
	List<List<Task>> branches();

	/**
	 * The tasks that it has, those of its handlers included, but not theirs.
	 */
	default Stream<Task> children() {
		return Stream.concat(branches().stream().flatMap(List::stream),
				Stream.concat(handlers().errors().stream(), handlers().finallyTasks().stream()));
	}

	/**
	 * What follows the body of a scope.
	 *
	 * @param errors run one after the other when the body failed
	 * @param finallyTasks run one after the other whatever happened, after a kill too
	 */
	record Handlers(List<Task> errors, @JsonProperty("finally") List<Task> finallyTasks) {

		/** Nothing follows. */
		public static final Handlers NONE = new Handlers(List.of(), List.of());

	}

	/**
	 * One task after the other.
	 *
	 * @param workingDirectory true where the tasks share one; else null
	 */
	record Sequential(String id, TaskOptions options, Handlers handlers, List<Task> tasks,
			@Nullable Boolean workingDirectory) implements ControlTask {

		/**
		 * Tasks that share no directory.
		 */
		public Sequential(String id, TaskOptions options, Handlers handlers, List<Task> tasks) {
			this(id, options, handlers, tasks, null);
		}

		/** Whether the tasks share a working directory. */
		public boolean sharesDirectory() {
			return Boolean.TRUE.equals(this.workingDirectory);
		}

		@Override
		@JsonIgnore
		public String type() {
			return "sequential";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.tasks);
		}

	}

	/**
	 * All tasks at once.
	 *
	 * @param concurrency tasks at a time; 0 for all
	 * @param failFast whether a failed task keeps further ones from beginning
	 */
	record Parallel(String id, TaskOptions options, Handlers handlers, int concurrency, boolean failFast,
			List<Task> tasks) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "parallel";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.tasks);
		}

	}

	/**
	 * One of two lists.
	 *
	 * @param condition a template
	 * @param otherwise when the condition is false
	 */
	record If(String id, TaskOptions options, Handlers handlers, String condition, List<Task> then,
			@JsonProperty("else") List<Task> otherwise) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "if";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.then, this.otherwise);
		}

	}

	/**
	 * One of several lists.
	 *
	 * @param value a template
	 * @param cases by the text that the value may be
	 * @param otherwise for any other value
	 */
	record Switch(String id, TaskOptions options, Handlers handlers, String value, Map<String, List<Task>> cases,
			@JsonProperty("default") List<Task> otherwise) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "switch";
		}

		@Override
		public List<List<Task>> branches() {
			return Stream.concat(this.cases.values().stream(), Stream.of(this.otherwise)).toList();
		}

	}

	/**
	 * The tasks for each item, one after the other.
	 *
	 * @param items a template of a list or map, or of its JSON
	 * @param concurrency items at a time; 0 for all
	 * @param failFast whether a failed item keeps further ones from beginning
	 */
	record ForEach(String id, TaskOptions options, Handlers handlers, Object items, int concurrency, boolean failFast,
			List<Task> tasks) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "for-each";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.tasks);
		}

	}

	/**
	 * Each task once those that it depends on have ended.
	 *
	 * @param dependsOn ids by the id of the task that depends on them
	 */
	record Dag(String id, TaskOptions options, Handlers handlers, List<Task> tasks,
			Map<String, List<String>> dependsOn) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "dag";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.tasks);
		}

	}

	/**
	 * The tasks again and again until a condition holds.
	 *
	 * @param condition a template, evaluated after each iteration
	 * @param interval between an iteration's end and the next one's beginning
	 */
	record LoopUntil(String id, TaskOptions options, Handlers handlers, String condition, Duration interval,
			int maxIterations, List<Task> tasks) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "loop-until";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of(this.tasks);
		}

	}

	/**
	 * A wait.
	 *
	 * @param duration null until somebody resumes it
	 * @param inputs that the resumer gives
	 */
	record Pause(String id, TaskOptions options, Handlers handlers, @Nullable Duration duration,
			List<Input> inputs) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "pause";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of();
		}

	}

	/**
	 * An execution of another flow.
	 *
	 * @param namespace null for that of the flow itself
	 * @param inputs of the execution; each value may have templates in it
	 * @param labels of the execution; each may be a template
	 * @param waits whether the task ends when the execution has ended, and not at once
	 */
	record Subflow(String id, TaskOptions options, Handlers handlers, @Nullable String namespace, String flowId,
			Map<String, Object> inputs, Map<String, String> labels,
			@JsonProperty("wait") boolean waits) implements ControlTask {

		@Override
		@JsonIgnore
		public String type() {
			return "subflow";
		}

		@Override
		public List<List<Task>> branches() {
			return List.of();
		}

	}

}
