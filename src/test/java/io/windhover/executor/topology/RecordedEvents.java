package io.windhover.executor.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.ExecutorListener;
import io.windhover.flow.FlowKey;

/**
 * Remembers what the executor tells.
 */
class RecordedEvents implements ExecutorListener {

	final List<String> told = new ArrayList<>();

	final List<StaleReason> stale = new ArrayList<>();

	final List<InstanceRef> expired = new ArrayList<>();

	@Override
	public void executionStarted(Execution execution) {
		this.told.add("execution started " + execution.id());
	}

	@Override
	public void executionEnded(Execution execution, Duration duration) {
		this.told.add("execution ended " + execution.id() + " " + execution.state() + " after " + duration);
	}

	@Override
	public void taskRunNext(TaskRun taskRun) {
		this.told.add("next " + taskRun.id());
	}

	@Override
	public void taskRunEnded(TaskRun taskRun, Duration duration) {
		this.told.add("ended " + taskRun.id() + " " + taskRun.state() + " after " + duration);
	}

	@Override
	public void workerTaskResult(FlowKey flow, State state) {
		this.told.add("result " + flow + " " + state);
	}

	@Override
	public void stale(StaleReason reason) {
		this.stale.add(reason);
	}

	@Override
	public void leaseExpired(InstanceRef worker) {
		this.expired.add(worker);
	}

}
