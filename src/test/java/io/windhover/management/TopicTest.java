package io.windhover.management;

import java.nio.file.Path;

import io.windhover.topic.TestClients;
import io.windhover.topic.broker.TestBroker;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What needs a broker for the class, and a topic of its own for each test.
 */
public abstract class TopicTest {

	@SuppressWarnings("NullAway.Init")
	public static TestBroker broker;

	@SuppressWarnings("NullAway.Init")
	public static Admin admin;

	@SuppressWarnings("NullAway.Init")
	public TestTopic topic;

	@BeforeAll
	static void startBroker(@TempDir Path directory) {
		broker = TestBroker.start(directory);
		admin = TestClients.of(broker.address()).admin("test", 60_000);
	}

	@AfterAll
	static void stopBroker() {
		admin.close();
		broker.close();
	}

	@BeforeEach
	void createTopic() throws Exception {
		this.topic = new TestTopic(admin, broker.address());
	}

	@AfterEach
	void closeTopic() {
		this.topic.close();
	}

}
