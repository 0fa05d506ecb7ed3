package io.windhover.indexer.elasticsearch;

import java.util.function.Supplier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.List;

import org.junit.jupiter.api.Named;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the servers of the tests keep what they acknowledged when they are killed.
 */
class SearchServerIT {

	static final List<Named<Supplier<SearchServer>>> SERVERS = List.of(
			Named.of("Elasticsearch 8", () -> ElasticsearchServer.start(ElasticsearchServer.EIGHT)),
			Named.of("Elasticsearch 9", () -> ElasticsearchServer.start(ElasticsearchServer.NINE)),
			Named.of("OpenSearch 2", OpenSearchServer::launch));

	@ParameterizedTest
	@FieldSource("SERVERS")
	void whatItAcknowledgedIsThereAfterItWasKilled(Supplier<SearchServer> starter) {
		try (SearchServer server = starter.get()) {
			server.send("PUT", "/kept/_doc/1?wait_for_active_shards=1", "{\"name\": \"kestrel\"}");
			server.kill();
			server.start();
			assertThat(server.get("/kept/_search").at("/hits/hits/0/_source/name").asString()).isEqualTo("kestrel");
		}
	}

}
