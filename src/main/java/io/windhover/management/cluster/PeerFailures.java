package io.windhover.management.cluster;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.windhover.cluster.LimitedBody;
import io.windhover.management.cluster.PeerResponse.Reason;
import io.windhover.management.cluster.PeerResponse.Unreachable;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLException;

/**
 * Tells of what went wrong with a request in words for an operator.
 */
final class PeerFailures {

	private PeerFailures() {
	}

	static Unreachable of(Throwable failure, Duration deadline) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof HttpConnectTimeoutException) {
			return new Unreachable(Reason.TIMEOUT, "No connection within " + deadline);
		}
		if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
			return new Unreachable(Reason.TIMEOUT, "No answer within " + deadline);
		}
		if (cause instanceof ConnectException) {
			return (cause.getCause() instanceof UnresolvedAddressException)
					? new Unreachable(Reason.UNKNOWN_HOST, "The host name is not known here")
					: new Unreachable(Reason.NO_CONNECTION, text(cause, "Connection refused"));
		}
		if (cause instanceof SSLException) {
			return new Unreachable(Reason.TLS, text(cause, "No secure connection"));
		}
		if (cause instanceof LimitedBody.TooLargeException) {
			return new Unreachable(Reason.TOO_LARGE, "The answer has " + text(cause, "too many bytes"));
		}
		return new Unreachable(Reason.MALFORMED, text(cause, cause.getClass().getSimpleName()));
	}

	private static String text(Throwable failure, String otherwise) {
		@Nullable String message = failure.getMessage();
		if (message == null && failure.getCause() != null) {
			message = failure.getCause().getMessage();
		}
		return (message != null) ? message.substring(0, Math.min(200, message.length())) : otherwise;
	}

}
