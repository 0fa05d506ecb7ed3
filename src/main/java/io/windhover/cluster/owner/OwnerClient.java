package io.windhover.cluster.owner;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

import io.windhover.cluster.PeerRequests;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.Snapshot;
import io.windhover.execution.TaskRun;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Asks the executor of another instance over its management port.
 */
class OwnerClient {

	private static final int MAX_BODY = 64 * 1024 * 1024;

	/** Task runs in one answer. */
	private static final int PAGE = 1000;

	private final PeerRequests requests;

	OwnerClient(PeerRequests requests) {
		this.requests = requests;
	}

	/**
	 * Asks for an execution, page by page; what is returned never completes
	 * exceptionally.
	 * @param whole whether all of its task runs are of interest
	 */
	CompletableFuture<OwnerResponse> find(Heartbeat owner, String id, boolean whole) {
		String routes = PeerRequests.routes(owner);
		if (routes == null) {
			return CompletableFuture.completedFuture(notOwned(owner, "advertises no valid URL of its management port"));
		}
		String route = routes + "executor/" + id;
		return (whole ? pages(owner, route, 0, Map.of()) : page(owner, route, 0, 1).thenApply(Part::answer))
			.exceptionally((ex) -> notOwned(owner, "did not answer (" + reason(ex) + ")"));
	}

	private CompletableFuture<OwnerResponse> pages(Heartbeat owner, String route, int number,
			Map<String, TaskRun> before) {
		return page(owner, route, number, PAGE).thenCompose((part) -> {
			if (!(part.answer() instanceof OwnerResponse.Known known)) {
				return CompletableFuture.completedFuture(part.answer());
			}
			Map<String, TaskRun> taskRuns = new LinkedHashMap<>(before);
			known.snapshot().taskRuns().forEach((run) -> taskRuns.put(run.id(), run));
			if (taskRuns.size() > before.size() && taskRuns.size() < part.taskRunCount()) {
				return pages(owner, route, number + 1, taskRuns);
			}
			Snapshot all = new Snapshot(known.snapshot().execution(), List.copyOf(taskRuns.values()),
					known.snapshot().complete() && taskRuns.size() >= part.taskRunCount());
			return CompletableFuture.completedFuture(new OwnerResponse.Known(all));
		});
	}

	private CompletableFuture<Part> page(Heartbeat owner, String route, int number, int size) {
		URI uri = URI.create(route + "?page=" + number + "&size=" + size);
		return this.requests.get(uri, MAX_BODY).thenApply((response) -> part(owner, response));
	}

	/**
	 * Asks for the newest executions that it has in memory: none where it does not
	 * answer.
	 */
	CompletableFuture<List<Execution>> recent(Heartbeat owner, ExecutionQuery query, int most) {
		String routes = PeerRequests.routes(owner);
		if (routes == null) {
			return CompletableFuture.completedFuture(List.of());
		}
		return this.requests.get(URI.create(routes + "executor/recent?" + parameters(query, most)), MAX_BODY)
			.thenApply((response) -> recent(owner, response))
			.exceptionally((ex) -> List.of());
	}

	private static Part part(Heartbeat owner, HttpResponse<byte[]> response) {
		int status = response.statusCode();
		if (status == 401 || status == 403) {
			return new Part(notOwned(owner,
					"answered %d; windhover.cluster.username and password say who asks".formatted(status)), 0);
		}
		Document document = Json.mapper().readValue(response.body(), Document.class);
		if (!owner.instance().id().equals(document.owner())) {
			return new Part(notOwned(owner, "is not the one that answers at its address"), 0);
		}
		if (status == 200 && document.execution() != null) {
			List<TaskRun> taskRuns = (document.taskRuns() != null) ? document.taskRuns() : List.of();
			return new Part(
					new OwnerResponse.Known(
							new Snapshot(document.execution(), taskRuns, Boolean.TRUE.equals(document.complete()))),
					(document.taskRunCount() != null) ? document.taskRunCount() : taskRuns.size());
		}
		return new Part(switch (status) {
			case 404 -> Boolean.TRUE.equals(document.deleted()) ? new OwnerResponse.Deleted()
					: new OwnerResponse.Unknown(false);
			case 503 -> new OwnerResponse.Unknown(true);
			case 410 -> new OwnerResponse.Ended();
			case 421 -> notOwned(owner, "no longer has its partition");
			default -> notOwned(owner, "answered " + status);
		}, 0);
	}

	private static List<Execution> recent(Heartbeat owner, HttpResponse<byte[]> response) {
		Recent answer = Json.mapper().readValue(response.body(), Recent.class);
		boolean answered = response.statusCode() == 200 && owner.instance().id().equals(answer.owner());
		return (answered && answer.recent() != null) ? answer.recent() : List.of();
	}

	private static String parameters(ExecutionQuery query, int most) {
		Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
		parameters.put("namespace", query.namespace());
		parameters.put("flowId", query.flowId());
		parameters.put("from", query.from());
		parameters.put("to", query.to());
		parameters.put("size", most);
		return parameters.entrySet()
			.stream()
			.filter((each) -> each.getValue() != null)
			.map((each) -> each.getKey() + "="
					+ URLEncoder.encode(String.valueOf(each.getValue()), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static OwnerResponse notOwned(Heartbeat owner, String what) {
		return new OwnerResponse.NotOwned("instance '%s' %s".formatted(owner.instance().id(), what));
	}

	private static String reason(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return (cause instanceof JacksonException) ? "no JSON of an execution" : cause.getClass().getSimpleName();
	}

	/**
	 * An answer with some of the task runs.
	 *
	 * @param taskRunCount of all
	 */
	private record Part(OwnerResponse answer, int taskRunCount) {
	}

	/**
	 * What an instance sends: an execution, or the problem that stands for it.
	 *
	 * @param deleted whether there was one
	 */
	record Document(@Nullable String owner, @Nullable Boolean deleted, @Nullable Boolean complete,
			@Nullable Integer taskRunCount, @Nullable Execution execution, @Nullable List<TaskRun> taskRuns) {
	}

	/**
	 * The newest executions of an owner.
	 */
	record Recent(@Nullable String owner, @Nullable List<Execution> recent) {
	}

}
