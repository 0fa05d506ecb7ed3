package io.windhover.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Moves to DEBUG that an admin client does not find a topic: whoever asked gets the same
 * as an exception. Kafka Streams asks for the end of a changelog right after it created
 * the topic, when the broker that answers may not have heard of it, and asks again; what
 * stays unknown ends its task with an error of its own.
 */
class UnknownTopics extends TurboFilter {

	private static final String SOURCE = "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy";

	private static final String UNKNOWN = "Received unknown topic error for topic ";

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(UnknownTopics.class);

	UnknownTopics() {
		setName(UnknownTopics.class.getName());
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger source, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		if (format == null || level != Level.ERROR || !source.getName().equals(SOURCE)) {
			return FilterReply.NEUTRAL;
		}
		String message = MessageFormatter.basicArrayFormat(format, arguments);
		if (!message.contains(UNKNOWN)) {
			return FilterReply.NEUTRAL;
		}
		logger.debug(message);
		return FilterReply.DENY;
	}

}
