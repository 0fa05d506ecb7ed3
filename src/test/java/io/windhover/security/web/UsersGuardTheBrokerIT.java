package io.windhover.security.web;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With users the embedded broker is no way around them: who has not read its file writes
 * no record, and the application works.
 */
class UsersGuardTheBrokerIT {

	@SuppressWarnings("NullAway.Init")
	private static OpenPorts windhover;

	@BeforeAll
	static void start() {
		windhover = new OpenPorts("broker", OpenPorts.USERS);
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@Test
	void applicationWorksAndItsAccountIsItsOwn() throws Exception {
		WorkingEngine.awaitReady(windhover);
		WorkingEngine.assertRunsAnExecution(windhover, Http.basic("otto", OpenPorts.PASSWORD).split(": ", 2));
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(account()))).isEqualTo("rw-------");
	}

	@Test
	void recordOfAnyLocalAccountIsRefused() {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> send(Map.of()))
			.withCauseInstanceOf(TimeoutException.class);
	}

	@Test
	void recordOfOneWithAnotherPasswordIsRefused() throws Exception {
		Map<String, String> settings = settings();
		settings.computeIfPresent("sasl.jaas.config", (name, jaas) -> jaas.replace("password=\"", "password=\"x"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> send(settings))
			.withCauseInstanceOf(SaslAuthenticationException.class);
	}

	@Test
	void toolOfKafkaConnectsWithTheFile() throws Exception {
		send(settings());
	}

	private static void send(Map<String, String> settings) throws Exception {
		Map<String, Object> all = new HashMap<>(settings);
		all.put("bootstrap.servers", "127.0.0.1:" + windhover.brokerPort);
		all.put("max.block.ms", 4000);
		try (var producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
			assertThat(producer.send(new ProducerRecord<>("windhover-dead-letters", "key", "value")).get().hasOffset())
				.isTrue();
		}
	}

	private static Map<String, String> settings() throws IOException {
		Properties file = new Properties();
		try (Reader reader = Files.newBufferedReader(account())) {
			file.load(reader);
		}
		Map<String, String> settings = new HashMap<>();
		file.forEach((name, value) -> settings.put(name.toString(), value.toString()));
		return settings;
	}

	private static Path account() {
		return windhover.data.resolve("kafka-client.properties");
	}

}
