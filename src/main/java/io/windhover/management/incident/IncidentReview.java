package io.windhover.management.incident;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.instance.Incident;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Decides what becomes of an incident that was found here, or was not. Only the watch may
 * use it, on its thread.
 */
public class IncidentReview {

	/** The count of what goes on is written no more often. */
	static final Duration WRITTEN_AT_MOST_EACH = Duration.ofMinutes(1);

	/** What goes on unchanged is written again, to say that it does. */
	static final Duration WRITTEN_AT_LEAST_EACH = Duration.ofMinutes(10);

	private static final int MAX_CAUSE = 1000;

	private final Reporters reporters;

	/** What belongs to others gets so long to be found where it has moved to. */
	private final Duration orphanGrace;

	private final Clock clock;

	private final Map<String, Instant> orphans = new ConcurrentHashMap<>();

	/**
	 * Begins without orphans.
	 * @param orphanGrace how long an incident stays open whose reporter is gone
	 */
	public IncidentReview(Reporters reporters, Duration orphanGrace, Clock clock) {
		this.reporters = reporters;
		this.orphanGrace = orphanGrace;
		this.clock = clock;
	}

	/**
	 * What is to be written of what was found; null for nothing.
	 * @param known what is known of it, open or closed
	 */
	public @Nullable Incident found(Finding finding, @Nullable Incident known) {
		Instant now = this.clock.instant();
		String cause = StringUtils.truncate(finding.cause(), MAX_CAUSE);
		if (known == null || !known.isOpen()) {
			return opened(finding, cause, (known != null) ? known.history() : List.of(), now);
		}
		this.orphans.remove(known.id());
		Duration age = Duration.between(known.lastSeenAt(), now);
		if (!this.reporters.isOwn(known)) {
			// of two that find the same the first reports it
			boolean left = this.reporters.isGone(known) || age.compareTo(WRITTEN_AT_MOST_EACH) >= 0;
			return left ? known.adopted(now, this.reporters.self()).seen(now, cause, finding.count()) : null;
		}
		boolean changed = finding.count() != known.count() || !cause.equals(known.cause());
		return (age.compareTo(changed ? WRITTEN_AT_MOST_EACH : WRITTEN_AT_LEAST_EACH) >= 0)
				? known.seen(now, cause, finding.count()) : null;
	}

	private Incident opened(Finding finding, String cause, List<Incident.Event> before, Instant now) {
		IncidentKind kind = finding.kind();
		Instant since = (finding.since() != null) ? finding.since() : now;
		List<Incident.Event> history = new ArrayList<>(
				before.subList(Math.max(0, before.size() - Incident.MOST_EVENTS + 1), before.size()));
		history.add(new Incident.Event(now, Incident.Event.OPENED, finding.count(), cause));
		return new Incident(finding.id(), kind.id(), kind.severity().id(), new TreeMap<>(finding.subject()), since, now,
				cause, finding.count(), kind.runbook(), finding.route(), this.reporters.self(), now, null, null,
				List.copyOf(history));
	}

	/**
	 * What is to be written of an open incident that was not found; null for nothing.
	 */
	@Nullable Incident missing(Incident open, Verdict verdict) {
		Instant now = this.clock.instant();
		if (verdict == Verdict.ELSEWHERE && this.reporters.isGone(open)) {
			return orphaned(open, now);
		}
		this.orphans.remove(open.id());
		return switch (verdict) {
			case OVER -> open.closed(now, "over");
			case UNDECIDED -> this.reporters.isOwn(open) ? null : open.adopted(now, this.reporters.self());
			case ELSEWHERE -> null;
		};
	}

	private @Nullable Incident orphaned(Incident open, Instant now) {
		Instant since = this.orphans.computeIfAbsent(open.id(), (id) -> now);
		if (since.plus(this.orphanGrace).isAfter(now) || !this.reporters.isFirst()) {
			return null;
		}
		this.orphans.remove(open.id());
		return open.closed(now, "reporter gone: " + open.reporter().id());
	}

	/**
	 * Forgets what is not open any more.
	 */
	void keep(Map<String, Incident> known) {
		this.orphans.keySet().removeIf((id) -> {
			Incident incident = known.get(id);
			return incident == null || !incident.isOpen();
		});
	}

}
