package io.windhover.logging;

import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Moves to DEBUG what the embedded broker and transactional producers report while a
 * batch waits for the end of the transaction before its own: the producer sends it again.
 * Where it cannot, because a record is missing, it fails with an exception of its own;
 * what a producer without transactions reports is left as it is.
 */
class TransactionRetries extends TurboFilter {

	private static final String BROKER = "kafka.server.ReplicaManager";

	/** By its name, for a process without the embedded broker has no such class. */
	private static final String OUT_OF_ORDER = "org.apache.kafka.common.errors.OutOfOrderSequenceException";

	private static final String PRODUCER = "org.apache.kafka.clients.producer.internals.Sender";

	private static final Pattern RETRY = Pattern.compile("\\[Producer clientId=.*, transactionalId=.*] "
			+ "Got error produce response with correlation id .*, retrying \\(\\d+ attempts left\\)\\. "
			+ "Error: (CONCURRENT_TRANSACTIONS|OUT_OF_ORDER_SEQUENCE_NUMBER)\\b.*");

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(TransactionRetries.class);

	TransactionRetries() {
		setName(TransactionRetries.class.getName());
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger source, Level level, @Nullable String format,
			Object @Nullable [] arguments, @Nullable Throwable thrown) {
		if (format == null || !(isRefusal(source, level, thrown) || isRetry(source, level, format, arguments))) {
			return FilterReply.NEUTRAL;
		}
		logger.debug("{}: {}", format, (thrown != null) ? thrown.getMessage() : "");
		return FilterReply.DENY;
	}

	private static boolean isRefusal(Logger source, Level level, @Nullable Throwable thrown) {
		return level == Level.ERROR && thrown != null && source.getName().equals(BROKER)
				&& thrown.getClass().getName().equals(OUT_OF_ORDER);
	}

	private static boolean isRetry(Logger source, Level level, String format, Object @Nullable [] arguments) {
		return level == Level.WARN && source.getName().equals(PRODUCER)
				&& RETRY.matcher(MessageFormatter.basicArrayFormat(format, arguments)).matches();
	}

}
