package io.windhover.logging;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Lets a warning or error of the Kafka clients into the log once a minute, whichever
 * client says it and of whichever broker, and counts the rest: without a broker each of
 * some twenty clients complains at each attempt to connect, and while instances are
 * upgraded each heartbeat of a newer one is left out by the older ones. Before that, it
 * lets {@link HarmlessLines} go: it is the only filter, for with a second one logback
 * copies their list each time that Kafka asks whether it may trace.
 */
public class RepeatedLines extends TurboFilter {

	static final Duration INTERVAL = Duration.ofMinutes(1);

	private static final List<String> LIMITED = List.of("org.apache.kafka.clients.", "org.apache.kafka.streams.",
			"org.springframework.kafka.", "io.windhover.cluster.Heartbeats", "io.windhover.topic.TopicFollower");

	private static final int MOST_SHAPES = 1000;

	/** What differs between clients: their ids, quoted keys, words with a digit. */
	private static final Pattern VARIABLE = Pattern.compile("\\[[^\\]]*\\]|'[^']*'|[\\w-]*\\d[\\w-]*");

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(RepeatedLines.class);

	private final Clock clock;

	private final Map<String, Window> windows = new HashMap<>();

	private long leftOut;

	RepeatedLines(Clock clock) {
		this.clock = clock;
		setName(RepeatedLines.class.getName());
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger source, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		if (!level.isGreaterOrEqual(Level.WARN) || format == null) {
			return FilterReply.NEUTRAL;
		}
		if (HarmlessLines.move(source, level, format, arguments, thrown)) {
			return FilterReply.DENY;
		}
		if (LIMITED.stream().noneMatch(source.getName()::startsWith)
				|| !level.isGreaterOrEqual(source.getEffectiveLevel())) {
			return FilterReply.NEUTRAL;
		}
		String shape = source.getName() + ": " + VARIABLE.matcher(format).replaceAll("#");
		int before = admit(shape);
		if (before > 0) {
			// of this class' own logger, which is not limited
			logger.warn("Left out {} lines in {} s like: {}", before, INTERVAL.toSeconds(), shape);
		}
		return (before >= 0) ? FilterReply.NEUTRAL : FilterReply.DENY;
	}

	/**
	 * Begins anew, so that the next failure is logged at once.
	 * @return how many lines were left out since the last time
	 */
	public synchronized long reset() {
		long count = this.leftOut;
		this.leftOut = 0;
		this.windows.clear();
		return count;
	}

	/** How many like it were left out before, or -1 when this one is left out, too. */
	private synchronized int admit(String shape) {
		Instant now = this.clock.instant();
		Window window = this.windows.get(shape);
		if (window != null && now.isBefore(window.until)) {
			window.leftOut++;
			this.leftOut++;
			return -1;
		}
		if (this.windows.size() >= MOST_SHAPES) {
			this.windows.clear();
		}
		this.windows.put(shape, new Window(now.plus(INTERVAL)));
		return (window != null) ? window.leftOut : 0;
	}

	/** The minute after a line. */
	private static class Window {

		private final Instant until;

		private int leftOut;

		Window(Instant until) {
			this.until = until;
		}

	}

}
