package io.windhover.management.incident.source;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.event.EventsView;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;

/**
 * The subscriptions of this instance whose events do not arrive: one that is tried for
 * minutes, or was given up within the last hour; and the threads that write and deliver
 * events, where one has not worked for minutes.
 */
public class EventsSource implements IncidentSource {

	/** A receiver may start anew. */
	private static final Duration PERSISTING = Duration.ofMinutes(2);

	private static final Duration WINDOW = Duration.ofHours(1);

	/** By then it has tried again. */
	private static final Duration SETTLING = Duration.ofMinutes(5);

	private static final String NOT_BEGUN = "its thread has not begun; the log has the reason";

	private static final String RELAY_ROUTE = "/events";

	private static final String ROUTE = "/events/subscriptions";

	private final EventsView events;

	private final Reporters reporters;

	private final Clock clock;

	/**
	 * Watches the relay and the subscriptions of this instance.
	 */
	public EventsSource(EventsView events, Reporters reporters, Clock clock) {
		this.events = events;
		this.reporters = reporters;
		this.clock = clock;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.EVENTS_NOT_DELIVERED);
	}

	@Override
	public List<Finding> find() {
		Instant now = this.clock.instant();
		return Stream
			.concat(Stream.ofNullable(this.events.relay()).flatMap((relay) -> find(relay, now)),
					this.events.subscriptions().stream().flatMap((each) -> find(each, now)))
			.toList();
	}

	private Stream<Finding> find(EventsView.Relay relay, Instant now) {
		Instant since = relay.brokenSince();
		if (since == null || since.plus(PERSISTING).isAfter(now)) {
			return Stream.empty();
		}
		String error = (relay.error() != null) ? relay.error() : NOT_BEGUN;
		return Stream.of(new Finding(IncidentKind.EVENTS_NOT_DELIVERED, Map.of("instance", this.reporters.self().id()),
				since, "No events are written: " + error, 1, RELAY_ROUTE));
	}

	private Stream<Finding> find(EventsView.Subscribed subscription, Instant now) {
		EventsView.Failing failing = subscription.failing();
		boolean lasts = failing != null && !failing.since().plus(PERSISTING).isAfter(now);
		Instant givenUp = subscription.lastGivenUpAt();
		boolean lost = givenUp != null && givenUp.plus(WINDOW).isAfter(now);
		Instant broken = subscription.brokenSince();
		boolean idle = broken != null && !broken.plus(PERSISTING).isAfter(now);
		if (!lasts && !lost && !idle) {
			return Stream.empty();
		}
		EventsView.LastError last = subscription.lastError();
		String error = (lasts && failing != null) ? failing.error() : (last != null) ? last.message() : NOT_BEGUN;
		String cause = lost ? "Events were given up within an hour: " + error : "Events are not delivered: " + error;
		return Stream.of(new Finding(IncidentKind.EVENTS_NOT_DELIVERED,
				Map.of("subscription", subscription.name(), "instance", this.reporters.self().id()),
				(lasts && failing != null) ? failing.since() : idle ? broken : givenUp, cause,
				Math.max(1, subscription.failed()), ROUTE));
	}

	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, SETTLING);
	}

}
