package io.windhover.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The request to which a response redirects, followed by who sends it and not by the
 * client, so that redirects are bounded and credentials stay with the server that they
 * are for.
 */
public final class Redirects {

	private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

	private static final int SEE_OTHER = 303;

	private Redirects() {
	}

	/**
	 * The next request; null where the response is the last.
	 * @throws IOException when its address is none, or is not encrypted as the one before
	 * it was
	 */
	public static @Nullable HttpRequest next(HttpRequest request, HttpResponse<?> response) throws IOException {
		String location = response.headers().firstValue("location").orElse(null);
		if (location == null || !STATUSES.contains(response.statusCode())) {
			return null;
		}
		URI target = target(request.uri(), location);
		boolean sameOrigin = Failures.origin(target).equalsIgnoreCase(Failures.origin(request.uri()));
		boolean becomesGet = becomesGet(request.method(), response.statusCode());
		HttpRequest.Builder next = HttpRequest
			.newBuilder(request,
					(name, value) -> !(isCredential(name) && !sameOrigin)
							&& !(name.equalsIgnoreCase("content-type") && becomesGet))
			.uri(target)
			.version(RequestParts.version(target));
		return (becomesGet ? next.method("GET", BodyPublishers.noBody()) : next).build();
	}

	/** As browsers and the client of the JDK have it. */
	private static boolean becomesGet(String method, int status) {
		return switch (method) {
			case "GET", "HEAD" -> false;
			case "POST" -> status <= SEE_OTHER;
			default -> status == SEE_OTHER;
		};
	}

	private static boolean isCredential(String header) {
		return header.equalsIgnoreCase("authorization") || header.equalsIgnoreCase("cookie");
	}

	private static URI target(URI from, String location) throws IOException {
		URI target;
		try {
			target = RequestParts.uri(from.resolve(new URI(location)).toString());
		}
		catch (URISyntaxException ex) {
			throw Failures.explain(from, ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("%s redirects to what is not an HTTP address".formatted(Failures.origin(from)));
		}
		if ("https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(target.getScheme())) {
			throw new IOException("%s redirects to %s, which is not followed because it is not encrypted"
				.formatted(Failures.origin(from), Failures.origin(target)));
		}
		return target;
	}

}
