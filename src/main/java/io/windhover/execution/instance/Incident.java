package io.windhover.execution.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, from when an instance finds it until nobody does any more. The
 * same thing has the same id when it comes back.
 *
 * @param id short, made of the kind and the subject
 * @param kind open to kinds that only a newer version knows
 * @param severity critical, warning or info
 * @param subject what it is about, name by name
 * @param since when the trouble began, as far as it is known
 * @param openedAt when it was found
 * @param cause for people
 * @param count how many events it stands for, as its reporter counts them
 * @param runbook the name of the page that tells what to do
 * @param route that shows it on the reporter
 * @param reporter who finds it, or found it last
 * @param lastSeenAt when its reporter last wrote that it is so
 * @param acknowledged null while nobody looks after it, and when it is over
 * @param closedAt when it was over; null while it is open
 * @param history the last events, oldest first
 */
public record Incident(String id, String kind, String severity, Map<String, String> subject, Instant since,
		Instant openedAt, String cause, long count, String runbook, String route, InstanceRef reporter,
		Instant lastSeenAt, @Nullable Acknowledgement acknowledged, @Nullable Instant closedAt, List<Event> history) {

	/** Events that are kept. */
	public static final int MOST_EVENTS = 20;

	public Incident {
		subject = Objects.requireNonNullElse(subject, Map.of());
		history = Objects.requireNonNullElse(history, List.of());
	}

	/**
	 * Whether it is not over.
	 */
	public boolean isOpen() {
		return this.closedAt == null;
	}

	/**
	 * The same, found once more. Its history has each doubling of the count, and each
	 * halving.
	 */
	public Incident seen(Instant now, String cause, long count) {
		long told = this.history.isEmpty() ? 0 : this.history.get(this.history.size() - 1).count();
		boolean step = count >= 2 * told || 2 * count <= told;
		return new Incident(this.id, this.kind, this.severity, this.subject, this.since, this.openedAt, cause, count,
				this.runbook, this.route, this.reporter, now, this.acknowledged, this.closedAt,
				(step && count != told) ? with(new Event(now, Event.COUNTED, count, cause)) : this.history);
	}

	/**
	 * The same with another reporter.
	 */
	public Incident adopted(Instant now, InstanceRef reporter) {
		return new Incident(this.id, this.kind, this.severity, this.subject, this.since, this.openedAt, this.cause,
				this.count, this.runbook, this.route, reporter, this.lastSeenAt, this.acknowledged, this.closedAt,
				with(new Event(now, Event.ADOPTED, this.count, "by " + reporter.id())));
	}

	/**
	 * The same, looked after by somebody, once more if it was so already.
	 */
	public Incident acknowledged(Acknowledgement by) {
		return new Incident(this.id, this.kind, this.severity, this.subject, this.since, this.openedAt, this.cause,
				this.count, this.runbook, this.route, this.reporter, this.lastSeenAt, by, this.closedAt,
				with(new Event(by.at(), Event.ACKNOWLEDGED, this.count, by.by() + ": " + by.note())));
	}

	/**
	 * The same, over: nobody looks after it any more.
	 */
	public Incident closed(Instant now, String why) {
		return new Incident(this.id, this.kind, this.severity, this.subject, this.since, this.openedAt, this.cause,
				this.count, this.runbook, this.route, this.reporter, this.lastSeenAt, null, now,
				with(new Event(now, Event.CLOSED, this.count, why)));
	}

	private List<Event> with(Event event) {
		List<Event> events = new ArrayList<>(this.history);
		events.add(event);
		return List.copyOf(events.subList(Math.max(0, events.size() - MOST_EVENTS), events.size()));
	}

	/**
	 * Who looks after it.
	 *
	 * @param by the name of the user
	 * @param note who and why, in their words
	 */
	public record Acknowledgement(String by, String note, Instant at) {
	}

	/**
	 * What became of it at an instant.
	 *
	 * @param event opened, counted, adopted, acknowledged or closed
	 * @param count of the incident then
	 * @param detail for people; null where there is no more to tell
	 */
	public record Event(Instant at, String event, long count, @Nullable String detail) {

		/** It was found. */
		public static final String OPENED = "opened";

		/** It stands for twice as many events, or half as many. */
		public static final String COUNTED = "counted";

		/** Another instance reports it. */
		public static final String ADOPTED = "adopted";

		/** Somebody looks after it. */
		public static final String ACKNOWLEDGED = "acknowledged";

		/** It is over. */
		public static final String CLOSED = "closed";

	}

}
