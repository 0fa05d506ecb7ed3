package io.windhover.event.relay;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.windhover.event.EventsView;
import io.windhover.event.Outage;
import io.windhover.topic.record.NewerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the relay does now.
 */
public class RelayState {

	private final Clock clock;

	private final Outage outage;

	private final AtomicLong written = new AtomicLong();

	private volatile boolean assigned;

	private volatile @Nullable Instant lastWrittenAt;

	private volatile @Nullable String error;

	private volatile @Nullable Long lag;

	private volatile List<NewerRecord> newer = List.of();

	private volatile @Nullable Instant sampledAt;

	/**
	 * Of a relay whose thread has not begun.
	 */
	public RelayState(Clock clock) {
		this.clock = clock;
		this.outage = new Outage(clock);
	}

	void assigned() {
		this.assigned = true;
		this.outage.working();
	}

	/**
	 * Its partitions are elsewhere now.
	 * @param wanted false where its thread was not to end
	 */
	void stopped(boolean wanted) {
		if (!wanted) {
			this.outage.broken();
		}
		this.assigned = false;
		this.lag = null;
	}

	/**
	 * Its thread has failed, and will be tried again.
	 * @param reason for operators
	 */
	public void failed(String reason) {
		this.outage.broken();
		this.error = reason;
	}

	void written(int events) {
		if (events > 0) {
			this.written.addAndGet(events);
			this.lastWrittenAt = this.clock.instant();
		}
	}

	void sampled(@Nullable Long records, Collection<NewerRecord> stoppedAt) {
		this.lag = records;
		this.newer = List.copyOf(stoppedAt);
		this.sampledAt = this.clock.instant();
	}

	/**
	 * What endpoints and incidents show; the error is null while the relay works.
	 */
	public EventsView.Relay status() {
		Instant broken = this.outage.since();
		return new EventsView.Relay(this.assigned, this.written.get(), this.lastWrittenAt, this.lag,
				(broken != null) ? this.error : null, broken, this.newer.stream().map(NewerRecord::reason).toList(),
				this.sampledAt);
	}

}
