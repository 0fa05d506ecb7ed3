package io.windhover.management.cluster;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.windhover.cluster.PeerRequests;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.management.cluster.PeerResponse.Reason;
import io.windhover.management.cluster.PeerResponse.Unreachable;
import org.jspecify.annotations.Nullable;

/**
 * Asks another instance for its health and its commit, never for the cluster: instances
 * that asked one another for that would not come to an end.
 */
class PeerClient {

	private static final int MAX_BODY = 256 * 1024;

	private final PeerRequests requests;

	private final Duration deadline;

	PeerClient(PeerRequests requests, Duration deadline) {
		this.requests = requests;
		this.deadline = deadline;
	}

	/**
	 * Asks; what is returned completes by the deadline, and never exceptionally.
	 */
	CompletableFuture<PeerResponse> ask(Heartbeat peer) {
		if (peer.managementUrl() == null) {
			return answered(Reason.NO_URL, "It does not say where it can be asked");
		}
		String routes = PeerRequests.routes(peer);
		if (routes == null) {
			return answered(Reason.NO_URL, "The URL it advertises is not valid");
		}
		CompletableFuture<HttpResponse<byte[]>> health = this.requests.get(URI.create(routes + "health"), MAX_BODY);
		// who may not read it, or has none, is believed to be who it says
		CompletableFuture<@Nullable HttpResponse<byte[]>> info = this.requests
			.get(URI.create(routes + "info"), MAX_BODY)
			.<@Nullable HttpResponse<byte[]>>handle((response, ex) -> response);
		return health.thenCombine(info, (one, other) -> PeerResponses.of(peer.instance().id(), one, other))
			.exceptionally((ex) -> PeerFailures.of(ex, this.deadline));
	}

	private static CompletableFuture<PeerResponse> answered(Reason reason, String detail) {
		return CompletableFuture.completedFuture(new Unreachable(reason, detail));
	}

}
