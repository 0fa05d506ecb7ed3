package io.windhover.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class PropertyCheckTests {

	@Test
	void allUnknownPropertiesAreReportedAtOnceWithOriginAndSuggestion(CapturedOutput output, @TempDir Path directory)
			throws IOException {
		Path file = Files.writeString(directory.resolve("application.yml"), """
				windhover:
				  worker:
				    slot: 3
				  security:
				    users:
				      - {name: ada, pasword: hidden, roles: viewer}
				""");
		System.setProperty("windhover.streams.thread", "2");
		try {
			assertThatExceptionOfType(UnknownPropertiesException.class)
				.isThrownBy(() -> run("--windhover.wroker.slots=7", "--windhover.slots=7", "--windhover.topics=x",
						"--spring.config.additional-location=" + file.toUri()));
		}
		finally {
			System.clearProperty("windhover.streams.thread");
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'windhover.wroker.slots' (command line); did you mean 'windhover.worker.slots'?")
			.contains("'windhover.slots' (command line); did you mean 'windhover.worker.slots'?")
			.contains("'windhover.topics' (command line)" + System.lineSeparator())
			.contains("'windhover.streams.thread' (system property, -D); did you mean 'windhover.streams.threads'?")
			.containsPattern("'windhover.worker.slot' \\(.*application.yml.* - 3:11\\); did you mean "
					+ "'windhover.worker.slots'\\?")
			.containsPattern("'windhover.security.users\\[0\\].pasword' \\(.*application.yml.* - 6:30\\)")
			.doesNotContain("hidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--windhover.worker.drainTimeout=3s", "--windhover.worker.drain_timeout=3s",
			"--windhover.broker.properties.log.retention.ms=9", "--windhover.streams.properties[a.b]=1",
			"--windhover.security.users[0].name=ada", "--windhover.security.users[0].roles[0]=viewer",
			"--windhover.roles[0]=worker", "--windhover.security.users=", "--windhover.worker=",
			"--windhoverlike.worker=1", "--endpoints.all.port=1" })
	void whateverBindsIsKnown(String argument) {
		assertThatCode(() -> run(argument)).doesNotThrowAnyException();
	}

	@Test
	void variablesOfTheEnvironmentAreWarnedOf(CapturedOutput output) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					Map.ofEntries(Map.entry("WINDHOVER_WROKER_SLOTS", "hidden"), Map.entry("WINDHOVER_HOME", "/opt"),
							Map.entry("WINDHOVER_WORKER_SLOTS", "3"), Map.entry("WINDHOVER_WORKER_DRAIN_TIMEOUT", "3s"),
							Map.entry("WINDHOVER_WORKER_DRAINTIMEOUT", "3s"),
							Map.entry("WINDHOVER_SECURITY_USERS_0_NAME", "ada"),
							Map.entry("WINDHOVER_BROKER_PROPERTIES_LOG_RETENTION_MS", "9"),
							Map.entry("WINDHOVER_SECRET_TOKEN", "hidden"),
							Map.entry("WINDHOVER_PORT", "tcp://10.0.0.1:8080"),
							Map.entry("WINDHOVER_PORT_8080_TCP_ADDR", "10.0.0.1"),
							Map.entry("WINDHOVER_SERVICE_HOST", "10.0.0.1"))));
		new SpringApplicationBuilder(Nothing.class).environment(environment).web(WebApplicationType.NONE).run().close();
		assertThat(output)
			.contains("Environment variables that set no property: WINDHOVER_HOME, "
					+ "WINDHOVER_WROKER_SLOTS; did you mean 'WINDHOVER_WORKER_SLOTS'?" + System.lineSeparator())
			.doesNotContain("hidden");
	}

	private static void run(String... arguments) {
		new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
