package io.windhover.management.endpoint.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.InstanceRef;
import io.windhover.executor.ExecutorView;
import io.windhover.flow.FlowKey;
import io.windhover.instance.Instance;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Cause;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Execution;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.ExecutionState;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Executions;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Executor;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Leases;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Store;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Stuck;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.TaskRun;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.TaskRunState;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.TaskRuns;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * What this executor has in flight, and what of it does not get on.
 */
@Endpoint(id = "executor")
public class ExecutorEndpoint {

	/** An answer stays readable, and as cheap, however many are stuck. */
	private static final int MOST_STUCK = 100;

	private final ExecutorView executor;

	private final Instance instance;

	private final Clock clock;

	/**
	 * Shows the executor of this process.
	 * @param clock measures how old its executions and task runs are
	 */
	public ExecutorEndpoint(ExecutorView executor, Instance instance, Clock clock) {
		this.executor = executor;
		this.instance = instance;
		this.clock = clock;
	}

	@ReadOperation
	public Executor executor() {
		Instant now = this.clock.instant();
		ExecutorView.Stuck stuck = this.executor.stuck(MOST_STUCK);
		Map<String, Long> stale = new TreeMap<>();
		this.executor.stale().forEach((reason, count) -> stale.put(reason.id(), count));
		long staleCount = stale.values().stream().mapToLong(Long::longValue).sum();
		return new Executor(this.instance.id(), this.executor.isReady(), this.executor.lastTick(),
				this.executor.lastEvent(), executions(now), taskRuns(now), leases(), this.executor.leasesExpired(),
				staleCount, stale, stores(), stuck.count(),
				stuck.taskRuns().stream().map((each) -> describe(each, now)).toList());
	}

	private Executions executions(Instant now) {
		List<ExecutionState> states = this.executor.executions()
			.stream()
			.map((each) -> new ExecutionState(each.state(), each.count(), describe(each.oldest(), now)))
			.toList();
		return new Executions(states.stream().mapToInt(ExecutionState::count).sum(), states);
	}

	private TaskRuns taskRuns(Instant now) {
		List<TaskRunState> states = this.executor.taskRuns()
			.stream()
			.map((each) -> new TaskRunState(each.state(), each.count(), describe(each.oldest(), now)))
			.toList();
		return new TaskRuns(states.stream().mapToInt(TaskRunState::count).sum(), states);
	}

	private List<Leases> leases() {
		return this.executor.leases()
			.stream()
			.map((each) -> new Leases(each.worker().id(), each.worker().incarnation(), each.count(), each.silentSince(),
					each.endsAt()))
			.toList();
	}

	private List<Store> stores() {
		return this.executor.stores()
			.stream()
			.map((each) -> new Store(each.name(), each.approximateEntries(), each.sampledAt()))
			.toList();
	}

	private static Execution describe(ExecutorView.RunningExecution execution, Instant now) {
		FlowKey flow = execution.flow();
		return new Execution(execution.id(), (flow != null) ? flow.namespace() : null,
				(flow != null) ? flow.id() : null, execution.createdAt(), Duration.between(execution.createdAt(), now));
	}

	private static Stuck describe(ExecutorView.StuckTaskRun stuck, Instant now) {
		return new Stuck(describe(stuck.taskRun(), now), stuck.since(), new Cause(stuck.cause().id(), stuck.detail()));
	}

	private static TaskRun describe(ExecutorView.InFlight taskRun, Instant now) {
		InstanceRef worker = taskRun.worker();
		return new TaskRun(taskRun.id(), taskRun.executionId(), taskRun.flow().namespace(), taskRun.flow().id(),
				taskRun.taskId(), taskRun.taskType(), taskRun.attempt(), taskRun.state(), taskRun.since(),
				Duration.between(taskRun.since(), now), (worker != null) ? worker.id() : null);
	}

}
