package io.windhover.logging;

import java.util.List;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/**
 * Moves to DEBUG what Kafka reports as a warning or error although it either recovers by
 * itself or throws an exception to the caller as well.
 */
final class HarmlessLines {

	private static final List<Line> LINES = List.of(
			// the embedded broker refuses a batch that waits for the end of the
			// transaction before its own; by its name, for a process without that broker
			// has no such class
			new Line("kafka.server.ReplicaManager", Level.ERROR, Pattern.compile(".*", Pattern.DOTALL),
					"org.apache.kafka.common.errors.OutOfOrderSequenceException"),
			// a transactional producer sends it again, and fails with an exception of its
			// own where a record is missing
			new Line("org.apache.kafka.clients.producer.internals.Sender", Level.WARN,
					Pattern.compile("\\[Producer clientId=.*, transactionalId=.*] "
							+ "Got error produce response with correlation id .*, retrying \\(\\d+ attempts left\\)\\. "
							+ "Error: (CONCURRENT_TRANSACTIONS|OUT_OF_ORDER_SEQUENCE_NUMBER)\\b.*", Pattern.DOTALL),
					null),
			// Kafka Streams asks for the end of a changelog right after it created the
			// topic, when the broker that answers may not have heard of it, and asks
			// again
			new Line("org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy", Level.ERROR,
					Pattern.compile(".*Received unknown topic error for topic .*", Pattern.DOTALL), null));

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(HarmlessLines.class);

	private HarmlessLines() {
	}

	/** Whether it was one of them, and so is no warning or error any more. */
	static boolean move(Logger source, Level level, String format, Object @Nullable [] arguments,
			@Nullable Throwable thrown) {
		if (LINES.stream().noneMatch((line) -> line.matches(source, level, format, arguments, thrown))) {
			return false;
		}
		logger.debug("{}: {}", MessageFormatter.basicArrayFormat(format, arguments),
				(thrown != null) ? thrown.getMessage() : "");
		return true;
	}

	/**
	 * What such a line looks like.
	 *
	 * @param thrown the class of what is logged with it; null for any or none
	 */
	private record Line(String source, Level level, Pattern message, @Nullable String thrown) {

		boolean matches(Logger from, Level as, String format, Object @Nullable [] arguments, @Nullable Throwable with) {
			return as == this.level && from.getName().equals(this.source)
					&& (this.thrown == null || (with != null && with.getClass().getName().equals(this.thrown)))
					&& this.message.matcher(MessageFormatter.basicArrayFormat(format, arguments)).matches();
		}

	}

}
