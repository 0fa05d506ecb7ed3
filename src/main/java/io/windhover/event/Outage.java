package io.windhover.event;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Since when a thread has not done its work. Where it fails again and again, that is
 * since the first time: only when it has gone well for a while is that over.
 */
public class Outage {

	private static final Duration WELL = Duration.ofSeconds(30);

	private final Clock clock;

	private @Nullable Instant since;

	private @Nullable Instant working;

	private boolean failed;

	/** Of a thread that has not begun. */
	public Outage(Clock clock) {
		this.clock = clock;
		this.since = clock.instant();
	}

	/** It works now. */
	public synchronized void working() {
		if (this.working == null) {
			this.working = this.clock.instant();
		}
		if (!this.failed) {
			this.since = null;
		}
	}

	/** It does not, and that was not wanted. */
	public synchronized void broken() {
		Instant before = since();
		this.since = (before != null) ? before : this.clock.instant();
		this.failed = true;
		this.working = null;
	}

	/** Null while all goes well. */
	public synchronized @Nullable Instant since() {
		if (this.working != null && !this.working.plus(WELL).isAfter(this.clock.instant())) {
			this.since = null;
			this.failed = false;
		}
		return this.since;
	}

}
