package io.windhover.management.endpoint.engine;

import java.time.Clock;

import io.windhover.instance.Instance;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.operation.Caller;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.worker.DrainNote;
import io.windhover.worker.WorkerControl;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What can be done to the worker: drain it, resume it, kill what it runs.
 */
@EndpointWebExtension(endpoint = WorkerEndpoint.class)
public class WorkerEndpointWebExtension {

	private final WorkerControl worker;

	private final Operations operations;

	private final Instance instance;

	private final Clock clock;

	/**
	 * Acts on the worker of this process only.
	 * @param operations count, log and audit each change
	 */
	public WorkerEndpointWebExtension(WorkerControl worker, Operations operations, Instance instance, Clock clock) {
		this.worker = worker;
		this.operations = operations;
		this.instance = instance;
		this.clock = clock;
	}

	/**
	 * Drains or resumes the worker.
	 * @param state draining or running
	 * @param reason for people, kept with a drain and in the audit; null for none
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Nullable String state, @Nullable String reason) {
		ListFilters.checkText("reason", reason);
		if ("draining".equals(state)) {
			return this.operations.perform(Operation.WORKER_DRAIN, this.instance.id(), () -> {
				this.worker.drain(new DrainNote(this.clock.instant(), Caller.current().name(), reason));
				return Outcome.accepted().forReason(reason);
			});
		}
		if ("running".equals(state)) {
			return this.operations.perform(Operation.WORKER_RESUME, this.instance.id(), () -> {
				this.worker.resume();
				return Outcome.accepted().forReason(reason);
			});
		}
		throw InvalidRequests.invalid("The field 'state' takes 'draining' or 'running'");
	}

	/**
	 * Kills a task run.
	 * @param reason for people, kept with the task run and in the audit; null for none
	 */
	@DeleteOperation
	public WebEndpointResponse<OperationResponseBody> kill(@Selector String taskRunId, @Nullable String reason) {
		ListFilters.checkText("reason", reason);
		String error = "killed by " + Caller.current() + ((reason != null) ? ": " + reason : "");
		return this.operations.perform(Operation.TASK_RUN_KILL, taskRunId, () -> {
			Outcome outcome = outcome(this.worker.kill(taskRunId, error));
			return outcome.forReason(reason);
		});
	}

	private static Outcome outcome(WorkerControl.Kill kill) {
		return switch (kill) {
			case KILLED -> Outcome.accepted();
			case ENDED -> Outcome.conflict("It has ended already, and its result is on its way to the executor");
			case UNKNOWN -> Outcome.notFound("It does not run on this worker");
		};
	}

}
