package io.windhover.security.web;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.topic.broker.SecuredBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole application with a broker that wants TLS, and TLS with SCRAM: every client of
 * Kafka takes part in an execution.
 */
class SecuredBrokerIT {

	@SuppressWarnings("NullAway.Init")
	private static SecuredBroker broker;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		broker = SecuredBroker.start(directory);
		broker.addUsers("admin");
	}

	@AfterAll
	static void stop() {
		broker.close();
	}

	@Test
	void runsAnExecutionOverTlsWithTheBundleAlone() throws Exception {
		assertThatItWorks("tls-", broker.ssl());
	}

	@Test
	void runsAnExecutionOverTlsAsAScramUser() throws Exception {
		assertThatItWorks("scram-", broker.sasl("admin"));
	}

	private static void assertThatItWorks(String prefix, List<String> connection) throws Exception {
		String[] arguments = Stream.concat(connection.stream(), Stream.of("--windhover.topics.prefix=" + prefix))
			.toArray(String[]::new);
		try (OpenPorts application = new OpenPorts(prefix + "broker", arguments)) {
			WorkingEngine.awaitReady(application);
			WorkingEngine.assertRunsAnExecution(application);
		}
	}

}
