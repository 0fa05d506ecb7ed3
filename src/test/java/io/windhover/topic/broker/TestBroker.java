package io.windhover.topic.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The embedded broker on a free port, for tests.
 */
public final class TestBroker implements AutoCloseable {

	private final EmbeddedBroker broker;

	private final int port;

	private TestBroker(Path directory, int port, Map<String, String> settings) {
		this.broker = new EmbeddedBroker(new BrokerProperties(port, settings), directory, (event) -> {
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
		return start(directory, port, Map.of());
	}

	/**
	 * The embedded broker on a port, with settings of its own.
	 */
	static TestBroker start(Path directory, int port, Map<String, String> settings) {
		TestBroker broker = new TestBroker(directory, port, settings);
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
