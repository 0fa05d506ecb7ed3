package io.windhover.topic.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.management.ObjectName;

import io.windhover.instance.DirectoryLock;
import io.windhover.instance.DirectoryLockException;
import io.windhover.system.FreePorts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedBrokerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@Test
	void keepsItsDataWhenStoppedAndStartedAgain() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory); Admin admin = admin(broker)) {
			admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
		}
		try (TestBroker broker = TestBroker.start(this.directory); Admin admin = admin(broker)) {
			assertThat(admin.listTopics().names().get()).contains("kept");
		}
	}

	@Test
	void startsBesideTheContextAndIsReachedBeforeItsPhase() throws Exception {
		int port = FreePorts.next();
		EmbeddedBroker broker = broker(port);
		broker.begin();
		try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + port))) {
			Awaitility.await().ignoreExceptions().until(() -> admin.describeCluster().nodes().get().size() == 1);
			assertThat(broker.isRunning()).as("the context's phase must wait for it").isFalse();
		}
		broker.start();
		assertThat(broker.isRunning()).isTrue();
		broker.stop();
		assertThat(broker.isRunning()).isFalse();
	}

	@Test
	void failureBesideTheContextIsThrownInItsPhase() throws IOException {
		int port = FreePorts.next();
		EmbeddedBroker broker = broker(port);
		try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			assertThat(taken.isBound()).isTrue();
			broker.begin();
			assertThatExceptionOfType(BrokerPortInUseException.class).isThrownBy(broker::start);
		}
		broker.destroy();
		DirectoryLock.acquire(this.directory).close();
	}

	@Test
	void contextThatFailsMeanwhileLeavesNothingBehind() throws IOException {
		int port = FreePorts.next();
		EmbeddedBroker broker = broker(port);
		broker.begin();
		broker.destroy();
		DirectoryLock.acquire(this.directory).close();
		try (ServerSocket free = new ServerSocket()) {
			free.setReuseAddress(true);
			free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			assertThat(free.isBound()).isTrue();
		}
	}

	@Test
	void partitionsHaveNoMBeans() throws Exception {
		try (TestBroker broker = TestBroker.start(this.directory); Admin admin = admin(broker)) {
			admin.createTopics(List.of(new NewTopic("many", 4, (short) 1))).all().get();
			Set<ObjectName> names = ManagementFactory.getPlatformMBeanServer()
				.queryNames(new ObjectName("kafka.*:*"), null);
			assertThat(names).noneMatch((name) -> "many".equals(name.getKeyProperty("topic")));
		}
	}

	@Test
	void takenPortFailsBeforeAnythingRunsAndIsExplained() throws IOException {
		int port = FreePorts.next();
		EmbeddedBroker broker = broker(port);
		try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(BrokerPortInUseException.class).isThrownBy(broker::start).satisfies((ex) -> {
				FailureAnalysis analysis = analyse(ex);
				assertThat(analysis.getDescription())
					.isEqualTo("Port %d of the embedded broker is in use".formatted(taken.getLocalPort()));
				assertThat(analysis.getAction()).contains("windhover.broker.port", "spring.kafka.bootstrap-servers");
			});
		}
		broker.stop();
		DirectoryLock.acquire(this.directory).close();
	}

	@Test
	void takenDirectoryFails() {
		DirectoryLock taken = DirectoryLock.acquire(this.directory);
		EmbeddedBroker broker = broker(FreePorts.next());
		assertThatExceptionOfType(DirectoryLockException.class).isThrownBy(broker::start)
			.withMessageContaining(this.directory.toString())
			.withMessageContaining("is in use by another process");
		assertThat(broker.isRunning()).isFalse();
		taken.close();
	}

	@Test
	void directoryThatCannotBeMadeIsExplained() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "");
		EmbeddedBroker broker = new EmbeddedBroker(new BrokerProperties(FreePorts.next(), Map.of()),
				file.resolve("kafka"), null, (event) -> {
				});
		assertThatExceptionOfType(DirectoryLockException.class).isThrownBy(broker::start)
			.withMessageContaining("cannot be written");
	}

	private EmbeddedBroker broker(int port) {
		return new EmbeddedBroker(new BrokerProperties(port, Map.of()), this.directory, null, (event) -> {
		});
	}

	private static FailureAnalysis analyse(RuntimeException failure) {
		return Objects.requireNonNull(new BrokerFailureAnalyzer().analyze(new IllegalStateException("start", failure)));
	}

	private static Admin admin(TestBroker broker) {
		return Admin.create(Map.of("bootstrap.servers", broker.address()));
	}

}
