package io.windhover.management.cluster;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.windhover.execution.Heartbeat;
import io.windhover.management.cluster.PeerAnswer.Reason;
import io.windhover.management.cluster.PeerAnswer.Unreachable;
import org.jspecify.annotations.Nullable;

/**
 * Asks another instance for its health and its commit, never for the cluster: instances
 * that asked one another for that would not come to an end.
 */
class PeerClient {

	private static final int MAX_BODY = 256 * 1024;

	private static final List<String> SCHEMES = List.of("http", "https");

	private final HttpClient client;

	private final Duration deadline;

	private final @Nullable String authorization;

	PeerClient(HttpClient client, ClusterProperties properties) {
		this.client = client;
		this.deadline = properties.deadline();
		this.authorization = authorization(properties.username(), properties.password());
	}

	/**
	 * Asks; what is returned completes by the deadline, and never exceptionally.
	 */
	CompletableFuture<PeerAnswer> ask(Heartbeat peer) {
		String url = peer.managementUrl();
		if (url == null) {
			return answered(Reason.NO_URL, "It does not say where it can be asked");
		}
		try {
			URI address = URI.create(url);
			if (address.getScheme() == null || !SCHEMES.contains(address.getScheme()) || address.getHost() == null
					|| address.getRawQuery() != null) {
				return answered(Reason.NO_URL, "It says that it can be asked where no HTTP is");
			}
			String base = url.endsWith("/") ? url : url + "/";
			CompletableFuture<HttpResponse<byte[]>> health = get(URI.create(base + "health"));
			// who may not read it, or has none, is believed to be who it says
			CompletableFuture<@Nullable HttpResponse<byte[]>> info = get(URI.create(base + "info"))
				.<@Nullable HttpResponse<byte[]>>handle((response, ex) -> response);
			return health.thenCombine(info, (one, other) -> PeerAnswers.of(peer.instance().id(), one, other))
				.exceptionally((ex) -> PeerFailures.of(ex, this.deadline));
		}
		catch (IllegalArgumentException ex) {
			return answered(Reason.NO_URL, "It says that it can be asked at what is no URL");
		}
	}

	private static CompletableFuture<PeerAnswer> answered(Reason reason, String detail) {
		return CompletableFuture.completedFuture(new Unreachable(reason, detail));
	}

	private CompletableFuture<HttpResponse<byte[]>> get(URI uri) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.timeout(this.deadline)
			.header("Accept", "application/json")
			.header("User-Agent", "windhover");
		if (this.authorization != null) {
			request.header("Authorization", this.authorization);
		}
		CompletableFuture<HttpResponse<byte[]>> sent = this.client.sendAsync(request.build(),
				(head) -> new LimitedBody(MAX_BODY));
		// the timeout of a request ends with the head of its answer; only to cancel what
		// was sent closes the connection
		return sent.copy().orTimeout(this.deadline.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, ex) -> {
			if (ex != null) {
				sent.cancel(true);
			}
		});
	}

	private static @Nullable String authorization(@Nullable String username, @Nullable String password) {
		if (username == null) {
			return null;
		}
		String credentials = username + ":" + ((password != null) ? password : "");
		return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
	}

}
