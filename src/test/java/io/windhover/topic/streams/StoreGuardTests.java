package io.windhover.topic.streams;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.state.internals.OffsetCheckpoint;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init") // JUnit sets the fields
class StoreGuardTests {

	private static TestBroker broker;

	@TempDir
	Path directory;

	@BeforeAll
	static void startBroker(@TempDir Path directory) throws Exception {
		broker = TestBroker.start(directory);
		create("changelog");
	}

	@AfterAll
	static void stopBroker() {
		broker.close();
	}

	@Test
	void storesOfThisClusterStay(CapturedOutput output) throws IOException {
		checkpoint("changelog", 0);
		guard();
		guard();
		assertThat(this.directory.resolve("streams/app/0_0")).exists();
		assertThat(output).doesNotContain("Deleted the local stores");
	}

	@Test
	void storesOfAnotherClusterAreDeletedWithOneLine(CapturedOutput output) throws IOException {
		guard();
		checkpoint("changelog", 0);
		Files.writeString(this.directory.resolve("streams/cluster-id"), "another");
		guard();
		assertThat(this.directory.resolve("streams/app")).doesNotExist();
		assertThat(output).containsOnlyOnce("Deleted the local stores")
			.contains("they belong to the Kafka cluster another");
		checkpoint("changelog", 0);
		guard();
		assertThat(this.directory.resolve("streams/app")).exists();
	}

	@Test
	void storesAheadOfTheirChangelogAreDeleted(CapturedOutput output) throws IOException {
		checkpoint("changelog", 7);
		guard();
		assertThat(this.directory.resolve("streams/app")).doesNotExist();
		assertThat(output).contains("a store reaches to offset 7 of its changelog changelog-0, which ends at 0");
	}

	@Test
	void storesWhoseChangelogIsGoneAreDeleted(CapturedOutput output) throws IOException {
		checkpoint("deleted", 3);
		guard();
		assertThat(this.directory.resolve("streams/app")).doesNotExist();
		assertThat(output).contains("changelog deleted-0, which ends at 0");
	}

	@Test
	void storesWhoseChangelogWasMadeAnewAreDeleted(CapturedOutput output) throws Exception {
		StoreGuard guard = guard();
		create("remade");
		checkpoint("remade", 0);
		guard.stop();
		guard().stop();
		assertThat(this.directory.resolve("streams/app")).exists();
		try (Admin admin = TestClients.of(broker.address()).admin("test", 60_000)) {
			admin.deleteTopics(List.of("remade")).all().get();
			Awaitility.await().until(() -> admin.listTopics().names().get(), (names) -> !names.contains("remade"));
		}
		create("remade");
		guard();
		assertThat(this.directory.resolve("streams/app")).doesNotExist();
		assertThat(output).containsOnlyOnce("Deleted the local stores")
			.contains("the changelog remade was made anew since they were written");
		checkpoint("remade", 0);
		guard();
		assertThat(this.directory.resolve("streams/app")).exists();
	}

	@Test
	void stopWithoutABrokerOnlyWarns(@TempDir Path data, CapturedOutput output) throws Exception {
		TestBroker gone = TestBroker.start(data);
		StoreGuard guard = new StoreGuard(this.directory.resolve("streams"), TestClients.of(gone.address()));
		guard.start();
		checkpoint("changelog", 0);
		gone.close();
		guard.stop();
		assertThat(guard.isRunning()).isFalse();
		assertThat(output).contains("Cannot remember the changelogs of the local stores");
	}

	private StoreGuard guard() {
		StoreGuard guard = new StoreGuard(this.directory.resolve("streams"), TestClients.of(broker.address()));
		guard.start();
		return guard;
	}

	private static void create(String topic) throws Exception {
		try (Admin admin = TestClients.of(broker.address()).admin("test", 60_000)) {
			admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty()))).all().get();
		}
	}

	private void checkpoint(String topic, long offset) throws IOException {
		Path task = Files.createDirectories(this.directory.resolve("streams/app/0_0"));
		new OffsetCheckpoint(new File(task.toFile(), ".checkpoint"))
			.write(Map.of(new TopicPartition(topic, 0), offset));
	}

}
