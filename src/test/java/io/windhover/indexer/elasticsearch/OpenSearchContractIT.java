package io.windhover.indexer.elasticsearch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

class OpenSearchContractIT extends ServerContract {

	private static @Nullable SearchServer server;

	@BeforeAll
	static void start() {
		server = OpenSearchServer.launch();
	}

	@AfterAll
	static void stop() {
		if (server != null) {
			server.close();
		}
	}

	@Override
	SearchServer server() {
		return requireNonNull(server);
	}

}
