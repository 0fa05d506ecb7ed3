package io.windhover.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.windhover.topic.broker.TestBroker;
import org.awaitility.Awaitility;

/**
 * A broker in a process of its own, which can be frozen and killed.
 */
public final class BrokerProcess implements AutoCloseable {

	private final int port = FreePorts.next();

	private final Path directory;

	private Process process;

	private BrokerProcess(Path directory) {
		this.directory = directory;
		this.process = launch();
	}

	/**
	 * Starts a broker with its data in a directory, and returns when it takes
	 * connections.
	 */
	public static BrokerProcess start(Path directory) {
		BrokerProcess broker = new BrokerProcess(directory);
		broker.awaitPort();
		return broker;
	}

	/**
	 * Is what the process runs: a directory and a port.
	 */
	public static void main(String[] args) throws InterruptedException {
		try (TestBroker broker = TestBroker.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
			System.out.println("A broker at " + broker.address());
			Thread.currentThread().join();
		}
	}

	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * SIGSTOP: connections stay open and nobody answers.
	 */
	public void freeze() {
		signal("STOP");
	}

	/**
	 * SIGCONT.
	 */
	public void thaw() {
		signal("CONT");
	}

	/**
	 * SIGKILL.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Starts it again on the same port and data.
	 */
	public void restart() {
		this.process = launch();
		awaitPort();
	}

	@Override
	public void close() {
		kill();
	}

	private Process launch() {
		File log = this.directory.resolve("broker.log").toFile();
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(),
				this.directory.resolve("broker").toString(), Integer.toString(this.port));
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void awaitPort() {
		Awaitility.await("the broker takes connections")
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50))
			.ignoreExceptions()
			.until(() -> {
				if (!this.process.isAlive()) {
					throw new IllegalStateException("The broker ended, see " + this.directory.resolve("broker.log"));
				}
				try (Socket socket = new Socket()) {
					socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
					return socket.isConnected();
				}
			});
	}

	private void signal(String name) {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start();
			if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
				throw new IllegalStateException("kill -%s %d failed".formatted(name, this.process.pid()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
