package io.windhover.management.incident;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.windhover.execution.instance.Incident;
import io.windhover.instance.Phases;
import io.windhover.instance.RepeatedWork;
import io.windhover.instance.ThreadPools;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the sources of this instance what is wrong, every few seconds on a thread of its
 * own, compares it with what is open and publishes the difference. The engine never waits
 * for it.
 */
class IncidentWatch extends RepeatedWork {

	private static final Logger logger = LoggerFactory.getLogger(IncidentWatch.class);

	/** Incidents of one kind that an instance reports one by one. */
	static final int MOST_OF_A_KIND = 100;

	private static final Duration CLOSED_KEPT_FOR = Duration.ofDays(1);

	/** Closed incidents of the whole cluster. */
	private static final int MOST_CLOSED = 1000;

	private final Supplier<List<IncidentSource>> sources;

	private final Incidents incidents;

	private final IncidentReview review;

	private final Reporters reporters;

	private final BooleanSupplier fenced;

	private final Duration interval;

	private final Clock clock;

	private final Set<IncidentSource> failed = new HashSet<>();

	/**
	 * Prepares the watch.
	 * @param sources looked up when it looks
	 * @param fenced whether another process has the id of this instance
	 */
	IncidentWatch(Supplier<List<IncidentSource>> sources, Incidents incidents, IncidentReview review,
			Reporters reporters, BooleanSupplier fenced, Duration interval, ThreadPools pools, Clock clock) {
		// when this instance is heard
		super(pools, "windhover-incidents", Phases.IDENTITY + 2);
		this.sources = sources;
		this.incidents = incidents;
		this.review = review;
		this.reporters = reporters;
		this.fenced = fenced;
		this.interval = interval;
		this.clock = clock;
	}

	/**
	 * What it reported stays open: the next start goes on with it, or another instance.
	 */
	@Override
	protected Duration run() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			logger.warn("The incidents could not be looked for", ex);
		}
		return this.interval;
	}

	/**
	 * Looks once. A fenced process reports nothing.
	 */
	void look() {
		if (!this.incidents.isReady() || this.fenced.getAsBoolean()) {
			return;
		}
		this.incidents.settle();
		Map<String, Incident> known = this.incidents.all();
		Set<String> seen = new HashSet<>();
		for (IncidentSource source : this.sources.get()) {
			look(source, known, seen);
		}
		// of kinds that nobody here finds
		known.values()
			.stream()
			.filter((each) -> each.isOpen() && !seen.contains(each.id()))
			.forEach((each) -> change(each, this.review.missing(each, Verdict.ELSEWHERE)));
		this.review.keep(known);
		known.values().forEach(this::restore);
		this.incidents.publish(this.clock.instant());
		if (this.reporters.isFirst()) {
			prune(known);
		}
	}

	/** One that cannot tell keeps what it found, and hides nothing that others find. */
	private void look(IncidentSource source, Map<String, Incident> known, Set<String> seen) {
		List<Incident> open = known.values().stream().filter((each) -> isOf(source, each)).toList();
		try {
			for (Finding finding : bounded(source.find(), known)) {
				String id = finding.id();
				Incident before = known.get(id);
				if (seen.add(id)) {
					change(before, this.review.found(finding, before));
				}
			}
			open.stream()
				.filter((each) -> seen.add(each.id()))
				.forEach((each) -> change(each, this.review.missing(each, source.judge(each))));
			this.failed.remove(source);
		}
		catch (RuntimeException ex) {
			open.forEach((each) -> seen.add(each.id()));
			if (this.failed.add(source)) {
				logger.warn("Incidents of the kinds {} cannot be looked for", source.kinds(), ex);
			}
		}
	}

	private static boolean isOf(IncidentSource source, Incident incident) {
		return incident.isOpen() && source.kinds().stream().anyMatch((kind) -> kind.id().equals(incident.kind()));
	}

	/**
	 * As many of each kind as somebody would read, those that are open already first, and
	 * one for all others.
	 */
	private List<Finding> bounded(List<Finding> found, Map<String, Incident> known) {
		if (found.size() <= MOST_OF_A_KIND) {
			return found;
		}
		List<Finding> bounded = new ArrayList<>();
		for (IncidentKind kind : IncidentKind.values()) {
			List<Finding> ofKind = found.stream()
				.filter((each) -> each.kind() == kind)
				.sorted(Comparator.comparing((each) -> !isOpen(known.get(each.id()))))
				.toList();
			int listed = Math.min(MOST_OF_A_KIND, ofKind.size());
			bounded.addAll(ofKind.subList(0, listed));
			if (listed < ofKind.size()) {
				Finding first = ofKind.get(listed);
				bounded.add(new Finding(kind,
						Map.of("instance", this.reporters.self().id(), "others", "more than " + MOST_OF_A_KIND), null,
						"More of the same on this instance, the first: " + first.cause(), ofKind.size() - listed,
						first.route()));
			}
		}
		return bounded;
	}

	private static boolean isOpen(@Nullable Incident incident) {
		return incident != null && incident.isOpen();
	}

	/** What the topic lacks because somebody acknowledged it at the same time. */
	private void restore(Incident incident) {
		if (incident.isOpen() && this.reporters.isOwn(incident) && this.incidents.isMerged(incident.id())) {
			this.incidents.change(incident, incident);
		}
	}

	private void change(@Nullable Incident known, @Nullable Incident changed) {
		if (changed == null) {
			return;
		}
		this.incidents.change(known, changed);
		if (!changed.isOpen()) {
			logger.info("Incident {} is over: {} {}", changed.id(), changed.kind(), changed.subject());
		}
		else if (!isOpen(known)) {
			logger.warn("Incident {} ({}): {} {}", changed.id(), changed.kind(), changed.subject(), changed.cause());
		}
	}

	private void prune(Map<String, Incident> known) {
		Instant limit = this.clock.instant().minus(CLOSED_KEPT_FOR);
		List<Incident> closed = known.values()
			.stream()
			.filter((each) -> !each.isOpen())
			.sorted(Comparator.comparing(IncidentWatch::closedAt).reversed())
			.toList();
		for (int i = 0; i < closed.size(); i++) {
			if (i >= MOST_CLOSED || closedAt(closed.get(i)).isBefore(limit)) {
				this.incidents.delete(closed.get(i).id());
			}
		}
	}

	private static Instant closedAt(Incident incident) {
		Instant closed = incident.closedAt();
		return (closed != null) ? closed : Instant.MAX;
	}

}
