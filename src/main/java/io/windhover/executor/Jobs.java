package io.windhover.executor;

import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerFire;
import io.windhover.flow.WorkerTask;
import io.windhover.flow.template.OutputReferences;

/**
 * Makes jobs, with all that their templates may name.
 */
final class Jobs {

	private Jobs() {
	}

	static Job of(Execution execution, TaskRun taskRun, WorkerTask task, ExecutorStores stores) {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("execution", execution(execution));
		variables.put("flow", Map.of("namespace", execution.namespace(), "id", execution.flowId(), "revision",
				execution.flowRevision()));
		variables.put("labels", execution.labels());
		variables.put("inputs", execution.inputs());
		if (execution.trigger() != null) {
			variables.put("trigger", trigger(execution.trigger()));
		}
		variables.put("outputs", stores.outputs(execution.id(), OutputReferences.in(task.configuration())));
		return new Job(execution.id(), taskRun.id(), taskRun.attempt(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), task, variables, taskRun.queuedAt());
	}

	private static Map<String, Object> execution(Execution execution) {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("id", execution.id());
		values.put("createdAt", execution.createdAt().toString());
		values.put("startedAt", String.valueOf(execution.startedAt()));
		return values;
	}

	private static Map<String, Object> trigger(TriggerFire trigger) {
		Map<String, Object> values = new LinkedHashMap<>(trigger.variables());
		values.put("id", trigger.id());
		values.put("type", trigger.type());
		values.put("date", trigger.date().toString());
		return values;
	}

}
