package io.windhover.topic.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import io.windhover.system.FreePorts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who gets to the embedded broker where there are users, on the listener of clients and
 * on that of the controller.
 */
class BrokerAuthenticationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "bootstrap.servers", "bootstrap.controllers" })
	void takesItsAccountOnly(String listener) throws Exception {
		BrokerCredentials account = account("account");
		int port = FreePorts.next();
		int controllerPort = FreePorts.next();
		Map<String, String> ports = Map.of("listeners",
				"SASL_PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort),
				"controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
		String address = "127.0.0.1:" + (listener.equals("bootstrap.servers") ? port : controllerPort);
		try (TestBroker broker = TestBroker.start(this.directory.resolve("kafka"), port, ports, account)) {
			assertThat(clusterId(Map.of(listener, address), account)).isNotNull();
			assertThatExceptionOfType(ExecutionException.class).as("without a password at %s", broker.address())
				.isThrownBy(() -> clusterId(Map.of(listener, address), null))
				.withCauseInstanceOf(TimeoutException.class);
			assertThatExceptionOfType(ExecutionException.class).as("with another password at %s", broker.address())
				.isThrownBy(() -> clusterId(Map.of(listener, address), account("other")))
				.withCauseInstanceOf(SaslAuthenticationException.class);
		}
	}

	@Test
	void directoryOfABrokerWithoutUsersServesOneWithUsersAndBack() throws Exception {
		Path kafka = this.directory.resolve("kafka");
		BrokerCredentials account = account("account");
		try (TestBroker broker = TestBroker.start(kafka); Admin admin = admin(broker, null)) {
			admin.createTopics(List.of(new NewTopic("first", 1, (short) 1))).all().get();
		}
		try (TestBroker broker = TestBroker.start(kafka, FreePorts.next(), Map.of(), account);
				Admin admin = admin(broker, account)) {
			assertThat(admin.listTopics().names().get()).contains("first");
			admin.createTopics(List.of(new NewTopic("second", 1, (short) 1))).all().get();
		}
		try (TestBroker broker = TestBroker.start(kafka); Admin admin = admin(broker, null)) {
			assertThat(admin.listTopics().names().get()).contains("first", "second");
		}
	}

	private BrokerCredentials account(String name) {
		return BrokerCredentials.of(this.directory.resolve(name));
	}

	private static String clusterId(Map<String, Object> connection, @Nullable BrokerCredentials account)
			throws Exception {
		try (Admin admin = admin(connection, account)) {
			return admin.describeCluster().clusterId().get();
		}
	}

	private static Admin admin(TestBroker broker, @Nullable BrokerCredentials account) {
		return admin(Map.of("bootstrap.servers", broker.address()), account);
	}

	private static Admin admin(Map<String, Object> connection, @Nullable BrokerCredentials account) {
		Map<String, Object> settings = new HashMap<>(connection);
		settings.put("default.api.timeout.ms", 4000);
		settings.put("request.timeout.ms", 2000);
		if (account != null) {
			settings.put("security.protocol", BrokerCredentials.PROTOCOL);
			settings.putAll(account.clientSettings());
		}
		return Admin.create(settings);
	}

}
