package io.windhover.topic.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/**
 * The embedded broker on a free port, for tests.
 */
public final class TestBroker implements AutoCloseable {

	private final EmbeddedBroker broker;

	private final int port;

	private TestBroker(Path directory, int port, Map<String, String> settings,
			@Nullable BrokerCredentials credentials) {
		this.broker = new EmbeddedBroker(new BrokerProperties(port, settings), directory, credentials, (event) -> {
		});
		this.port = port;
	}

	public static TestBroker start(Path directory) {
		return start(directory, freePort());
	}

	/**
	 * The embedded broker on a port.
	 */
	public static TestBroker start(Path directory, int port) {
		return start(directory, port, Map.of(), null);
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

	/**
	 * One below those that outgoing connections take.
	 */
	public static int freePort() {
		int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
		while (!isFree(port)) {
			port++;
		}
		return port;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return socket.isBound();
		}
		catch (BindException ex) {
			return false;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	@Override
	public void close() {
		this.broker.stop();
	}

}
