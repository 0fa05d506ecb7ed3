package io.windhover.executor.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Scopes;
import io.windhover.executor.store.StoredOutputs;
import io.windhover.flow.template.OutputReferences;
import org.jspecify.annotations.Nullable;

/**
 * What templates see in a scope: of the outputs and metrics only those that they name,
 * each of the nearest task looking outward.
 */
final class Variables {

	private final Execution execution;

	private final Scopes scopes;

	private final StoredOutputs stored;

	Variables(Execution execution, Scopes scopes, StoredOutputs stored) {
		this.execution = execution;
		this.scopes = scopes;
		this.stored = stored;
	}

	Map<String, Object> in(Scope scope, OutputReferences references) {
		Map<String, Object> variables = new LinkedHashMap<>();
		variables.put("execution", execution());
		variables.put("flow", Map.of("namespace", this.execution.namespace(), "id", this.execution.flowId(), "revision",
				this.execution.flowRevision()));
		variables.put("labels", this.execution.labels());
		variables.put("inputs", this.execution.inputs());
		if (!this.scopes.variables().isEmpty()) {
			variables.put("vars", this.scopes.variables());
		}
		if (this.execution.trigger() != null) {
			variables.put("trigger", trigger(this.execution.trigger()));
		}
		Map<String, Object> outputs = new LinkedHashMap<>();
		Map<String, Object> metrics = new LinkedHashMap<>();
		List<Map<String, Object>> iterations = new ArrayList<>();
		for (Scope each = scope; each != null; each = parent(each)) {
			outputs(each, references, outputs);
			each.metrics().forEach((task, values) -> {
				if (references.namesMetrics(task)) {
					metrics.putIfAbsent(task, values);
				}
			});
			if (each.isAfterBody() && !variables.containsKey("error")) {
				variables.put("error", error(each));
			}
			if (each.index() >= 0) {
				iterations.add(iteration(each));
			}
		}
		variables.put("outputs", outputs);
		if (references.allMetrics() || !references.metrics().isEmpty()) {
			variables.put("metrics", metrics);
		}
		if (!iterations.isEmpty()) {
			variables.putAll(iterations.get(0));
			variables.put("parents", iterations.subList(1, iterations.size()));
		}
		return variables;
	}

	private void outputs(Scope scope, OutputReferences references, Map<String, Object> found) {
		scope.outputs().forEach((task, values) -> {
			if (references.names(task)) {
				found.putIfAbsent(task, values);
			}
		});
		found.putAll(this.stored.apart(scope, (task) -> references.names(task) && !found.containsKey(task)));
		scope.lists().forEach((task, loop) -> {
			if (references.names(task) && !found.containsKey(task)) {
				found.put(task, this.stored.of(loop));
			}
		});
	}

	private static Map<String, Object> iteration(Scope scope) {
		Map<String, Object> values = new LinkedHashMap<>();
		if (scope.item() != null) {
			values.put("item", scope.item());
		}
		values.put("index", scope.index());
		return values;
	}

	private @Nullable Scope parent(Scope scope) {
		return (scope.parent() != null) ? this.scopes.look(scope.parent()) : null;
	}

	private Map<String, Object> execution() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("id", this.execution.id());
		values.put("createdAt", this.execution.createdAt().toString());
		values.put("startedAt", String.valueOf(this.execution.startedAt()));
		return values;
	}

	/** What the nearest errors or finally are told; null after a success. */
	private static @Nullable Map<String, Object> error(Scope scope) {
		if (scope.error() == null) {
			return null;
		}
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("message", scope.error());
		if (scope.failedPath() != null) {
			error.put("path", scope.failedPath());
		}
		return error;
	}

	private static Map<String, Object> trigger(TriggerFire trigger) {
		Map<String, Object> values = new LinkedHashMap<>(trigger.variables());
		values.put("id", trigger.id());
		values.put("type", trigger.type());
		values.put("date", trigger.date().toString());
		if (trigger.backfill() != null) {
			values.put("backfill", trigger.backfill());
		}
		return values;
	}

}
