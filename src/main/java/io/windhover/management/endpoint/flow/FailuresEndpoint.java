package io.windhover.management.endpoint.flow;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.Flow;
import io.windhover.management.endpoint.flow.FailuresDescriptors.Cause;
import io.windhover.management.endpoint.flow.FailuresDescriptors.Failures;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.topic.flow.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Why executions fail, in the whole cluster: all that failed for the same reason as one.
 * Any instance answers, from the histories of the flows.
 */
@Endpoint(id = "failures")
public class FailuresEndpoint {

	private final FlowDirectory flows;

	private final Clock clock;

	/**
	 * Shows the failures that the directory knows of all flows.
	 */
	public FailuresEndpoint(FlowDirectory flows, Clock clock) {
		this.flows = flows;
		this.clock = clock;
	}

	/**
	 * The causes, one page of them.
	 * @param from since when failures count, to the hour; null for a day
	 * @param taskType of what failed; null for any
	 * @param page counts from 0; null for the first
	 * @param size causes on a page; null for what is usual
	 */
	@ReadOperation
	public Failures failures(@Nullable OffsetDateTime from, @Nullable String namespace, @Nullable String flowId,
			@Nullable String taskType, @Nullable String page, @Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListFilters.check("taskType", taskType);
		ListPage wanted = ListPage.of(page, size);
		Instant since = (from != null) ? from.toInstant() : this.clock.instant().minus(FlowHistory.Failures.REMEMBERED);
		Map<String, List<Found>> byCause = new LinkedHashMap<>();
		this.flows.all()
			.stream()
			.filter((flow) -> filter.passes(flow.key()))
			.flatMap(this::found)
			.filter((each) -> each.failures().since(since) > 0)
			.filter((each) -> taskType == null || taskType.equals(each.failures().cause().taskType()))
			.forEach((each) -> byCause.computeIfAbsent(each.failures().cause().id(), (id) -> new ArrayList<>())
				.add(each));
		List<Cause> causes = byCause.values()
			.stream()
			.map((found) -> cause(found, since))
			.sorted(Comparator.comparingLong(Cause::failures)
				.reversed()
				.thenComparing(Cause::last, Comparator.reverseOrder()))
			.toList();
		return new Failures(since, causes.size(), this.flows.isReady(), taskTypes(causes), wanted.of(causes),
				wanted.number(), wanted.size(), wanted.isFollowed(causes));
	}

	/** What failed without a task, or of a task that is not known, is of none. */
	private static List<FailuresDescriptors.TaskType> taskTypes(List<Cause> causes) {
		Map<String, List<Cause>> byType = causes.stream()
			.filter((cause) -> cause.taskType() != null)
			.collect(Collectors.groupingBy((cause) -> String.valueOf(cause.taskType())));
		return byType.entrySet()
			.stream()
			.map((entry) -> new FailuresDescriptors.TaskType(entry.getKey(),
					entry.getValue().stream().mapToLong(Cause::failures).sum(), entry.getValue().size()))
			.sorted(Comparator.comparingLong(FailuresDescriptors.TaskType::failures)
				.reversed()
				.thenComparing(FailuresDescriptors.TaskType::taskType))
			.toList();
	}

	private Stream<Found> found(Flow flow) {
		FlowHistory history = this.flows.history(flow.key());
		return (history != null) ? history.failures().stream().map((each) -> new Found(history, each)) : Stream.empty();
	}

	private static Cause cause(List<Found> found, Instant since) {
		Found last = found.stream()
			.max(Comparator.comparing((Found each) -> each.failures().last()))
			.orElseThrow(IllegalArgumentException::new);
		TreeMap<Instant, Long> hours = new TreeMap<>();
		found.forEach((each) -> each.failures().hours().forEach((hour, count) -> hours.merge(hour, count, Long::sum)));
		List<FailuresDescriptors.FailingFlow> flows = found.stream()
			.map((each) -> new FailuresDescriptors.FailingFlow(each.history().namespace(), each.history().flowId(),
					each.failures().since(since)))
			.sorted(Comparator.comparingLong(FailuresDescriptors.FailingFlow::failures).reversed())
			.toList();
		Instant first = found.stream()
			.map((each) -> each.failures().first())
			.min(Comparator.naturalOrder())
			.orElse(last.failures().first());
		String id = last.failures().cause().id();
		return new Cause(id, last.failures().cause().taskType(), last.failures().cause().text(),
				flows.stream().mapToLong(FailuresDescriptors.FailingFlow::failures).sum(),
				hours.entrySet()
					.stream()
					.map((hour) -> new FailuresDescriptors.Hour(hour.getKey(), hour.getValue()))
					.toList(),
				first, last.failures().last(), flows, new FailuresDescriptors.Example(last.failures().executionId(),
						last.history().namespace(), last.history().flowId(), last.failures().last()),
				restart(id, flows, since));
	}

	/** Of one flow it is enough to look at its executions. */
	private static FailuresDescriptors.Request restart(String cause, List<FailuresDescriptors.FailingFlow> flows,
			Instant since) {
		Map<String, Object> filter = new LinkedHashMap<>();
		if (flows.stream().map(FailuresDescriptors.FailingFlow::namespace).distinct().count() == 1) {
			filter.put("namespace", flows.get(0).namespace());
		}
		if (flows.size() == 1) {
			filter.put("flowId", flows.get(0).flowId());
		}
		filter.put("from", Objects.toString(since));
		filter.put("cause", cause);
		return new FailuresDescriptors.Request("POST", "/api/executions/actions",
				Map.of("action", "restart", "filter", filter, "dryRun", true));
	}

	/**
	 * What one flow fails for.
	 */
	private record Found(FlowHistory history, FlowHistory.Failures failures) {
	}

}
