package io.windhover.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.system.FreePorts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A real store that speaks the protocol of Amazon S3 and checks its signatures, with one
 * empty bucket, in a process of its own.
 */
public final class S3Server implements AutoCloseable {

	public static final String BUCKET = "flows";

	private static final String ACCESS_KEY = "access";

	private static final String SECRET_KEY = "planted-secret-key";

	private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar").toAbsolutePath();

	private static final String SETTINGS = """
			s3proxy.endpoint=%s
			s3proxy.authorization=aws-v4
			s3proxy.identity=%s
			s3proxy.credential=%s
			jclouds.provider=filesystem-nio2
			jclouds.filesystem.basedir=%s
			""";

	private final URI uri = URI.create("http://127.0.0.1:" + FreePorts.next());

	private final Path directory;

	private Process process;

	private S3Server(Path directory) throws IOException {
		this.directory = directory;
		this.process = launch();
	}

	/**
	 * Starts one, or skips the test where the build has not fetched it.
	 * @param directory for its data
	 */
	public static S3Server start(Path directory) throws IOException {
		Assumptions.assumeTrue(Files.exists(JAR),
				() -> "Skipped: no %s: ./mvnw dependency:copy@s3proxy".formatted(JAR));
		S3Server server = new S3Server(directory);
		try (S3Client client = S3FileStores.client(server.properties(), 0)) {
			client.createBucket((bucket) -> bucket.bucket(BUCKET));
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
		return server;
	}

	private Process launch() throws IOException {
		Path settings = Files.writeString(this.directory.resolve("s3proxy.conf"), SETTINGS.formatted(this.uri,
				ACCESS_KEY, SECRET_KEY, Files.createDirectories(this.directory.resolve("buckets"))));
		Process started = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx128m", "-jar", JAR.toString(), "--properties", settings.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("s3proxy.log").toFile())
			.start();
		Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
		Awaitility.await("a store of files").atMost(Duration.ofMinutes(1)).until(() -> {
			if (!started.isAlive()) {
				throw new IllegalStateException(Files.readString(this.directory.resolve("s3proxy.log")));
			}
			return isListening();
		});
		return started;
	}

	private boolean isListening() throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName(this.uri.getHost()), this.uri.getPort())) {
			return socket.isConnected();
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	/**
	 * Ends the process and keeps the data.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Starts it again after {@link #kill()}.
	 */
	public void restart() {
		try {
			this.process = launch();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The settings of an application that keeps its files here.
	 */
	public List<String> settings() {
		return Map
			.of("windhover.files.type", "s3", "windhover.files.s3.bucket", BUCKET, "windhover.files.s3.endpoint",
					this.uri.toString(), "windhover.files.s3.access-key", ACCESS_KEY, "windhover.files.s3.secret-key",
					SECRET_KEY)
			.entrySet()
			.stream()
			.map((setting) -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
			.toList();
	}

	S3Properties properties() {
		return new S3Properties(BUCKET, "windhover/", this.uri, null, ACCESS_KEY, SECRET_KEY, null,
				Duration.ofMinutes(1));
	}

	@Override
	public void close() {
		kill();
	}

}
