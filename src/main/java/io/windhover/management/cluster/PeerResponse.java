package io.windhover.management.cluster;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.windhover.management.StoreCopies;
import org.jspecify.annotations.Nullable;

/**
 * What became of asking an instance for its summary.
 */
public sealed interface PeerResponse {

	/**
	 * It answered.
	 *
	 * @param status of its health
	 * @param components the statuses of its health's components
	 * @param commit what it was built from; null where it does not tell
	 * @param stores of which it has copies; null where it does not tell
	 */
	record Summary(String status, Map<String, String> components, @Nullable String commit,
			@Nullable List<StoreCopies.Copies> stores) implements PeerResponse {

		/**
		 * Of an instance that does not tell of its stores.
		 */
		public Summary(String status, Map<String, String> components, @Nullable String commit) {
			this(status, components, commit, null);
		}

	}

	/**
	 * It did not, or nothing that is an answer.
	 */
	record Unreachable(Reason reason, String detail) implements PeerResponse {
	}

	/**
	 * Why there is no summary.
	 */
	enum Reason {

		TIMEOUT, NO_CONNECTION, UNKNOWN_HOST, TLS, UNAUTHORIZED, STATUS, MALFORMED, TOO_LARGE, OTHER_INSTANCE, NO_URL,
		NOT_ASKED;

		/**
		 * The name in JSON.
		 */
		public String id() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
