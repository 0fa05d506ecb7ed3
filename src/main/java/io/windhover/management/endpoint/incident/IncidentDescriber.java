package io.windhover.management.endpoint.incident;

import java.util.Comparator;
import java.util.List;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.cluster.PeerRequests;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Incident;
import org.jspecify.annotations.Nullable;

/**
 * Describes incidents, with the addresses that lead on.
 */
public class IncidentDescriber {

	private final InstanceRegistry registry;

	private final String runbooks;

	/**
	 * Begins with the instances that are heard.
	 * @param runbooks what comes before the name of a runbook
	 */
	public IncidentDescriber(InstanceRegistry registry, String runbooks) {
		this.registry = registry;
		this.runbooks = runbooks;
	}

	List<IncidentsDescriptors.Listed> describe(List<Incident> incidents) {
		return incidents.stream().map(this::describe).toList();
	}

	IncidentsDescriptors.Detail detail(Incident incident) {
		return new IncidentsDescriptors.Detail(describe(incident), incident.closedAt(), incident.history()
			.stream()
			.map((each) -> new IncidentsDescriptors.HistoryEvent(each.at(), each.event(), each.count(), each.detail()))
			.toList());
	}

	private IncidentsDescriptors.Listed describe(Incident incident) {
		Incident.Acknowledgement by = incident.acknowledged();
		return new IncidentsDescriptors.Listed(incident.id(), incident.kind(), incident.severity(), incident.subject(),
				incident.since(), incident.openedAt(), incident.cause(), incident.count(),
				this.runbooks + incident.runbook(), incident.route(), link(incident), incident.reporter().id(),
				incident.lastSeenAt(),
				(by != null) ? new IncidentsDescriptors.Acknowledged(by.by(), by.note(), by.at()) : null);
	}

	private @Nullable String link(Incident incident) {
		return this.registry.all()
			.stream()
			.map(InstanceRegistry.Sighting::heartbeat)
			.filter((each) -> each.instance().id().equals(incident.reporter().id()))
			.max(Comparator.comparing((each) -> incarnation(each.instance())))
			.map(PeerRequests::routes)
			.map((routes) -> routes + incident.route().substring(1))
			.orElse(null);
	}

	private static String incarnation(InstanceRef instance) {
		return instance.incarnation();
	}

}
