package io.windhover.repository.elasticsearch;

import java.util.function.Supplier;

/**
 * The servers that Windhover writes to, each as a real one.
 */
public enum SearchServers {

	ELASTICSEARCH_8(() -> ElasticsearchServer.start(ElasticsearchServer.EIGHT)),

	/** Where there is a JDK for it. */
	ELASTICSEARCH_9(() -> ElasticsearchServer.start(ElasticsearchServer.NINE)),

	OPENSEARCH_2(OpenSearchServer::launch);

	@SuppressWarnings("ImmutableEnumChecker") // starts a server each time, and keeps none
	private final Supplier<SearchServer> server;

	SearchServers(Supplier<SearchServer> server) {
		this.server = server;
	}

	/**
	 * Starts one, or skips the test where it cannot run here.
	 */
	public SearchServer start() {
		return this.server.get();
	}

}
