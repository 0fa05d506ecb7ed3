package io.windhover.management.endpoint.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.instance.Instance;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.worker.DrainNote;
import io.windhover.worker.ThreadSnapshot;
import io.windhover.worker.WorkerView;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The task runs that run on this worker. Identifiers only, unless values may be shown:
 * the configuration of a task and its log may hold secrets.
 */
@Endpoint(id = "worker")
public class WorkerEndpoint {

	/** So that an answer does not take long when all are stuck. */
	private static final int MOST_CAUSES = 100;

	private final WorkerView worker;

	private final Instance instance;

	private final ValueSanitizer values;

	private final Clock clock;

	/**
	 * Shows the worker of this process.
	 * @param values hide what may be secret from those who may not see it
	 */
	public WorkerEndpoint(WorkerView worker, Instance instance, ValueSanitizer values, Clock clock) {
		this.worker = worker;
		this.instance = instance;
		this.values = values;
		this.clock = clock;
	}

	/**
	 * The task runs that the filters let pass, one page of them.
	 * @param page counts from 0; null for the first
	 * @param size task runs on a page; null for what is usual
	 */
	@ReadOperation
	public WorkerDescriptors.Worker worker(@Nullable String namespace, @Nullable String flowId, @Nullable String page,
			@Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListPage wanted = ListPage.of(page, size);
		List<WorkerView.Running> matching = this.worker.running()
			.stream()
			.filter((each) -> filter.passes(each.job().namespace(), each.job().flowId()))
			.toList();
		return new WorkerDescriptors.Worker(matching.size(), describe(wanted.of(matching)),
				new WorkerDescriptors.Slots(this.worker.slotsUsed(), this.worker.slotsMax()), this.worker.groups(),
				this.worker.state(), drain(this.worker.drain()), this.instance.id(), wanted.number(), wanted.size(),
				wanted.isFollowed(matching));
	}

	/**
	 * One task run looked at closely; null, which is not found, when it does not run
	 * here.
	 * @param security of the request; says whether values may be shown
	 */
	@ReadOperation
	public WorkerDescriptors.@Nullable Detail taskRun(SecurityContext security, @Selector String taskRunId) {
		WorkerView.Detail detail = this.worker.detail(taskRunId);
		return (detail != null) ? describe(detail, this.values.areShown(security)) : null;
	}

	private List<WorkerDescriptors.Running> describe(List<WorkerView.Running> runnings) {
		Instant now = this.clock.instant();
		List<WorkerDescriptors.Running> described = new ArrayList<>();
		int looks = 0;
		for (WorkerView.Running running : runnings) {
			boolean look = running.stuck() != null && looks++ < MOST_CAUSES;
			described.add(describe(running, look ? this.worker.thread(running) : null, now));
		}
		return described;
	}

	private static WorkerDescriptors.Running describe(WorkerView.Running running, @Nullable ThreadSnapshot thread,
			Instant now) {
		return new WorkerDescriptors.Running("task", taskRun(running, now), task(running.job()), running.stopping(),
				stuck(running.stuck(), thread), running.usual());
	}

	private WorkerDescriptors.Detail describe(WorkerView.Detail detail, boolean shown) {
		WorkerView.Running running = detail.running();
		Job job = running.job();
		Duration timeout = job.task().timeout();
		WorkerDescriptors.Attempt attempt = new WorkerDescriptors.Attempt(job.attempt(), job.queuedAt(),
				running.startedAt(), timeout, (timeout != null) ? running.startedAt().plus(timeout) : null);
		return new WorkerDescriptors.Detail("task", taskRun(running, this.clock.instant()), task(job),
				running.stopping(), stuck(running.stuck(), detail.thread()), List.of(attempt), running.usual(),
				this.values.sanitize(job.task().configuration(), shown), detail.facts(),
				PublishedMetrics.describe(detail.metrics()),
				detail.log().stream().map((line) -> line(line, shown)).toList(), stack(detail.thread()),
				this.instance.id());
	}

	private WorkerDescriptors.Line line(LogLine line, boolean shown) {
		return new WorkerDescriptors.Line(line.at(), line.level(), shown ? line.message() : ValueSanitizer.HIDDEN);
	}

	private static WorkerDescriptors.TaskRun taskRun(WorkerView.Running running, Instant now) {
		Job job = running.job();
		return new WorkerDescriptors.TaskRun(job.taskRunId(), job.executionId(), job.namespace(), job.flowId(),
				job.flowRevision(), job.task().id(), job.attempt(), State.RUNNING, running.startedAt(),
				Duration.between(running.startedAt(), now));
	}

	private static WorkerDescriptors.@Nullable Drain drain(@Nullable DrainNote note) {
		return (note != null) ? new WorkerDescriptors.Drain(note.since(), note.by(), note.reason()) : null;
	}

	private static WorkerDescriptors.Task task(Job job) {
		return new WorkerDescriptors.Task(job.task().id(), job.task().type());
	}

	private static WorkerDescriptors.@Nullable Stuck stuck(WorkerView.@Nullable Stuck stuck,
			@Nullable ThreadSnapshot thread) {
		return (stuck != null)
				? new WorkerDescriptors.Stuck(stuck.since(), stuck.reason(), (thread != null) ? thread.summary() : null)
				: null;
	}

	private static WorkerDescriptors.@Nullable ThreadStack stack(@Nullable ThreadSnapshot thread) {
		return (thread != null) ? new WorkerDescriptors.ThreadStack(thread.name(), thread.state(),
				thread.stack().stream().map(StackTraceElement::toString).toList()) : null;
	}

}
