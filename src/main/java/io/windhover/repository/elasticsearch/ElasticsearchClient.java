package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseListener;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.windhover.execution.json.Json;
import io.windhover.repository.RepositoryException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Asks the cluster. Every answer is handed back whatever its status; that there is none
 * is a {@link RepositoryException}.
 */
class ElasticsearchClient implements AutoCloseable {

	/** Plain types, which all versions of both products take. */
	private static final ContentType JSON = ContentType.create("application/json");

	private static final ContentType LINES = ContentType.create("application/x-ndjson");

	private final Rest5Client client;

	private final Hosts hosts;

	ElasticsearchClient(Rest5Client client, Hosts hosts) {
		this.client = client;
		this.hosts = hosts;
	}

	ElasticsearchResponse send(String method, String path) {
		return send(method, path, Map.of(), null);
	}

	ElasticsearchResponse send(String method, String path, Map<String, String> parameters, @Nullable Object body) {
		Request request = request(method, path, parameters);
		if (body != null) {
			request.setEntity(new ByteArrayEntity(Json.mapper().writeValueAsBytes(body), JSON));
		}
		return await(perform(request));
	}

	/**
	 * Sends lines of JSON and does not wait for the answer.
	 */
	CompletableFuture<ElasticsearchResponse> sendLines(String path, Map<String, String> parameters, byte[] lines) {
		Request request = request("POST", path, parameters);
		request.setEntity(new ByteArrayEntity(lines, LINES));
		return perform(request);
	}

	ElasticsearchResponse await(CompletableFuture<ElasticsearchResponse> answer) {
		try {
			return answer.get();
		}
		catch (ExecutionException ex) {
			throw noAnswer((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw noAnswer(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.client.close();
	}

	private static Request request(String method, String path, Map<String, String> parameters) {
		Request request = new Request(method, path);
		request.addParameters(parameters);
		return request;
	}

	private CompletableFuture<ElasticsearchResponse> perform(Request request) {
		CompletableFuture<ElasticsearchResponse> future = new CompletableFuture<>();
		this.client.performRequestAsync(request, new ResponseListener() {

			@Override
			public void onSuccess(Response response) {
				complete(response);
			}

			@Override
			public void onFailure(Exception ex) {
				if (ex instanceof ResponseException failed) {
					complete(failed.getResponse());
				}
				else {
					future.completeExceptionally(ex);
				}
			}

			private void complete(Response response) {
				try {
					byte[] body = (response.getEntity() != null) ? EntityUtils.toByteArray(response.getEntity())
							: new byte[0];
					future.complete(new ElasticsearchResponse(request.getMethod() + " " + request.getEndpoint(),
							response.getHost().toURI(), response.getStatusCode(), body));
				}
				catch (IOException | RuntimeException ex) {
					future.completeExceptionally(ex);
				}
			}

		});
		return future;
	}

	private RepositoryException noAnswer(Throwable cause) {
		String reason = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		return new RepositoryException("Elasticsearch at %s does not answer: %s".formatted(this.hosts, reason), cause);
	}

}
