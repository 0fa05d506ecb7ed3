package io.windhover.event.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.windhover.event.EventsView;
import io.windhover.event.Outage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the events of a subscription on this instance.
 */
class SubscriptionState {

	private final Subscription subscription;

	private final Clock clock;

	private final Outage outage;

	private final AtomicLong delivered = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private volatile boolean assigned;

	private volatile @Nullable Instant lastDeliveredAt;

	private volatile @Nullable Instant lastGivenUpAt;

	private volatile EventsView.@Nullable LastError lastError;

	private volatile EventsView.@Nullable Failing failing;

	private volatile List<EventsView.Position> positions = List.of();

	private volatile @Nullable Long pending;

	private volatile @Nullable Instant sampledAt;

	SubscriptionState(Subscription subscription, Clock clock) {
		this.subscription = subscription;
		this.clock = clock;
		this.outage = new Outage(clock);
	}

	void assigned() {
		this.assigned = true;
		this.outage.working();
	}

	/**
	 * What waits goes on elsewhere.
	 * @param wanted false where its thread was not to end
	 */
	void stopped(boolean wanted) {
		if (!wanted) {
			this.outage.broken();
		}
		this.assigned = false;
		this.pending = null;
		this.failing = null;
		this.positions = List.of();
	}

	void delivered() {
		this.delivered.incrementAndGet();
		this.lastDeliveredAt = this.clock.instant();
	}

	void givenUp() {
		this.failed.incrementAndGet();
		this.lastGivenUpAt = this.clock.instant();
	}

	/** Its thread begins again. */
	void failed(String reason) {
		this.outage.broken();
		error(reason);
	}

	void error(String message) {
		this.lastError = new EventsView.LastError(message, this.clock.instant());
	}

	void sampled(@Nullable Long unread, int queued, @Nullable Delivery oldest, List<EventsView.Position> reached) {
		this.pending = (unread != null) ? unread + queued : null;
		Instant since = (oldest != null) ? oldest.firstAttemptAt() : null;
		String error = (oldest != null) ? oldest.error() : null;
		this.failing = (oldest != null && since != null && error != null)
				? new EventsView.Failing(oldest.event().subject(), error, since, oldest.attempts()) : null;
		this.positions = reached;
		this.sampledAt = this.clock.instant();
	}

	EventsView.Subscribed status() {
		EventsView.Failing now = this.failing;
		String state = !this.assigned ? "starting" : (now != null) ? "retrying" : "delivering";
		return new EventsView.Subscribed(this.subscription.name(), this.subscription.target(),
				this.subscription.format(), this.subscription.types(), state, this.outage.since(), this.pending,
				this.delivered.get(), this.failed.get(), this.lastDeliveredAt, this.lastGivenUpAt, this.lastError, now,
				this.positions, this.sampledAt);
	}

}
