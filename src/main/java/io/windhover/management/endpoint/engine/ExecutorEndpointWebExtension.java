package io.windhover.management.endpoint.engine;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.windhover.cluster.owner.ExecutionOwners;
import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.TaskRun;
import io.windhover.instance.Instance;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.NotAnswered;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.OwnedExecution;
import io.windhover.management.endpoint.engine.ExecutorDescriptors.Recent;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.http.MediaType;

/**
 * What this executor knows of its executions before the repository does; the other
 * instances ask for it here.
 */
@EndpointWebExtension(endpoint = ExecutorEndpoint.class)
public class ExecutorEndpointWebExtension {

	private static final String RECENT = "recent";

	private final ExecutionOwners owners;

	private final Instance instance;

	/**
	 * Shows the executions that this process owns.
	 * @param owners asked only for what is here
	 */
	public ExecutorEndpointWebExtension(ExecutionOwners owners, Instance instance) {
		this.owners = owners;
		this.instance = instance;
	}

	/**
	 * One execution with a page of its task runs, or the newest of those that changed
	 * last.
	 * @param executionId the id, or {@code recent}
	 * @param namespace of the recent ones; null for all
	 * @param flowId of the recent ones; null for all
	 * @param from when the recent ones were created at the earliest; null for any time
	 * @param to before when the recent ones were created; null for any time
	 */
	@ReadOperation
	public WebEndpointResponse<OperationResponseBody> execution(@Selector String executionId,
			@Nullable String namespace, @Nullable String flowId, @Nullable OffsetDateTime from,
			@Nullable OffsetDateTime to, @Nullable String page, @Nullable String size) {
		ListPage asked = ListPage.of(page, size);
		if (executionId.equals(RECENT)) {
			refuse("page", page);
			return new WebEndpointResponse<>(recent(namespace, flowId, instant(from), instant(to), asked.size()));
		}
		refuse("namespace, flowId, from and to",
				Stream.of(namespace, flowId, from, to).filter(Objects::nonNull).findFirst().orElse(null));
		return answer(this.owners.here(executionId), executionId, asked);
	}

	private Recent recent(@Nullable String namespace, @Nullable String flowId, @Nullable Instant from,
			@Nullable Instant to, int size) {
		ListFilters.check("namespace", namespace);
		ListFilters.check("flowId", flowId);
		ExecutionQuery query = new ExecutionQuery(namespace, flowId, null, from, to, 0, size);
		return new Recent(this.instance.id(), this.owners.recentHere(query, size));
	}

	private WebEndpointResponse<OperationResponseBody> answer(OwnerResponse answer, String id, ListPage page) {
		if (answer instanceof OwnerResponse.Known known) {
			Snapshot snapshot = known.snapshot();
			List<TaskRun> taskRuns = snapshot.taskRuns();
			return new WebEndpointResponse<>(new OwnedExecution(this.instance.id(), snapshot.complete(),
					Objects.requireNonNull(snapshot.execution()), taskRuns.size(), page.of(taskRuns)));
		}
		if (answer instanceof OwnerResponse.Ended) {
			return problem(410, "Gone",
					"Execution '%s' has ended and has left the memory of its executor".formatted(id),
					"GET /api/executions/{id} has what the repository keeps of it");
		}
		if (answer instanceof OwnerResponse.Deleted) {
			return problem(404, "Not Found", "Execution '%s' was deleted".formatted(id),
					"GET /executor/recent lists the newest executions here", true);
		}
		if (answer instanceof OwnerResponse.NotOwned other) {
			return problem(421, "Misdirected Request", "Execution '%s' is not here: %s".formatted(id, other.reason()),
					"GET /api/executions/{id} of any instance finds it");
		}
		return (answer instanceof OwnerResponse.Unknown unknown && unknown.behind())
				? problem(503, "Service Unavailable",
						"The executor has a backlog of commands, and execution '%s' may be in it".formatted(id),
						"Try again soon")
				: problem(404, "Not Found", "There is no execution '%s'".formatted(id),
						"GET /executor/recent lists the newest executions here");
	}

	private WebEndpointResponse<OperationResponseBody> problem(int status, String title, String detail, String hint) {
		return problem(status, title, detail, hint, null);
	}

	private WebEndpointResponse<OperationResponseBody> problem(int status, String title, String detail, String hint,
			@Nullable Boolean deleted) {
		return new WebEndpointResponse<>(
				new NotAnswered(Problem.TYPE, title, status, detail, hint, this.instance.id(), deleted), status,
				MediaType.APPLICATION_PROBLEM_JSON);
	}

	private static void refuse(String parameter, @Nullable Object value) {
		if (value != null) {
			throw InvalidRequests.invalid("There is no parameter %s here".formatted(parameter));
		}
	}

	private static @Nullable Instant instant(@Nullable OffsetDateTime date) {
		return (date != null) ? date.toInstant() : null;
	}

}
