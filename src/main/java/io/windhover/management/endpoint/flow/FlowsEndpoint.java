package io.windhover.management.endpoint.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.windhover.execution.flow.FlowStatus;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.flow.FlowsDescriptors.FlowSummary;
import io.windhover.management.endpoint.flow.FlowsDescriptors.Flows;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.topic.flow.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * All flows of the cluster as an operator asks for them, the worst first. Any instance
 * answers.
 */
@Endpoint(id = "flows")
public class FlowsEndpoint {

	private final FlowDirectory flows;

	private final Clock clock;

	/**
	 * Shows the flows of the directory.
	 */
	public FlowsEndpoint(FlowDirectory flows, Clock clock) {
		this.flows = flows;
		this.clock = clock;
	}

	/**
	 * The flows that the filters let pass, one page of them.
	 * @param status a {@link FlowStatus} in any case; null for all
	 * @param page counts from 0; null for the first
	 * @param size flows on a page; null for what is usual
	 */
	@ReadOperation
	public Flows flows(@Nullable String namespace, @Nullable String flowId, @Nullable String status,
			@Nullable String page, @Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListPage wanted = ListPage.of(page, size);
		FlowStatus only = status(status);
		Instant now = this.clock.instant();
		List<FlowSummary> matching = this.flows.all()
			.stream()
			.filter((flow) -> filter.passes(flow.key()))
			.map((flow) -> describe(flow, now))
			.filter((flow) -> only == null || flow.status() == only)
			.sorted(Comparator.comparing(FlowSummary::status)
				.thenComparing(FlowSummary::failuresInARow, Comparator.reverseOrder())
				.thenComparing(FlowSummary::namespace)
				.thenComparing(FlowSummary::flowId))
			.toList();
		return new Flows(matching.size(), this.flows.isReady(), wanted.of(matching), wanted.number(), wanted.size(),
				wanted.isFollowed(matching));
	}

	/**
	 * One flow; null, which is not found, when there is none.
	 */
	@ReadOperation
	public @Nullable FlowSummary flow(@Selector String namespace, @Selector String flowId) {
		Flow flow = this.flows.find(new FlowKey(namespace, flowId));
		return (flow != null) ? describe(flow, this.clock.instant()) : null;
	}

	private FlowSummary describe(Flow flow, Instant now) {
		return new FlowDescriber(flow, this.flows.history(flow.key()), now).describe();
	}

	private static @Nullable FlowStatus status(@Nullable String text) {
		if (text == null) {
			return null;
		}
		try {
			return FlowStatus.valueOf(text.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw InvalidRequests.invalid("The parameter 'status' is one of "
					+ Arrays.stream(FlowStatus.values()).map(FlowStatus::name).collect(Collectors.joining(", ")));
		}
	}

}
