package io.windhover.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

import io.windhover.flow.input.FileAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class S3FileStoreIT extends FileStoreContract {

	@TempDir
	static Path directory;

	private static S3Server server;

	private static S3Client client;

	@BeforeAll
	static void start() throws IOException {
		server = S3Server.start(directory);
		client = S3FileStores.client(server.properties(), 0);
	}

	@AfterAll
	static void stop() {
		if (client != null) {
			client.close();
		}
		if (server != null) {
			server.close();
		}
	}

	@AfterEach
	void empty() {
		keys().forEach((key) -> client.deleteObject((delete) -> delete.bucket(S3Server.BUCKET).key(key)));
	}

	@Override
	FileStore store(Instant now) {
		return store(server.properties(), now);
	}

	private static FileStore store(S3Properties properties, Instant now) {
		Clock clock = Clock.fixed(now, ZoneOffset.UTC);
		return S3FileStores.create(properties, new PartialFiles(directory.resolve("partial"), 100, clock), clock);
	}

	@Test
	void keysHaveThePrefixAndMarkersGoWithTheFiles() throws IOException {
		client.putObject((put) -> put.bucket(S3Server.BUCKET).key("other/days/2026-01-01/e1"), RequestBody.empty());
		store(NOW.minus(Duration.ofDays(2))).write(FileAddress.of("old", "inputs/a"), stream("a"));
		FileStore store = store(NOW);
		store.write(FileAddress.of("new", "inputs/a b"), stream("a"));
		store.write(FileAddress.of("new", "inputs/c"), stream("a"));
		assertThat(keys()).containsExactlyInAnyOrder("other/days/2026-01-01/e1", "windhover/days/2026-11-20/old",
				"windhover/days/2026-11-22/new", "windhover/executions/new/inputs/a%20b",
				"windhover/executions/new/inputs/c", "windhover/executions/old/inputs/a");
		store.deleteBefore(LocalDate.parse("2026-11-21"));
		assertThat(keys()).containsExactlyInAnyOrder("other/days/2026-01-01/e1", "windhover/days/2026-11-22/new",
				"windhover/executions/new/inputs/a%20b", "windhover/executions/new/inputs/c");
		assertThat(PartialFiles.children(directory.resolve("partial"))).isEmpty();
	}

	@Test
	void moreFilesThanOneRequestListsOrDeletesAreListedAndDeleted() throws IOException {
		FileStore store = store(NOW);
		for (int i = 0; i < 1_001; i++) {
			String key = "windhover/executions/many/inputs/%04d".formatted(i);
			client.putObject((put) -> put.bucket(S3Server.BUCKET).key(key), RequestBody.empty());
		}
		FileList last = store.list("many", 10, 100);
		assertThat(last.total()).isEqualTo(1_001);
		assertThat(last.items()).extracting((file) -> file.address().path()).containsExactly("inputs/1000");
		store.delete("many");
		assertThat(keys()).isEmpty();
	}

	@Test
	void objectOfAnotherKindIsLeftOut() throws IOException {
		FileStore store = store(NOW);
		store.write(ADDRESS, stream("a"));
		client.putObject((put) -> put.bucket(S3Server.BUCKET).key("windhover/executions/e1/what?"),
				RequestBody.empty());
		assertThat(store.list("e1", 0, 10).items()).extracting(StoredFile::address).containsExactly(ADDRESS);
	}

	@Test
	void whatIsMissingNamesThePropertiesThatMayBeWrong() {
		assertThatExceptionOfType(FileMissingException.class).isThrownBy(() -> store(NOW).open(ADDRESS))
			.withMessageContaining("windhover.files.s3");
	}

	@Test
	void failureNamesTheBucketAndNotTheKey() {
		S3Properties right = server.properties();
		FileStore wrongKey = store(new S3Properties(S3Server.BUCKET, right.prefix(), right.endpoint(), null,
				right.accessKey(), "not-the-secret", null, right.timeout()), NOW);
		assertThatIOException().isThrownBy(() -> wrongKey.write(ADDRESS, stream("a")))
			.withMessageStartingWith("the bucket 'flows' of windhover.files.s3.bucket: ")
			.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("not-the-secret"));
		FileStore wrongBucket = store(new S3Properties("none", right.prefix(), right.endpoint(), null,
				right.accessKey(), right.secretKey(), null, right.timeout()), NOW);
		assertThatIOException().isThrownBy(() -> wrongBucket.write(ADDRESS, stream("a")))
			.withMessageStartingWith("the bucket 'none' of windhover.files.s3.bucket: ");
	}

	@Test
	void storeThatIsAwayForAWhileLosesNothing() throws IOException {
		FileStore store = store(NOW);
		store.write(ADDRESS, stream("before"));
		server.kill();
		assertThatIOException().isThrownBy(() -> store.write(ADDRESS, stream("meanwhile")))
			.withMessageStartingWith("the bucket 'flows' of windhover.files.s3.bucket: ");
		assertThat(PartialFiles.children(directory.resolve("partial"))).isEmpty();
		server.restart();
		assertThat(text(store)).isEqualTo("before");
	}

	/** More of them than times that a request is sent. */
	@Test
	void connectionsThatTheStoreClosedCostNoFile() throws IOException {
		FileStore store = store(NOW);
		ForkJoinPool threads = new ForkJoinPool(10);
		try {
			threads.submit(() -> IntStream.range(0, 100).parallel().forEach((i) -> write(store, "before" + i))).join();
		}
		finally {
			threads.shutdown();
		}
		server.kill();
		server.restart();
		IntStream.range(0, 10).forEach((i) -> write(store, "after" + i));
		assertThat(store.list("e1", 0, 1).total()).isEqualTo(110);
	}

	private static void write(FileStore store, String name) {
		try {
			store.write(FileAddress.of("e1", name), stream("a"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> keys() {
		return client.listObjectsV2Paginator((list) -> list.bucket(S3Server.BUCKET))
			.contents()
			.stream()
			.map(S3Object::key)
			.toList();
	}

}
