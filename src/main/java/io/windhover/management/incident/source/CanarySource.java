package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.api.CanaryView;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;

/**
 * Canaries of this instance that failed one after the other.
 */
public class CanarySource implements IncidentSource {

	/** One may be late because of a rebalance. */
	private static final int MANY = 2;

	/** By then the next ones have been sent. */
	private static final Duration SETTLING = Duration.ofMinutes(5);

	private final CanaryView canary;

	private final Reporters reporters;

	/**
	 * Watches the canaries that this instance sends.
	 */
	public CanarySource(CanaryView canary, Reporters reporters) {
		this.canary = canary;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.CANARY_FAILING);
	}

	@Override
	public List<Finding> find() {
		CanaryView.Failing failing = this.canary.failing();
		return (failing == null || failing.count() < MANY) ? List.of()
				: List.of(new Finding(IncidentKind.CANARY_FAILING, Map.of("instance", this.reporters.self().id()),
						failing.since(), "Canary %s: %s".formatted(failing.executionId(), failing.message()),
						failing.count(), "/flows?namespace=windhover.canary"));
	}

	/** The first failure after a restart is none yet. */
	@Override
	public Verdict judge(Incident open) {
		return (this.canary.failing() != null && this.reporters.isHere(open)) ? Verdict.UNDECIDED
				: this.reporters.judge(open, SETTLING);
	}

}
