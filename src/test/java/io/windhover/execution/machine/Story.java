package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.Scopes;
import io.windhover.execution.tree.StateSize;
import io.windhover.execution.tree.Transition;
import io.windhover.execution.tree.Tree;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the machine one event after the other, and keeps what it decides.
 */
public final class Story implements Tree {

	public static final String ID = "e1";

	public final Map<String, Scope> scopes = new HashMap<>();

	public final Map<String, Run> runs = new HashMap<>();

	/** The last state of each task run and of each scope that ended. */
	final Map<String, TaskRun> documents = new LinkedHashMap<>();

	public Instant now = Samples.START;

	/** What the execution may hold. */
	public long mostHeld = Long.MAX_VALUE;

	/** The tasks that are too large for a worker. */
	public final Set<String> tooLarge = new HashSet<>();

	/** Whether the flows that tasks run take what they are given. */
	boolean takesInputs = true;

	/** How often inputs were made for such a flow. */
	int madeInputs;

	private final Flow flow;

	private final Plan plan;

	private final ExpressionEvaluator evaluator;

	private @Nullable Execution execution;

	public Story(Task... tasks) {
		this(Samples.flow(List.of(tasks)), null);
	}

	public Story(Flow flow, @Nullable ExpressionEvaluator evaluator) {
		this.flow = flow;
		this.plan = Plan.of(flow);
		this.evaluator = (evaluator != null) ? evaluator : new ConstantExpressions();
	}

	@Override
	public @Nullable Execution execution() {
		return this.execution;
	}

	@Override
	public @Nullable Scope scope(String path) {
		Scope scope = this.scopes.get(path);
		return (scope != null) ? scope.copy() : null;
	}

	@Override
	public @Nullable Run run(String path) {
		Run run = this.runs.get(path);
		return (run != null) ? run.copy() : null;
	}

	@Override
	public @Nullable KeptResult kept(Rerun rerun, String path) {
		return null;
	}

	@Override
	public StateSize size() {
		long held = this.scopes.values().stream().mapToLong((scope) -> StateSize.NODE + scope.keptSize()).sum();
		return new StateSize(held + (long) StateSize.NODE * this.runs.size(), this.mostHeld);
	}

	public Transition happens(Event event) {
		this.now = this.now.plus(Duration.ofSeconds(1));
		Transition transition = ExecutionMachine.decide(this.plan, this.evaluator, this, event, this.now);
		if (transition.stale() == null) {
			this.execution = transition.execution();
			transition.scopes().forEach((scope) -> this.scopes.put(scope.path, scope));
			transition.runs().forEach((run) -> this.runs.put(run.path(), run));
			transition.runs().forEach((run) -> this.documents.put(run.path(), run.taskRun()));
			transition.removedScopes().forEach(this.scopes::remove);
			transition.removedRuns().forEach(this.runs::remove);
			effects(transition, Effect.Publish.class)
				.forEach((publish) -> this.documents.put(publish.document().path(), publish.document()));
		}
		return transition;
	}

	public Transition created() {
		return happens(new Event.Create(Execution.created(Samples.create(ID, this.flow))));
	}

	Transition killed() {
		return happens(new Event.Kill(null));
	}

	public Transition started(String path, int attempt, InstanceRef worker) {
		return happens(new Event.Reported(path, Samples.started(ID, path, attempt, worker)));
	}

	public Transition ended(String path, int attempt, InstanceRef worker, State state) {
		return reported(path,
				Samples.ended(ID, path, attempt, worker, state, (state == State.SUCCESS) ? Map.of("value", 1) : null));
	}

	public Transition reported(String path, TaskResult result) {
		return happens(new Event.Reported(path, result));
	}

	public Transition returned(String path, int attempt, InstanceRef worker) {
		return reported(path, Samples.returned(ID, path, attempt, worker, taskRun(path).queuedAt()));
	}

	/** Created, and its first task taken by a worker. */
	public Story running(String path, InstanceRef worker) {
		created();
		started(path, 1, worker);
		return this;
	}

	public TaskRun taskRun(String path) {
		return Objects.requireNonNull(this.documents.get(path), path);
	}

	public State state() {
		return requireExecution().state();
	}

	public Execution requireExecution() {
		return Objects.requireNonNull(this.execution);
	}

	public static <E extends Effect> List<E> effects(Transition transition, Class<E> type) {
		return transition.effects().stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** The paths of the task runs that an event handed to the workers. */
	public static List<String> dispatched(Transition transition) {
		return effects(transition, Effect.Dispatch.class).stream().map((each) -> each.taskRun().path()).toList();
	}

	/** Each template is its own value. */
	private final class ConstantExpressions implements ExpressionEvaluator {

		@Override
		public Object evaluate(Execution execution, Scopes scopes, Scope scope, String property, Object template) {
			return template;
		}

		@Override
		public Map<String, Object> outputs(Execution execution, Scopes scopes, Scope scope,
				Map<String, Object> templates, int maxBytes) {
			return templates;
		}

		@Override
		public @Nullable SubflowStart subflow(Execution parent, FlowKey flow, Map<String, Object> inputs,
				Map<String, Object> labels) {
			Story.this.madeInputs++;
			if (!Story.this.takesInputs) {
				throw new ExpressionFailure("it does not take what it is given");
			}
			return new SubflowStart(new FlowRef(flow.namespace(), flow.id(), 7), inputs, Map.of());
		}

		@Override
		public @Nullable Object item(Scope loop, int index) {
			return index;
		}

		@Override
		public @Nullable String jobRefusal(Execution execution, Scopes scopes, Scope scope, WorkerTask task) {
			return Story.this.tooLarge.contains(task.id()) ? "too large" : null;
		}

		@Override
		@SuppressWarnings("unchecked")
		public List<Object> items(@Nullable Object value) {
			return (List<Object>) Objects.requireNonNull(value);
		}

	}

}
