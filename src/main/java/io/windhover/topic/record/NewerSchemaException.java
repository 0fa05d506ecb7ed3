package io.windhover.topic.record;

import org.apache.kafka.common.errors.SerializationException;

/**
 * A record has a schema that only a newer version of Windhover understands. It is not
 * broken, so it waits for such a process instead of going to the dead letters.
 */
public final class NewerSchemaException extends SerializationException {

	private static final long serialVersionUID = 1L;

	private final int version;

	private final int understood;

	NewerSchemaException(String message, int version, int understood) {
		super(message);
		this.version = version;
		this.understood = understood;
	}

	/**
	 * The schema version of the record.
	 */
	public int version() {
		return this.version;
	}

	/**
	 * The newest schema version that this process understands.
	 */
	public int understood() {
		return this.understood;
	}

	/**
	 * Whether a fault comes from such a record, however it is wrapped.
	 */
	public static boolean isCauseOf(Throwable fault) {
		Throwable cause = fault;
		while (cause != null && !(cause instanceof NewerSchemaException)) {
			cause = cause.getCause();
		}
		return cause != null;
	}

}
