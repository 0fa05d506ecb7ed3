package io.windhover.worker.share;

import java.time.Duration;

/**
 * How many jobs a poll may take: as many as a full one, or its half, quarter and so on
 * down to one, whichever stays free. A share consumer is told its size when it is opened,
 * so that each change is a new membership and happens only for a reason that lasts. It is
 * zero when no slot gets free: the worker leaves its share group, which would otherwise
 * go on to give it partitions that nobody then reads.
 */
class PollSize {

	private static final Duration WINDOW = Duration.ofMillis(500);

	private static final int WINDOWS_UNTIL_IDLE = 2;

	private final int full;

	private int size;

	/** When the window began; of {@link System#nanoTime()}. */
	private long since;

	private int fewest;

	private int most;

	private int windowsWithout;

	PollSize(int full, long now) {
		this.full = full;
		this.size = full;
		begin(full, now);
	}

	/**
	 * The size of the next poll.
	 * @param free the slots that a poll may count on now
	 * @param now of {@link System#nanoTime()}
	 */
	int next(int free, long now) {
		this.fewest = Math.min(this.fewest, free);
		this.most = Math.max(this.most, free);
		if (this.size == 0) {
			change(free, free, now);
		}
		else if (now - this.since >= WINDOW.toNanos()) {
			this.windowsWithout = (this.most == 0) ? this.windowsWithout + 1 : 0;
			if (this.windowsWithout == WINDOWS_UNTIL_IDLE) {
				change(0, free, now);
			}
			else if (this.most > 0 && this.most < this.size) {
				change(this.most, free, now);
			}
			else if (this.fewest > this.size) {
				change(this.fewest, free, now);
			}
			else {
				begin(free, now);
			}
		}
		return this.size;
	}

	private void change(int room, int free, long now) {
		this.size = fit(room);
		this.windowsWithout = 0;
		begin(free, now);
	}

	private void begin(int free, long now) {
		this.since = now;
		this.fewest = free;
		this.most = free;
	}

	/** A full poll, halved until it fits. */
	private int fit(int room) {
		int fitting = this.full;
		while (fitting > room) {
			fitting /= 2;
		}
		return fitting;
	}

}
