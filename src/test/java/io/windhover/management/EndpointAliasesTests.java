package io.windhover.management;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class EndpointAliasesTests {

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void portAndSwitchesAreUnderstoodAndLogged(CapturedOutput output) {
		add("file", Map.of("endpoints.all.port", 9999, "endpoints.all.enabled", false, "endpoints.worker.enabled", true,
				"endpoints.scheduler.enabled", "false"));
		process();
		assertProperty("management.server.port", "9999");
		assertProperty("management.endpoints.access.default", "none");
		assertProperty("management.endpoint.worker.access", "unrestricted");
		assertProperty("management.endpoint.scheduler.access", "none");
		assertThat(output).contains("endpoints.all.port is an alias: it sets management.server.port to 9999");
	}

	@Test
	void variablesOfTheEnvironmentAreUnderstood() {
		this.environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource("test-systemEnvironment",
					Map.of("ENDPOINTS_ALL_PORT", "9998", "ENDPOINTS_KAFKASTREAMS_ENABLED", "false")));
		process();
		assertProperty("management.server.port", "9998");
		assertProperty("management.endpoint.kafkastreams.access", "none");
	}

	@Test
	void aliasWinsOverWeakerPlacesAndLosesToStrongerOnes() {
		add("strong", Map.of("management.server.port", 1));
		add("middle", Map.of("endpoints.all.port", 2));
		add("weak", Map.of("management.server.port", 3));
		process();
		assertProperty("management.server.port", "1");
		this.environment.getPropertySources().remove("strong");
		assertProperty("management.server.port", "2");
	}

	@Test
	void neitherTrueNorFalseIsIgnoredWithAWarning(CapturedOutput output) {
		add("file", Map.of("endpoints.worker.enabled", "maybe"));
		process();
		assertThat(this.environment.getProperty("management.endpoint.worker.access")).isNull();
		assertThat(output).contains("it must be true or false");
	}

	private void add(String name, Map<String, Object> properties) {
		this.environment.getPropertySources().addLast(new MapPropertySource(name, properties));
	}

	private void process() {
		new EndpointAliases((destination) -> destination.get()).postProcessEnvironment(this.environment,
				new SpringApplication());
	}

	private void assertProperty(String name, String value) {
		assertThat(this.environment.getProperty(name)).isEqualTo(value);
	}

}
