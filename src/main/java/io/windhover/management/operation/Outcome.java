package io.windhover.management.operation;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What became of an operation.
 *
 * @param reason why it was not done; null when it was, or will be
 * @param details what else the audit says of it
 */
public record Outcome(Kind kind, @Nullable String reason, Map<String, String> details) {

	/**
	 * The same with more for the audit.
	 */
	public Outcome with(Map<String, String> more) {
		return new Outcome(this.kind, this.reason, more);
	}

	/**
	 * The same with the reason that the caller gave, for the audit; null for none.
	 */
	public Outcome forReason(@Nullable String given) {
		return (given != null) ? with(Map.of("reason", given)) : this;
	}

	/**
	 * It is done or will be, or was already.
	 */
	public static Outcome accepted() {
		return new Outcome(Kind.ACCEPTED, null, Map.of());
	}

	/**
	 * It cannot be done as things stand.
	 */
	public static Outcome conflict(String reason) {
		return new Outcome(Kind.CONFLICT, reason, Map.of());
	}

	/**
	 * What it names is not here.
	 */
	public static Outcome notFound(String reason) {
		return new Outcome(Kind.NOT_FOUND, reason, Map.of());
	}

	/**
	 * It was tried and failed, and may be tried again.
	 */
	public static Outcome failed(String reason) {
		return new Outcome(Kind.FAILED, reason, Map.of());
	}

	/**
	 * The kinds of outcomes.
	 */
	public enum Kind {

		/** Done, or will be, or was already. */
		ACCEPTED("accepted", HttpStatus.ACCEPTED),
		/** Not possible as things stand. */
		CONFLICT("conflict", HttpStatus.CONFLICT),
		/** Not here. */
		NOT_FOUND("not_found", HttpStatus.NOT_FOUND),
		/** Tried in vain. */
		FAILED("failed", HttpStatus.SERVICE_UNAVAILABLE);

		private final String id;

		private final HttpStatus status;

		Kind(String id, HttpStatus status) {
			this.id = id;
			this.status = status;
		}

		/**
		 * Its name in meters and audit events.
		 */
		public String id() {
			return this.id;
		}

		HttpStatus status() {
			return this.status;
		}

	}

}
