package io.windhover.management.endpoint.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.scheduler.SchedulerView;
import io.windhover.topic.flow.FlowDirectory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The triggers that this scheduler schedules, with their next dates.
 */
@Endpoint(id = "scheduler")
public class SchedulerEndpoint {

	private final SchedulerView scheduler;

	private final FlowDirectory flows;

	private final Clock clock;

	/**
	 * Shows the scheduler of this process.
	 * @param flows knows whether a flow is disabled
	 */
	public SchedulerEndpoint(SchedulerView scheduler, FlowDirectory flows, Clock clock) {
		this.scheduler = scheduler;
		this.flows = flows;
		this.clock = clock;
	}

	/**
	 * The triggers that the filters let pass, one page of them.
	 * @param page counts from 0; null for the first
	 * @param size triggers on a page; null for what is usual
	 */
	@ReadOperation
	public SchedulerDescriptors.Scheduler scheduler(@Nullable String namespace, @Nullable String flowId,
			@Nullable String page, @Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListPage wanted = ListPage.of(page, size);
		Instant now = this.clock.instant();
		List<SchedulerView.Scheduled> matching = this.scheduler.scheduled()
			.stream()
			.filter((each) -> filter.passes(each.state().flow()))
			.toList();
		List<SchedulerView.LimitedFlow> limited = this.scheduler.limited()
			.stream()
			.filter((each) -> filter.passes(each.flow()))
			.toList();
		return new SchedulerDescriptors.Scheduler(matching.size(),
				wanted.of(matching)
					.stream()
					.map((each) -> new TriggerDescriber(each, this.scheduler.isHolding()).schedulable(now))
					.toList(),
				wanted.number(), wanted.size(), wanted.isFollowed(matching) || wanted.isFollowed(limited),
				wanted.of(limited).stream().map(SchedulerEndpoint::describe).toList());
	}

	private static SchedulerDescriptors.Limited describe(SchedulerView.LimitedFlow limited) {
		Concurrency concurrency = limited.concurrency();
		return new SchedulerDescriptors.Limited(limited.flow().namespace(), limited.flow().id(),
				(concurrency != null) ? concurrency.limit() : null,
				(concurrency != null) ? concurrency.behavior().name().toLowerCase(Locale.ROOT) : null,
				limited.running(), limited.waiting());
	}

	/**
	 * All about one trigger; null when it is not on this scheduler, or nobody can tell.
	 */
	@ReadOperation
	public SchedulerDescriptors.@Nullable Detail trigger(@Selector String namespace, @Selector String flowId,
			@Selector String triggerId) {
		SchedulerView.Detail found = this.scheduler.find(namespace, flowId, triggerId);
		if (found == null) {
			return null;
		}
		Instant now = this.clock.instant();
		TriggerCauses.Found cause = isDisabled(new FlowKey(namespace, flowId)) ? TriggerCauses.FLOW_DISABLED
				: TriggerCauses.find(found, this.scheduler, now);
		return new TriggerDescriber(found.scheduled(), this.scheduler.isHolding()).detail(found, cause, now);
	}

	boolean isDisabled(FlowKey key) {
		Flow flow = this.flows.find(key);
		return flow != null && flow.isDisabled();
	}

}
