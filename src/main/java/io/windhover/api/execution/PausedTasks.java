package io.windhover.api.execution;

import java.util.List;
import java.util.stream.Stream;

import io.windhover.api.flow.Flows;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * Finds the paused task of an execution that a request means, and what its flow says of
 * it.
 */
@Component
@ConditionalOnRole(Role.API)
class PausedTasks {

	private final Flows flows;

	PausedTasks(Flows flows) {
		this.flows = flows;
	}

	/**
	 * Chooses the path to resume, and else fails with a problem that lists those there
	 * are.
	 * @param path null where only one may be meant
	 */
	String choose(Snapshot snapshot, Execution execution, @Nullable String path) {
		if (execution.state().isTerminal()) {
			throw Problems.conflict("Execution '%s' has ended as %s.".formatted(execution.id(), execution.state()),
					"Only an execution with a paused task can be resumed.");
		}
		List<String> paused = snapshot.taskRuns()
			.stream()
			.filter((run) -> run.state() == State.PAUSED)
			.map(TaskRun::path)
			.toList();
		if (path != null && paused.contains(path)) {
			return path;
		}
		if (path == null && paused.size() == 1) {
			return paused.get(0);
		}
		throw conflict(execution, path, paused);
	}

	private static ErrorResponseException conflict(Execution execution, @Nullable String path, List<String> paused) {
		String detail = (path != null) ? "Task '%s' of execution '%s' is not paused.".formatted(path, execution.id())
				: paused.isEmpty() ? "No task of execution '%s' is paused.".formatted(execution.id())
						: "%d tasks of execution '%s' are paused.".formatted(paused.size(), execution.id());
		ErrorResponseException problem = Problems.conflict(detail,
				paused.isEmpty() ? "GET /api/executions/{id} shows the states of its tasks."
						: "Set 'path' to one of those in 'paused'.");
		problem.getBody().setProperty("paused", paused);
		return problem;
	}

	/**
	 * The task as the revision of the execution has it.
	 */
	ControlTask.Pause task(Execution execution, String path) {
		Flow flow = this.flows.require(execution.flowRef());
		Stream<Task> level = Stream.of(flow.tasks(), flow.handlers().errors(), flow.handlers().finallyTasks())
			.flatMap(List::stream);
		Task found = null;
		for (String id : TreePath.of(path).tasks()) {
			found = level.filter((task) -> task.id().equals(id)).findFirst().orElse(null);
			level = (found instanceof ControlTask control) ? control.children() : Stream.of();
		}
		if (found instanceof ControlTask.Pause pause) {
			return pause;
		}
		throw new IllegalStateException("'%s' is no pause of %s".formatted(path, execution.flowRef()));
	}

}
