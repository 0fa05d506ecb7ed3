package io.windhover.management.endpoint.incident;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.execution.instance.Incident;
import io.windhover.instance.Instance;
import io.windhover.management.InvalidRequests;
import io.windhover.management.endpoint.list.FlowFilter;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.endpoint.list.ListPage;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.Incidents;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * What is wrong in the cluster now and not yet over. Any instance answers for all.
 */
@Endpoint(id = "incidents")
public class IncidentsEndpoint {

	/**
	 * The worst first, and of them the oldest; what a newer version calls otherwise last.
	 */
	private static final Comparator<Incident> WORST_FIRST = Comparator
		.comparingInt((Incident incident) -> rank(incident.severity()))
		.thenComparing(Incident::since)
		.thenComparing(Incident::id);

	private static final List<String> SEVERITIES = Stream.of(IncidentKind.Severity.values())
		.map(IncidentKind.Severity::id)
		.toList();

	private final Incidents incidents;

	private final IncidentDescriber describer;

	private final Instance instance;

	/**
	 * Shows the incidents of the whole cluster.
	 */
	public IncidentsEndpoint(Incidents incidents, IncidentDescriber describer, Instance instance) {
		this.incidents = incidents;
		this.describer = describer;
		this.instance = instance;
	}

	/**
	 * The open incidents that the filters let pass, one page of them.
	 * @param page counts from 0; null for the first
	 * @param size incidents on a page; null for what is usual
	 */
	@ReadOperation
	public IncidentsDescriptors.Incidents incidents(@Nullable String kind, @Nullable String namespace,
			@Nullable String flowId, @Nullable String page, @Nullable String size) {
		FlowFilter filter = new FlowFilter(namespace, flowId);
		ListPage wanted = ListPage.of(page, size);
		List<Incident> open = this.incidents.open();
		checkKind(kind, open);
		List<Incident> matching = open.stream()
			.filter((each) -> ListFilters.passes(kind, each.kind()) && passes(filter, each.subject()))
			.sorted(WORST_FIRST)
			.toList();
		return new IncidentsDescriptors.Incidents(this.instance.id(), this.incidents.sampledAt(), matching.size(),
				this.describer.describe(wanted.of(matching)), wanted.number(), wanted.size(),
				wanted.isFollowed(matching));
	}

	/**
	 * One incident with its history; null, which is not found, when there was none within
	 * the last day.
	 */
	@ReadOperation
	public IncidentsDescriptors.@Nullable Detail incident(@Selector String id) {
		Incident incident = this.incidents.find(id);
		return (incident != null) ? this.describer.detail(incident) : null;
	}

	/** A kind that nobody knows would look like one of which nothing is open. */
	private static void checkKind(@Nullable String kind, List<Incident> open) {
		if (kind != null && Stream.concat(kinds(), open.stream().map(Incident::kind)).noneMatch(kind::equals)) {
			throw InvalidRequests
				.invalid("The parameter 'kind' takes one of %s".formatted(kinds().collect(Collectors.joining(", "))));
		}
	}

	private static Stream<String> kinds() {
		return Stream.of(IncidentKind.values()).map(IncidentKind::id);
	}

	private static boolean passes(FlowFilter filter, Map<String, String> subject) {
		return filter.passes(subject.getOrDefault("namespace", ""), subject.getOrDefault("flowId", ""));
	}

	private static int rank(String severity) {
		int rank = SEVERITIES.indexOf(severity);
		return (rank >= 0) ? rank : SEVERITIES.size();
	}

}
