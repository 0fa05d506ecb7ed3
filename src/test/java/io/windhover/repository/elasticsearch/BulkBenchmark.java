package io.windhover.repository.elasticsearch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import io.windhover.bench.SideBySide;
import io.windhover.repository.Batch;
import org.apache.hc.core5.http.HttpHost;

/**
 * The repository beside a bare loop of bulk requests, which has the bytes of each request
 * ready and does not look at single documents in the answer.
 */
public final class BulkBenchmark {

	private static final double SHARE = 0.8;

	private BulkBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		try (ElasticsearchServer server = ElasticsearchServer.start(ElasticsearchServer.EIGHT)) {
			ElasticsearchProperties properties = Repositories.properties(server.uri(), "ours");
			ElasticsearchProperties bare = Repositories.properties(server.uri(), "bare");
			try (ElasticsearchClient client = ClientFactory.client(properties, null)) {
				ElasticsearchRepository repository = new ElasticsearchRepository(client, properties);
				// the same templates for both
				new ElasticsearchRepository(client, bare).open();
				BareLoop loop = new BareLoop(server, bare);
				SideBySide.compare("Elasticsearch 8, beside a bare `_bulk` loop", SHARE, 30,
						(batches) -> () -> batches.forEach(repository::write), loop::prepare);
				server.get("/_refresh");
				long ours = server.get("/ours-*/_count").get("count").asLong();
				if (ours == 0 || ours != server.get("/bare-*/_count").get("count").asLong()) {
					throw new IllegalStateException("The two ways did not write the same documents");
				}
			}
		}
	}

	/**
	 * One request after the other.
	 */
	private static final class BareLoop {

		private final HttpClient http = HttpClient.newHttpClient();

		private final ElasticsearchServer server;

		private final ElasticsearchProperties properties;

		BareLoop(ElasticsearchServer server, ElasticsearchProperties properties) {
			this.server = server;
			this.properties = properties;
		}

		SideBySide.Run prepare(List<Batch> batches) throws IOException {
			List<byte[]> requests = requests(batches);
			return () -> {
				for (byte[] request : requests) {
					send(request);
				}
			};
		}

		private List<byte[]> requests(List<Batch> batches) throws IOException {
			List<byte[]> requests = new ArrayList<>();
			ByteArrayOutputStream lines = new ByteArrayOutputStream();
			try (ElasticsearchClient recorder = new Recorder(lines)) {
				Indices indices = new Indices(this.properties.prefix());
				BulkWriter bulk = new BulkWriter(recorder, this.properties.maxRequestSize().toBytes(),
						indices.triggers());
				ElasticsearchWriter writer = new ElasticsearchWriter(indices, bulk,
						new TriggerWriter(recorder, bulk, indices.triggers()));
				for (Batch batch : batches) {
					writer.write(batch);
					requests.add(lines.toByteArray());
					lines.reset();
				}
			}
			return requests;
		}

		private void send(byte[] request) throws IOException, InterruptedException {
			HttpResponse<String> response = this.http
				.send(HttpRequest.newBuilder(this.server.uri().resolve("/_bulk?filter_path=errors"))
					.header("Content-Type", "application/x-ndjson")
					.POST(HttpRequest.BodyPublishers.ofByteArray(request))
					.build(), HttpResponse.BodyHandlers.ofString());
			if (!response.body().equals("{\"errors\":false}")) {
				throw new IllegalStateException(response.body());
			}
		}

	}

	/**
	 * Keeps the lines that the repository would send.
	 */
	private static final class Recorder extends ElasticsearchClient {

		private static final byte[] TAKEN = "{\"errors\": false}".getBytes(StandardCharsets.UTF_8);

		private final ByteArrayOutputStream lines;

		Recorder(ByteArrayOutputStream lines) {
			super(Rest5Client.builder(new HttpHost("localhost")).build(), Hosts.of(List.of("http://localhost")));
			this.lines = lines;
		}

		@Override
		CompletableFuture<ElasticsearchResponse> sendLines(String path, Map<String, String> parameters, byte[] lines) {
			this.lines.writeBytes(lines);
			return CompletableFuture.completedFuture(new ElasticsearchResponse("POST " + path, "nowhere", 200, TAKEN));
		}

	}

}
