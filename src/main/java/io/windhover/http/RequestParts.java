package io.windhover.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the parts of a request that may hold secrets: what it complains of is named, but
 * neither quoted nor kept as a cause, whose message would quote it.
 */
public final class RequestParts {

	private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]*");

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private static final int MAX_PORT = 65535;

	private RequestParts() {
	}

	/**
	 * Makes a URI that a request can be sent to.
	 * @throws IllegalArgumentException when it is none
	 */
	public static URI uri(String text) {
		return uri("uri", text);
	}

	/**
	 * Makes a URI of a property that has another name.
	 * @throws IllegalArgumentException when it is none
	 */
	public static URI uri(String property, String text) {
		URI uri = parse(property, text);
		if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
			throw new IllegalArgumentException(property + " must begin with http:// or https://");
		}
		if (uri.getHost() == null) {
			throw new IllegalArgumentException(
					property + " must name a host, whose name has letters, digits, '-' and '.' only");
		}
		if (uri.getPort() > MAX_PORT) {
			throw new IllegalArgumentException(
					"%s has port %d, but %d is the highest".formatted(property, uri.getPort(), MAX_PORT));
		}
		return uri;
	}

	/**
	 * The version of HTTP that a request to a URI begins with: an offer to upgrade, as
	 * the client of the JDK makes it to servers without encryption, is nothing that all
	 * of them ignore. Encrypted, both sides agree on it before.
	 */
	public static HttpClient.Version version(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme()) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
	}

	/**
	 * What is wrong with a URI that is written out in a flow, by the name of its
	 * property; nothing where it is missing.
	 */
	public static Map<String, String> problems(String property, String text) {
		if (!text.isBlank()) {
			try {
				uri(property, text);
			}
			catch (IllegalArgumentException ex) {
				return Map.of(property, String.valueOf(ex.getMessage()));
			}
		}
		return Map.of();
	}

	/**
	 * Complains of the first header that cannot be sent.
	 * @throws IllegalArgumentException when there is one
	 */
	public static void checkHeaders(Map<String, ?> headers) {
		headers.forEach((name, value) -> {
			if (!accepts(name, String.valueOf(value))) {
				throw new IllegalArgumentException(complaint(name));
			}
		});
	}

	private static String complaint(String name) {
		Matcher token = TOKEN.matcher(name);
		if (name.isEmpty() || !token.matches()) {
			String start = token.lookingAt() ? token.group() : "";
			return "the header whose name begins with '%s' has a name that HTTP does not allow: use letters, digits and '-'"
				.formatted(start);
		}
		return accepts(name, "")
				? "header '%s' has a value that HTTP does not allow, such as a line break".formatted(name)
				: "header '%s' cannot be set: it is made from the request".formatted(name);
	}

	private static boolean accepts(String name, String value) {
		try {
			HttpRequest.newBuilder().setHeader(name, value);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static URI parse(String property, String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(property + " is not a valid URI: " + reason(ex));
		}
	}

	static String reason(URISyntaxException ex) {
		return (ex.getIndex() < 0) ? ex.getReason() : "%s at index %d".formatted(ex.getReason(), ex.getIndex());
	}

}
