package io.windhover.management.endpoint.store;

import io.windhover.management.InvalidRequests;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;
import org.springframework.util.MimeTypeUtils;

/**
 * The views of a Kafka Streams client by the name in the path, and what can be done to a
 * client.
 */
@EndpointWebExtension(endpoint = KafkaStreamsEndpoint.class)
public class KafkaStreamsEndpointWebExtension {

	private static final String V3 = "application/vnd.spring-boot.actuator.v3+json";

	private static final String V2 = "application/vnd.spring-boot.actuator.v2+json";

	private final KafkaStreamsEndpoint endpoint;

	private final StreamsClients clients;

	private final StreamsRestarts restarts;

	private final Operations operations;

	KafkaStreamsEndpointWebExtension(KafkaStreamsEndpoint endpoint, StreamsClients clients, StreamsRestarts restarts,
			Operations operations) {
		this.endpoint = endpoint;
		this.clients = clients;
		this.restarts = restarts;
		this.operations = operations;
	}

	/**
	 * One view of one client; 404 when there is no such client or view.
	 * @param view lag, metrics, threads or topology
	 * @param group of the metrics to show; null for all
	 * @param name of the metrics to show; null for all
	 * @param format of the topology: text or mermaid
	 */
	@ReadOperation(produces = { V3, V2, MimeTypeUtils.APPLICATION_JSON_VALUE, MimeTypeUtils.TEXT_PLAIN_VALUE })
	public WebEndpointResponse<?> view(@Selector String clientId, @Selector String view, @Nullable String group,
			@Nullable String name, @Nullable String format) {
		return switch (view) {
			case "lag" -> found(this.endpoint.lag(clientId));
			case "metrics" -> found(this.endpoint.metrics(clientId, group, name));
			case "threads" -> found(this.endpoint.threads(clientId));
			case "topology" -> text(this.endpoint.topology(clientId, format));
			default -> found(null);
		};
	}

	/**
	 * Gives a client back the threads that it lost.
	 * @param threads what to do with them: restart
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String clientId, String threads) {
		if (!threads.equals("restart")) {
			throw InvalidRequests.invalid("'threads' can be 'restart'");
		}
		return this.operations.perform(Operation.STREAMS_RESTART, clientId, () -> {
			StreamsClient client = this.clients.find(clientId);
			if (client == null) {
				return Outcome.notFound("There is no such Kafka Streams client here");
			}
			String refused = this.restarts.restart(client);
			return (refused != null) ? Outcome.conflict(refused) : Outcome.accepted();
		});
	}

	private static WebEndpointResponse<?> found(@Nullable OperationResponseBody body) {
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<?> text(@Nullable String text) {
		return (text != null) ? new WebEndpointResponse<>(text, WebEndpointResponse.STATUS_OK, MimeTypeUtils.TEXT_PLAIN)
				: found(null);
	}

}
