package io.windhover.management.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * What was free on a disk over the last day, and the straight line through it by least
 * squares.
 */
final class FillRate {

	/** Of a shorter time a line would tell of a moment. */
	static final Duration SHORTEST = Duration.ofMinutes(30);

	private static final Duration LONGEST = Duration.ofDays(1);

	/** However often somebody looks. */
	private static final int MOST = 1_000;

	private static final double SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();

	/** What is full later does not fill, as far as anybody cares. */
	private static final double LATEST_DAYS = 36_500;

	private final Deque<Look> looks = new ArrayDeque<>();

	void add(Instant at, long usable) {
		this.looks.addLast(new Look(at, usable));
		while (this.looks.size() > MOST || this.looks.getFirst().at().isBefore(at.minus(LONGEST))) {
			this.looks.removeFirst();
		}
	}

	/**
	 * Null while it is too early to tell.
	 */
	@Nullable Forecast forecast() {
		Look first = this.looks.peekFirst();
		Look last = this.looks.peekLast();
		if (first == null || last == null || Duration.between(first.at(), last.at()).compareTo(SHORTEST) < 0) {
			return null;
		}
		double perDay = -slope(first.at()) * SECONDS_OF_A_DAY;
		long bytesPerDay = Math.round(perDay);
		double days = last.usable() / perDay;
		Duration fullIn = (bytesPerDay > 0 && days < LATEST_DAYS) ? Duration.ofSeconds((long) (days * SECONDS_OF_A_DAY))
				: null;
		return new Forecast(first.at(), bytesPerDay, fullIn);
	}

	/** Bytes that are free, by second. */
	private double slope(Instant origin) {
		double seconds = this.looks.stream().mapToDouble((look) -> seconds(origin, look)).average().orElse(0);
		double usable = this.looks.stream().mapToDouble(Look::usable).average().orElse(0);
		double covariance = 0;
		double variance = 0;
		for (Look look : this.looks) {
			double distance = seconds(origin, look) - seconds;
			covariance += distance * (look.usable() - usable);
			variance += distance * distance;
		}
		return covariance / variance;
	}

	private static double seconds(Instant origin, Look look) {
		return Duration.between(origin, look.at()).toMillis() / 1000.0;
	}

	private record Look(Instant at, long usable) {
	}

}
