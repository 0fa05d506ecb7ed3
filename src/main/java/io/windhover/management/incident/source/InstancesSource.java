package io.windhover.management.incident.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.cluster.InstanceRegistry;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The instances that are not heard, and the ids that several processes have: each
 * instance sees them, and the first one reports them.
 */
public class InstancesSource implements IncidentSource {

	private static final String INSTANCE = "instance";

	private final InstanceRegistry registry;

	private final Reporters reporters;

	private final Duration lease;

	private final Clock clock;

	/**
	 * Watches all instances of the cluster.
	 * @param lease the silence after which an instance is an incident
	 */
	public InstancesSource(InstanceRegistry registry, Reporters reporters, Duration lease, Clock clock) {
		this.registry = registry;
		this.reporters = reporters;
		this.lease = lease;
		this.clock = clock;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.INSTANCE_SILENT, IncidentKind.INSTANCE_DUPLICATE);
	}

	@Override
	public List<Finding> find() {
		List<Finding> found = new ArrayList<>();
		if (this.reporters.isFirst()) {
			for (InstanceRegistry.Sighting sighting : this.registry.all()) {
				Finding silent = silent(sighting.heartbeat());
				if (silent != null) {
					found.add(silent);
				}
			}
			this.registry.duplicates()
				.forEach((id) -> found.add(new Finding(IncidentKind.INSTANCE_DUPLICATE, Map.of(INSTANCE, id), null,
						"Several living processes have the instance id '%s': the older one is fenced".formatted(id), 1,
						route(id))));
		}
		return found;
	}

	/** For as long as after which what it ran is given to others. */
	private @Nullable Finding silent(Heartbeat heartbeat) {
		Instant since = this.registry.silentSince(heartbeat.instance());
		if (since == null || since.plus(this.lease).isAfter(this.clock.instant())) {
			return null;
		}
		String id = heartbeat.instance().id();
		return new Finding(IncidentKind.INSTANCE_SILENT, Map.of(INSTANCE, id), since,
				"No heartbeat of '%s', which has the roles %s on %s, and did not end in good order".formatted(id,
						String.join(", ", heartbeat.roles().stream().sorted().toList()), heartbeat.host()),
				1, route(id));
	}

	private static String route(String id) {
		return "/cluster?instance=" + id;
	}

	@Override
	public Verdict judge(Incident open) {
		if (!this.reporters.isFirst()) {
			return Verdict.ELSEWHERE;
		}
		String id = open.subject().getOrDefault(INSTANCE, "");
		if (open.kind().equals(IncidentKind.INSTANCE_SILENT.id())) {
			return isUnheard(id) ? Verdict.UNDECIDED : Verdict.OVER;
		}
		return this.reporters.isSettling(open, this.lease) ? Verdict.UNDECIDED : Verdict.OVER;
	}

	/** It is listed, and nobody of this id is heard, but not for long enough. */
	private boolean isUnheard(String id) {
		InstanceRegistry.HeartbeatReception hearing = this.registry.heartbeatReception();
		Instant now = this.clock.instant();
		List<InstanceRegistry.Sighting> of = this.registry.all()
			.stream()
			.filter((each) -> each.heartbeat().instance().id().equals(id))
			.toList();
		return !of.isEmpty() && of.stream().noneMatch((each) -> each.live() && each.isRecent(hearing, now));
	}

}
