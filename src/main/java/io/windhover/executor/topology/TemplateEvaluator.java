package io.windhover.executor.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.json.Json;
import io.windhover.execution.machine.ExpressionEvaluator;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.Scopes;
import io.windhover.executor.plan.JobSizes;
import io.windhover.executor.plan.SubflowResolver;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.StoredOutputs;
import io.windhover.flow.FlowKey;
import io.windhover.flow.task.WorkerTask;
import io.windhover.flow.template.OutputReferences;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Evaluates expressions of control tasks with what the store keeps, within a budget: the
 * events of all other executions of the partition wait meanwhile.
 */
class TemplateEvaluator implements ExpressionEvaluator {

	/** Items in one entry. */
	static final int CHUNK = 100;

	private final Templates templates;

	private final ExecutorStore store;

	private final Duration budget;

	private final JobSizes jobs;

	/** Of the execution whose event is decided next. */
	private String executionId = "";

	private final SubflowResolver subflows;

	TemplateEvaluator(Templates templates, ExecutorStore store, Duration budget, JobSizes jobs,
			SubflowResolver subflows) {
		this.templates = templates;
		this.store = store;
		this.budget = budget;
		this.jobs = jobs;
		this.subflows = subflows;
	}

	@Override
	public @Nullable Object evaluate(Execution execution, Scopes scopes, Scope scope, String property,
			Object template) {
		return render(execution, scopes, scope, Map.of(property, template)).get(property);
	}

	@Override
	public Map<String, Object> outputs(Execution execution, Scopes scopes, Scope scope, Map<String, Object> templates,
			int maxBytes) {
		Map<String, Object> outputs = render(execution, scopes, scope, templates);
		int size = Json.mapper().writeValueAsBytes(outputs).length;
		if (size > maxBytes) {
			throw new ExpressionFailure("they are %d bytes of JSON, more than %d".formatted(size, maxBytes));
		}
		return outputs;
	}

	private Map<String, Object> render(Execution execution, Scopes scopes, Scope scope,
			Map<String, Object> configuration) {
		try {
			return this.templates.render(configuration, variables(execution, scopes, scope, configuration),
					this.budget);
		}
		catch (TemplateException ex) {
			throw new ExpressionFailure(String.valueOf(ex.getMessage()));
		}
	}

	private Map<String, Object> variables(Execution execution, Scopes scopes, Scope scope,
			Map<String, Object> configuration) {
		StoredOutputs stored = new StoredOutputs(execution.id(), this.store, scopes.effects());
		return new Variables(execution, scopes, stored).in(scope, OutputReferences.in(configuration));
	}

	@Override
	public @Nullable String jobRefusal(Execution execution, Scopes scopes, Scope scope, WorkerTask task) {
		return this.jobs.refusal(execution, scopes, scope, task,
				() -> variables(execution, scopes, scope, task.configuration()));
	}

	@Override
	public @Nullable SubflowStart subflow(Execution parent, FlowKey flow, Map<String, Object> inputs,
			Map<String, Object> labels) {
		return this.subflows.resolve(parent, flow, inputs, labels);
	}

	@Override
	public @Nullable Object item(Scope loop, int index) {
		List<?> chunk = this.store.items(this.executionId, loop.path(), index / CHUNK);
		return (chunk != null) ? chunk.get(index % CHUNK) : null;
	}

	@Override
	public List<Object> items(@Nullable Object value) {
		Object list = (value instanceof String text) ? parsed(text) : value;
		if (list instanceof List<?> elements) {
			return new ArrayList<>(elements);
		}
		if (list instanceof Map<?, ?> map) {
			List<Object> entries = new ArrayList<>();
			map.forEach((key, each) -> {
				Map<String, Object> entry = new LinkedHashMap<>();
				entry.put("key", key);
				entry.put("value", each);
				entries.add(entry);
			});
			return entries;
		}
		throw new ExpressionFailure("items must be a list or a map");
	}

	private static Object parsed(String text) {
		try {
			return Json.mapper().readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			throw new ExpressionFailure("items must be a list or a map, or one of these as JSON");
		}
	}

	/** Of the execution whose event is decided next. */
	void of(String id) {
		this.executionId = id;
	}

}
