package io.windhover.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import org.jspecify.annotations.Nullable;

/**
 * Tells why a request has no answer: with scheme, host and port of its URI and nothing
 * else of it, since the rest may hold secrets.
 */
public final class Failures {

	private static final int HTTP_PORT = 80;

	private static final int HTTPS_PORT = 443;

	private Failures() {
	}

	/**
	 * Explains what the client threw when it sent a request.
	 */
	public static IOException explain(URI uri, Throwable thrown) {
		URISyntaxException malformed = cause(thrown, URISyntaxException.class);
		if (malformed != null) {
			// its message quotes what the server sent
			return new IOException("%s redirects to what is not a valid URI: %s".formatted(origin(uri),
					RequestParts.reason(malformed)));
		}
		if (thrown instanceof ConnectException || thrown instanceof HttpConnectTimeoutException) {
			return new IOException("cannot connect to %s: %s".formatted(origin(uri), whyNoConnection(thrown)), thrown);
		}
		return new IOException("the request to %s failed: %s".formatted(origin(uri), message(thrown)), thrown);
	}

	/**
	 * Scheme, host and port of a URI.
	 */
	public static String origin(URI uri) {
		int usual = "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS_PORT : HTTP_PORT;
		return "%s://%s:%d".formatted(uri.getScheme(), uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : usual);
	}

	private static String whyNoConnection(Throwable thrown) {
		if (cause(thrown, UnresolvedAddressException.class) != null
				|| cause(thrown, UnknownHostException.class) != null) {
			return "unknown host";
		}
		// the client loses this message when it tries a second time
		return (thrown.getMessage() != null) ? thrown.getMessage() : "Connection refused";
	}

	private static String message(Throwable thrown) {
		String message = thrown.getMessage();
		return (message != null && !message.isBlank()) ? message : thrown.getClass().getSimpleName();
	}

	private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
		for (Throwable each = thrown; each != null; each = each.getCause()) {
			if (type.isInstance(each)) {
				return type.cast(each);
			}
		}
		return null;
	}

}
