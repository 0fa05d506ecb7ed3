package io.windhover.flow.reading.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.binding.Path;
import io.windhover.flow.binding.RecordBinder;
import io.windhover.flow.input.Input;
import io.windhover.flow.reading.section.InputReader;
import io.windhover.flow.reading.section.ReadingProblems;
import io.windhover.flow.reading.section.SectionSchemas.DagShape;
import io.windhover.flow.reading.section.SectionSchemas.DependencyShape;
import io.windhover.flow.reading.section.SectionSchemas.ForEachShape;
import io.windhover.flow.reading.section.SectionSchemas.IfShape;
import io.windhover.flow.reading.section.SectionSchemas.LoopUntilShape;
import io.windhover.flow.reading.section.SectionSchemas.ParallelShape;
import io.windhover.flow.reading.section.SectionSchemas.PauseShape;
import io.windhover.flow.reading.section.SectionSchemas.SequentialShape;
import io.windhover.flow.reading.section.SectionSchemas.SubflowShape;
import io.windhover.flow.reading.section.SectionSchemas.SwitchShape;
import io.windhover.flow.reading.section.YamlSection;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;

/**
 * Reads the control tasks, each with the tasks that it has.
 */
class ControlTaskReader {

	/** The types, in the order in which problems list them. */
	static final Set<String> TYPES = ControlTaskType.ids();

	private static final Set<String> HANDLERS = Set.of("errors", "finally");

	private static final int DEFAULT_ITERATIONS = 100;

	private final RecordBinder binder;

	private final TaskReader tasks;

	private final InputReader inputs;

	ControlTaskReader(RecordBinder binder, TaskReader tasks) {
		this.binder = binder;
		this.inputs = new InputReader(binder, tasks.templates());
		this.tasks = tasks;
	}

	/**
	 * Reads one; null when it is wrong, which is among the problems then.
	 */
	@Nullable ControlTask read(YamlSection part, String id, TaskOptions options, Names names, ReadingProblems problems) {
		TaskListReader lists = new TaskListReader(this.tasks, part.path(), new HashMap<>(), problems);
		Own own = new Own(part, names, lists, problems);
		ControlTask task = own.read(String.valueOf(part.text("type")), id, options);
		return task;
	}

	/** One task. */
	private final class Own {

		private final YamlSection part;

		private final Names names;

		private final TaskListReader lists;

		private final ReadingProblems problems;

		Own(YamlSection part, Names names, TaskListReader lists, ReadingProblems problems) {
			this.part = part;
			this.names = names;
			this.lists = lists;
			this.problems = problems;
		}

		@Nullable ControlTask read(String type, String id, TaskOptions options) {
			return switch (type) {
				case "sequential" -> sequential(id, options);
				case "parallel" -> parallel(id, options);
				case "if" -> choice(id, options);
				case "switch" -> cases(id, options);
				case "for-each" -> forEach(id, options);
				case "dag" -> dag(id, options);
				case "loop-until" -> loop(id, options);
				case "subflow" -> subflow(id, options);
				case "pause" -> pause(id, options);
				default -> throw new IllegalArgumentException(type);
			};
		}

		private @Nullable ControlTask sequential(String id, TaskOptions options) {
			SequentialShape shape = bind(SequentialShape.class);
			List<Task> body = this.lists.inOrder("tasks", value("tasks"), this.names);
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Sequential(id, options, handlers, body,
					Boolean.TRUE.equals(shape.workingDirectory()) ? true : null) : null;
		}

		private @Nullable ControlTask parallel(String id, TaskOptions options) {
			ParallelShape shape = bind(ParallelShape.class);
			List<Task> body = this.lists.atOnce("tasks", value("tasks"), this.names);
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Parallel(id, options, handlers, orElse(shape.concurrency(), 0),
					!Boolean.FALSE.equals(shape.failFast()), body) : null;
		}

		private @Nullable ControlTask choice(String id, TaskOptions options) {
			IfShape shape = bind(IfShape.class);
			template("condition");
			List<Task> then = this.lists.inOrder("then", value("then"), this.names);
			List<Task> otherwise = this.lists.inOrder("else", value("else"), this.names);
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.If(id, options, handlers, shape.condition(), then, otherwise)
					: null;
		}

		private @Nullable ControlTask cases(String id, TaskOptions options) {
			SwitchShape shape = bind(SwitchShape.class);
			template("value");
			Map<String, List<Task>> cases = new LinkedHashMap<>();
			if (value("cases") instanceof Map<?, ?> map) {
				map.forEach((key, list) -> cases.put(String.valueOf(key),
						this.lists.inOrder("cases/" + key, list, this.names)));
			}
			List<Task> otherwise = this.lists.inOrder("default", value("default"), this.names);
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Switch(id, options, handlers, shape.value(), cases, otherwise)
					: null;
		}

		private @Nullable ControlTask forEach(String id, TaskOptions options) {
			ForEachShape shape = bind(ForEachShape.class);
			template("items");
			List<Task> body = this.lists.inOrder("tasks", value("tasks"), this.names.repeated());
			Handlers handlers = handlers(this.names);
			return (shape != null) ? new ControlTask.ForEach(id, options, handlers, shape.items(),
					orElse(shape.concurrency(), 1), !Boolean.FALSE.equals(shape.failFast()), body) : null;
		}

		private @Nullable ControlTask loop(String id, TaskOptions options) {
			LoopUntilShape shape = bind(LoopUntilShape.class);
			List<Task> body = this.lists.inOrder("tasks", value("tasks"), this.names.repeated());
			new TemplateCheck(ControlTaskReader.this.tasks.templates(),
					this.names.repeated().after(this.lists.known(this.names)), this.problems)
				.checkControl(this.part.path().child("condition"), orElse(value("condition"), ""));
			Handlers handlers = handlers(this.names);
			return (shape != null) ? new ControlTask.LoopUntil(id, options, handlers, shape.condition(),
					orElse(shape.interval(), Duration.ZERO), orElse(shape.maxIterations(), DEFAULT_ITERATIONS), body)
					: null;
		}

		private @Nullable ControlTask subflow(String id, TaskOptions options) {
			SubflowShape shape = bind(SubflowShape.class);
			template("inputs");
			template("labels");
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Subflow(id, options, handlers, shape.namespace(), shape.flowId(),
					orElse(shape.inputs(), Map.of()), orElse(shape.labels(), Map.of()),
					!Boolean.FALSE.equals(shape.waits())) : null;
		}

		private @Nullable ControlTask pause(String id, TaskOptions options) {
			PauseShape shape = bind(PauseShape.class);
			Path declared = this.part.path().child("inputs");
			List<Input> inputs = ControlTaskReader.this.inputs.readAll(
					YamlSection.all(declared, "inputs", value("inputs"), new HashMap<>(), this.problems),
					this.problems);
			if (value("inputs") != null && value("duration") != null) {
				this.problems.value(declared,
						"nobody gives inputs when the duration is over; leave out one of the two");
			}
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Pause(id, options, handlers, shape.duration(), inputs) : null;
		}

		private @Nullable ControlTask dag(String id, TaskOptions options) {
			DagShape shape = bind(DagShape.class);
			Dependencies dependencies = new Dependencies(this.problems);
			List<YamlSection> sections = this.lists.parts("tasks", value("tasks"));
			sections.forEach((each) -> dependencies.add(each, of(each)));
			dependencies.check();
			List<Task> body = new ArrayList<>();
			sections
				.forEach((each) -> this.lists.add(body, new YamlSection(each.path(), each.without(Set.of("dependsOn"))),
						this.names.after(before(each, sections, dependencies))));
			Handlers handlers = handlers();
			return (shape != null) ? new ControlTask.Dag(id, options, handlers, body, dependencies.byId()) : null;
		}

		/** What those that a task of a dag depends on have, and hand out. */
		private Set<String> before(YamlSection each, List<YamlSection> sections, Dependencies dependencies) {
			Set<String> before = dependencies.before(String.valueOf(each.text("id")));
			Set<String> seen = new LinkedHashSet<>(before);
			sections.stream()
				.filter((part) -> before.contains(String.valueOf(part.text("id"))))
				.forEach((part) -> seen.addAll(TaskListReader.seenAfter(part, this.names)));
			return seen;
		}

		private List<String> of(YamlSection each) {
			DependencyShape shape = this.problems
				.of(each.path(), binder().bind(each.only(Set.of("dependsOn")), DependencyShape.class))
				.value();
			return (shape != null && shape.dependsOn() != null) ? shape.dependsOn() : List.of();
		}

		/** They may name the outputs of whatever ran before them in their scope. */
		private Handlers handlers() {
			return handlers(this.names.after(this.lists.known(this.names)));
		}

		/** Those of a loop are outside of its iterations. */
		private Handlers handlers(Names around) {
			Names seen = around.handling();
			List<Task> errors = this.lists.inOrder("errors", value("errors"), seen);
			Set<String> ids = this.lists.known("errors", errors, this.names);
			return new Handlers(errors, this.lists.inOrder("finally", value("finally"), seen.after(ids)));
		}

		private <T> @Nullable T bind(Class<T> shape) {
			Map<String, Object> own = this.part.without(TaskReader.COMMON);
			own.keySet().removeAll(HANDLERS);
			Set<String> others = new LinkedHashSet<>(TaskReader.COMMON);
			others.addAll(HANDLERS);
			return this.problems.of(this.part.path(), binder().bind(own, shape, (text) -> false, others)).value();
		}

		private void template(String name) {
			new TemplateCheck(ControlTaskReader.this.tasks.templates(), this.names, this.problems)
				.checkControl(this.part.path().child(name), orElse(value(name), ""));
		}

		private @Nullable Object value(String name) {
			return this.part.properties().get(name);
		}

		private RecordBinder binder() {
			return ControlTaskReader.this.binder;
		}

		private static <T> T orElse(@Nullable T value, T otherwise) {
			return (value != null) ? value : otherwise;
		}

	}

}
