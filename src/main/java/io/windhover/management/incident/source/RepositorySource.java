package io.windhover.management.incident.source;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.instance.Incident;
import io.windhover.indexer.IndexerView;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;

/**
 * A repository that takes no documents of this indexer, or deletes none that are too old.
 */
public class RepositorySource implements IncidentSource {

	/** A try may fail, and the next one go well. */
	private static final Duration PERSISTING = Duration.ofSeconds(30);

	/** By then it has tried again. */
	private static final Duration SETTLING = Duration.ofMinutes(2);

	private static final String ROUTE = "/indexer";

	private final IndexerView indexer;

	private final Reporters reporters;

	private final Clock clock;

	/**
	 * Watches the indexer of this process.
	 */
	public RepositorySource(IndexerView indexer, Reporters reporters, Clock clock) {
		this.indexer = indexer;
		this.reporters = reporters;
		this.clock = clock;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.REPOSITORY_FAILING, IncidentKind.RETENTION_FAILING);
	}

	@Override
	public List<Finding> find() {
		List<Finding> found = new ArrayList<>();
		Map<String, String> subject = Map.of("repository", this.indexer.repositoryType(), "instance",
				this.reporters.self().id());
		IndexerView.Failure failure = this.indexer.failure();
		if (failure != null && !failure.since().plus(PERSISTING).isAfter(this.clock.instant())) {
			found.add(new Finding(IncidentKind.REPOSITORY_FAILING, subject, failure.since(), failure.message(),
					failure.tries(), ROUTE));
		}
		String error = this.indexer.retention().error();
		if (error != null) {
			found.add(new Finding(IncidentKind.RETENTION_FAILING, subject, null, error, 1, ROUTE));
		}
		return found;
	}

	/** A failure that is no older than it takes to be found may be the same one. */
	@Override
	public Verdict judge(Incident open) {
		boolean fails = open.kind().equals(IncidentKind.REPOSITORY_FAILING.id()) && this.indexer.failure() != null;
		return (fails && this.reporters.isHere(open)) ? Verdict.UNDECIDED : this.reporters.judge(open, SETTLING);
	}

}
