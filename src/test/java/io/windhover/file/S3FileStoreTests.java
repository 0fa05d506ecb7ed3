package io.windhover.file;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.windhover.flow.input.FileAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * What it does before a bucket answers, and without an answer.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class S3FileStoreTests {

	/** With {@code windhover/executions/e1/} before it, as long as a key may be. */
	private static final FileAddress LONGEST = FileAddress.of("e1", path(1_024 - 24));

	private static final FileAddress TOO_LONG = FileAddress.of("e1", path(1_024 - 23));

	private static final String NO_ANSWER = "the bucket 'b' of windhover.files.s3.bucket: ";

	private static final int ATTEMPTS = 3;

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	private final ServerSocket server = server();

	private final List<S3FileStore> stores = new ArrayList<>();

	@AfterEach
	void stop() throws IOException {
		this.stores.forEach(S3FileStore::close);
		this.server.close();
	}

	@Test
	void fileWhoseKeyNoBucketTakesIsRefusedWithoutARequest() throws IOException {
		FileStore store = store("windhover/");
		assertThatIOException().isThrownBy(() -> store.write(TOO_LONG, FileStoreContract.stream("a")))
			.withMessage("the key of the file '%s' would have 1025 bytes, and a bucket takes 1024; shorten its path",
					TOO_LONG.name());
		assertThat(connections()).isZero();
		assertThat(PartialFiles.children(this.directory)).isEmpty();
	}

	@Test
	void fileThatCannotBeThereIsMissingWithoutARequest() throws IOException {
		FileStore store = store("windhover/");
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store.find(TOO_LONG))
			.withMessageContaining(TOO_LONG.toString());
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store.open(TOO_LONG))
			.withMessageContaining(TOO_LONG.toString());
		store.delete(TOO_LONG);
		assertThat(connections()).isZero();
	}

	@Test
	void keysAreMeasuredInBytes() throws IOException {
		// a letter less, and a byte more
		assertThatIOException().isThrownBy(() -> store("flüge/üü/").write(LONGEST, FileStoreContract.stream("a")))
			.withMessageContaining("would have 1026 bytes");
		assertThat(connections()).isZero();
	}

	@Test
	void serverThatNeverAnswersFailsEachRequestAfterThreeAttempts() throws IOException {
		FileStore store = store("windhover/");
		assertThatIOException().isThrownBy(() -> store.write(LONGEST, FileStoreContract.stream("a")))
			.withMessageStartingWith(NO_ANSWER);
		assertThat(connections()).isEqualTo(ATTEMPTS);
		assertThat(PartialFiles.children(this.directory)).isEmpty();
		assertThatIOException().isThrownBy(() -> store.open(LONGEST)).withMessageStartingWith(NO_ANSWER);
		assertThatIOException().isThrownBy(() -> store.list("e1", 0, 10)).withMessageStartingWith(NO_ANSWER);
		assertThat(connections()).isEqualTo(2 * ATTEMPTS);
	}

	@Test
	void answerThatStopsInTheMiddleFailsTheRead() throws IOException {
		CompletableFuture<Socket> answered = CompletableFuture.supplyAsync(this::answerHalf);
		try (InputStream content = store("windhover/", Duration.ofSeconds(5)).open(LONGEST)) {
			assertThat(content.readNBytes(4)).isEqualTo("half".getBytes(StandardCharsets.UTF_8));
			// not as an interruption, which a time-out of Java is, too
			assertThatIOException().isThrownBy(content::read)
				.isExactlyInstanceOf(IOException.class)
				.withMessageStartingWith(NO_ANSWER);
		}
		answered.join().close();
	}

	private Socket answerHalf() {
		try {
			Socket socket = this.server.accept();
			socket.getOutputStream()
				.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
			return socket;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Those that were made since the last call, all of which the system has accepted. */
	private int connections() throws IOException {
		this.server.setSoTimeout(1);
		int count = 0;
		try {
			while (true) {
				this.server.accept().close();
				count++;
			}
		}
		catch (SocketTimeoutException ex) {
			return count;
		}
		finally {
			this.server.setSoTimeout(0);
		}
	}

	/** With a time-out that a busy machine does not reach before it has connected. */
	private S3FileStore store(String prefix) {
		return store(prefix, Duration.ofSeconds(1));
	}

	private S3FileStore store(String prefix, Duration timeout) {
		S3Properties properties = new S3Properties("b", prefix,
				URI.create("http://127.0.0.1:" + this.server.getLocalPort()), null, "access", "secret", null, timeout);
		Clock clock = Clock.systemUTC();
		S3FileStore store = S3FileStores.create(properties, new PartialFiles(this.directory, 100, clock), clock);
		this.stores.add(store);
		return store;
	}

	private static ServerSocket server() {
		try {
			return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** One of this length, of folders with names as long as they may be. */
	private static String path(int length) {
		StringBuilder path = new StringBuilder("x".repeat(length));
		for (int slash = 199; slash < length - 1; slash += 200) {
			path.setCharAt(slash, '/');
		}
		return path.toString();
	}

}
