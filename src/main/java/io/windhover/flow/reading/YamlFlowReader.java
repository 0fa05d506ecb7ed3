package io.windhover.flow.reading;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.flow.InvalidFlowException;
import io.windhover.flow.Trigger;
import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.input.Input;
import io.windhover.flow.reading.section.FlowLimits;
import io.windhover.flow.reading.section.InputReader;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.ConcurrencyShape;
import io.windhover.flow.reading.section.SectionSchemas.FlowShape;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.reading.task.HandedOutTasks;
import io.windhover.flow.reading.task.Names;
import io.windhover.flow.reading.task.SharedDirectories;
import io.windhover.flow.reading.task.TaskDefaults;
import io.windhover.flow.reading.task.TaskListReader;
import io.windhover.flow.reading.task.TaskReader;
import io.windhover.flow.reading.task.TaskTree;
import io.windhover.flow.reading.task.TemplateCheck;
import io.windhover.flow.reading.trigger.ExpectReader;
import io.windhover.flow.reading.trigger.FlowTriggerReader;
import io.windhover.flow.reading.trigger.TriggerReader;
import io.windhover.flow.reading.trigger.WebhookKeys;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.template.Templates;
import io.windhover.flow.yaml.YamlDocument;
import jakarta.validation.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Reads a flow part by part, so that each part tells its own problems.
 */
public final class YamlFlowReader implements FlowReader {

	private final RecordBinder binder;

	private final InputReader inputs;

	private final TaskReader tasks;

	private final TriggerReader triggers;

	private final Templates templates;

	private final FlowLimits limits;

	YamlFlowReader(List<TaskDefinition<?>> tasks, List<TriggerDefinition<?>> triggers, Templates templates,
			Validator validator, FlowLimits limits) {
		this.binder = new RecordBinder(validator);
		this.inputs = new InputReader(this.binder, templates);
		this.tasks = new TaskReader(this.binder, templates, tasks);
		this.triggers = new TriggerReader(this.binder, triggers, templates);
		this.templates = templates;
		this.limits = limits;
	}

	@Override
	public Flow read(String fileName, String yaml) {
		YamlDocument document = YamlDocument.read(yaml, this.limits.ofYaml());
		ReadingProblems problems = new ReadingProblems(fileName, document);
		Flow flow = null;
		if (document.root() instanceof Map<?, ?> root) {
			flow = TaskTree.check(root, this.limits, problems) ? flow(YamlSection.properties(root), yaml, problems)
					: null;
		}
		else if (problems.count() == 0) {
			problems.value(Path.ROOT, "a flow is a map of properties: namespace, id, tasks and more");
		}
		if (flow == null || problems.count() > 0) {
			throw new InvalidFlowException(problems.inOrder());
		}
		return flow;
	}

	private @Nullable Flow flow(Map<String, Object> written, String yaml, ReadingProblems problems) {
		FlowShape shape = problems.of(Path.ROOT, this.binder.bind(written, FlowShape.class)).value();
		Map<String, Object> properties = TaskDefaults.applied(written, this.tasks.types(), problems);
		SharedDirectories.check(properties, problems);
		List<YamlSection> inputParts = YamlSection.all("inputs", properties.get("inputs"), problems);
		List<Input> declared = this.inputs.readAll(inputParts, problems);
		Names names = new Names(names(properties.get("inputs")), variables(properties), Set.of(),
				Names.tasks(allTasks(properties)), Set.of(), Names.metrics(allTasks(properties), this.tasks.metrics()),
				HandedOutTasks.in(properties));
		if (properties.get("labels") instanceof Map<?, ?> labels) {
			new TemplateCheck(this.templates, names, problems).checkControl(Path.ROOT.child("labels"), labels);
		}
		TaskListReader lists = new TaskListReader(this.tasks, Path.ROOT, new HashMap<>(), problems);
		List<Task> body = lists.inOrder("tasks", properties.get("tasks"), names);
		List<Task> errors = lists.inOrder("errors", properties.get("errors"),
				names.handling().after(lists.known(names)));
		List<Task> finals = lists.inOrder("finally", properties.get("finally"),
				names.handling().after(lists.known(names)));
		if (properties.get("outputs") instanceof Map<?, ?> outputs) {
			new TemplateCheck(this.templates, names.after(lists.known(names)), problems)
				.checkControl(Path.ROOT.child("outputs"), outputs);
		}
		List<YamlSection> triggerParts = YamlSection.all("triggers", properties.get("triggers"), problems);
		List<Trigger> started = triggers(triggerParts, (declared.size() == inputParts.size()) ? declared : null,
				problems);
		if (shape != null) {
			FlowKey own = new FlowKey(shape.namespace(), shape.id());
			triggerParts.forEach((each) -> FlowTriggerReader.refuseItself(each, own, problems));
		}
		Expectations expect = (shape != null && shape.expect() != null) ? ExpectReader.read(shape.expect(), problems)
				: null;
		String source = WebhookKeys.hidden(yaml, triggerParts, problems);
		if (shape == null || problems.count() > 0) {
			return null;
		}
		Map<String, String> labels = (shape.labels() != null) ? shape.labels() : Map.of();
		TaskOptions options = new TaskOptions(null, null, Boolean.TRUE.equals(shape.disabled()),
				TaskReader.retry(shape.retry()), shape.timeout(), false);
		return new Flow(shape.namespace(), shape.id(), 0, shape.description(), labels, declared,
				(shape.variables() != null) ? shape.variables() : Map.of(), body,
				new ControlTask.Handlers(errors, finals), options,
				(shape.outputs() != null) ? shape.outputs() : Map.of(), concurrency(shape.concurrency()), started,
				source, null, null, expect);
	}

	private static Set<String> variables(Map<String, Object> properties) {
		return (properties.get("variables") instanceof Map<?, ?> map) ? YamlSection.properties(map).keySet() : Set.of();
	}

	private static @Nullable Concurrency concurrency(@Nullable ConcurrencyShape shape) {
		if (shape == null) {
			return null;
		}
		return new Concurrency(shape.limit(),
				(shape.behavior() != null) ? shape.behavior() : Concurrency.Behavior.QUEUE);
	}

	private static Map<String, Object> allTasks(Map<String, Object> properties) {
		Map<String, Object> tasks = new HashMap<>(properties);
		tasks.keySet().retainAll(Set.of("tasks", "errors", "finally"));
		return tasks;
	}

	private List<Trigger> triggers(List<YamlSection> sections, @Nullable List<Input> inputs, ReadingProblems problems) {
		TemplateCheck check = new TemplateCheck(this.templates, Names.NONE, problems);
		return sections.stream()
			.map((each) -> this.triggers.read(each, inputs, check, problems))
			.filter(Objects::nonNull)
			.toList();
	}

	/** The ids of all inputs, also of those that are wrong in another way. */
	private static Set<String> names(@Nullable Object inputs) {
		if (!(inputs instanceof List<?> list)) {
			return Set.of();
		}
		return list.stream()
			.filter(Map.class::isInstance)
			.map((each) -> String.valueOf(((Map<?, ?>) each).get("id")))
			.collect(Collectors.toSet());
	}

}
