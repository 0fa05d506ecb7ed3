package io.windhover.management.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import de.codecentric.boot.admin.client.registration.ApplicationRegistrator;
import de.codecentric.boot.admin.client.registration.RegistrationClient;
import io.windhover.system.FreePorts;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The registration at Spring Boot Admin, in an application without an engine.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdminRegistrationTests {

	private static final String PERIOD = "spring.boot.admin.client.period=50";

	@Test
	void nothingOfItIsThereWithoutAUrl() {
		// the last threads of a registration that another test ended may still be about
		// to end
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeansOfType(ApplicationRegistrator.class)).isEmpty();
			assertThat(context.getBeansOfType(RegistrationClient.class)).isEmpty();
			assertThat(context.getBeansOfType(AdminLifecycle.class)).isEmpty();
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> !before.contains(thread))
				.extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("registrationTask"));
		}
	}

	@Test
	void registersWhereItIsReachedAndWhatItIsAndLeavesAtTheEnd() {
		try (AdminStub admin = new AdminStub(0)) {
			try (ConfigurableApplicationContext context = run("spring.boot.admin.client.url=" + admin.url(),
					"spring.boot.admin.client.instance.metadata.user.name=viewer",
					"spring.boot.admin.client.instance.metadata.user.password=s3cret")) {
				await().until(() -> !admin.registered.isEmpty());
				String management = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port");
				JsonNode registration = admin.registered.get(0);
				assertThat(registration.get("name").asString()).isEqualTo("windhover");
				assertThat(registration.get("managementUrl").asString()).isEqualTo(management + "/");
				assertThat(registration.get("healthUrl").asString()).isEqualTo(management + "/health");
				JsonNode metadata = registration.get("metadata");
				assertThat(metadata.get("tags.instance").asString()).isEqualTo("w-7");
				assertThat(metadata.get("tags.roles").asString()).isEqualTo("executor, worker");
				assertThat(metadata.get("user.name").asString()).isEqualTo("viewer");
				assertThat(metadata.get("user.password").asString()).isEqualTo("s3cret");
				assertThat(admin.deregistered).isEmpty();
			}
			assertThat(admin.deregistered).containsExactly("/instances/a1b2");
		}
	}

	@Test
	void listeningOnAllAddressesItIsReachedByTheNameOfTheMachine() throws IOException {
		try (AdminStub admin = new AdminStub(0);
				ConfigurableApplicationContext context = run("spring.boot.admin.client.url=" + admin.url(),
						"server.address=0.0.0.0", "management.server.address=0.0.0.0")) {
			await().until(() -> !admin.registered.isEmpty());
			assertThat(admin.registered.get(0).get("managementUrl").asString()).isIn(
					"http://%s:%s/".formatted(InetAddress.getLocalHost().getCanonicalHostName(),
							context.getEnvironment().getProperty("local.management.port")),
					"http://127.0.0.1:%s/".formatted(context.getEnvironment().getProperty("local.management.port")));
		}
	}

	@Test
	void anAbsentServerCostsOneLineAndIsFoundWhenItComes(CapturedOutput output) {
		int port = FreePorts.next();
		try (ConfigurableApplicationContext context = run("spring.boot.admin.client.url=http://127.0.0.1:" + port,
				PERIOD)) {
			assertThat(context.isRunning()).isTrue();
			ApplicationRegistrator registrator = context.getBean(ApplicationRegistrator.class);
			assertThat(registrator.register()).isFalse();
			assertThat(registrator.register()).isFalse();
			// by whoever tried first, which may be the thread of the application
			await().until(() -> output.getAll().contains("127.0.0.1:" + port + "/instances"));
			// of this server: the contexts of other tests may still be about to end
			assertThat(output.getAll().lines().filter((line) -> line.contains("127.0.0.1:" + port + "/instances")))
				.singleElement()
				.asString()
				.contains("Cannot register at the Admin server");
			assertThat(output.getAll()
				.lines()
				.dropWhile((line) -> !line.contains("127.0.0.1:" + port + "/instances"))
				.skip(1)
				.takeWhile((line) -> !line.matches("\\d{4}-\\d{2}-\\d{2}T.*"))).as("more lines of the same event")
				.noneMatch((line) -> line.startsWith("\tat "));
			try (AdminStub admin = new AdminStub(port)) {
				await().until(() -> output.getAll().contains("Registered at the Admin server"));
				assertThat(admin.registered).isNotEmpty();
			}
		}
	}

	@Test
	void aServerThatHangsDelaysNoStart() throws IOException {
		try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ConfigurableApplicationContext context = run(
						"spring.boot.admin.client.url=http://127.0.0.1:" + hanging.getLocalPort(),
						"spring.boot.admin.client.read-timeout=1h")) {
			// the request is under way, and the start is over
			assertThat(hanging.accept().isConnected()).isTrue();
			assertThat(context.isRunning()).isTrue();
		}
	}

	/** A name server that does not answer costs half a minute. */
	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofMinutes(1));
	}

	private static ConfigurableApplicationContext run(String... properties) {
		Map<String, String> defaults = Map.of("server.address", "127.0.0.1", "management.server.address", "127.0.0.1");
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=0", "--management.server.port=0", "--windhover.instance-id=w-7",
						"--windhover.roles=worker,executor", "--windhover.data-directory=target/admin-tests"));
		defaults.forEach((name, value) -> {
			if (List.of(properties).stream().noneMatch((given) -> given.startsWith(name + "="))) {
				arguments.add("--%s=%s".formatted(name, value));
			}
		});
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return new SpringApplicationBuilder(Application.class).run(arguments.toArray(String[]::new));
	}

	/**
	 * The registration and who this is.
	 */
	@SpringBootApplication(scanBasePackages = { "io.windhover.management.admin", "io.windhover.instance" })
	static class Application {

	}

}
