package io.windhover.topic.broker;

import java.nio.file.Path;
import java.util.Map;

import io.windhover.system.FreePorts;
import org.jspecify.annotations.Nullable;

/**
 * The embedded broker on a free port, for tests.
 */
public final class TestBroker implements AutoCloseable {

	/** Allows clients a session that is shorter than the 6 s of Kafka's default. */
	private static final Map<String, String> SHORT_SESSIONS = Map.of("group.min.session.timeout.ms", "1000");

	private final EmbeddedBroker broker;

	private final int port;

	private TestBroker(Path directory, int port, Map<String, String> settings,
			@Nullable BrokerCredentials credentials) {
		this.broker = new EmbeddedBroker(new BrokerProperties(port, settings), directory, credentials, (event) -> {
		});
		this.port = port;
	}

	public static TestBroker start(Path directory) {
		return start(directory, FreePorts.next());
	}

	/**
	 * The embedded broker on a port.
	 */
	public static TestBroker start(Path directory, int port) {
		return start(directory, port, SHORT_SESSIONS, null);
	}

	/**
	 * The embedded broker with settings of its own.
	 */
	public static TestBroker start(Path directory, Map<String, String> settings) {
		return start(directory, FreePorts.next(), settings, null);
	}

	/**
	 * The embedded broker on a port, with settings of its own.
	 * @param credentials null to take everybody
	 */
	static TestBroker start(Path directory, int port, Map<String, String> settings,
			@Nullable BrokerCredentials credentials) {
		TestBroker broker = new TestBroker(directory, port, settings, credentials);
		broker.broker.start();
		return broker;
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	@Override
	public void close() {
		this.broker.stop();
	}

}
