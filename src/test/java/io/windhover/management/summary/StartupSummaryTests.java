package io.windhover.management.summary;

import java.util.stream.Stream;

import io.windhover.management.endpoint.EndpointApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StartupSummaryTests {

	@Test
	void byDefaultThereIsNothingToWarnOf(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication.run()) {
			assertThat(output.getOut().replace("\r", "")).contains("""
					Windhover is open
					  roles       executor, worker, scheduler, indexer, api
					  instance    test
					  broker      embedded, 127.0.0.1:9092, accepts every account of this machine
					  repository  sqlite
					  api         http://127.0.0.1:%s
					  management  http://127.0.0.1:%s
					  access      this machine only, no users
					  warnings    none
					""".formatted(port(context, "server"), port(context, "management")));
			assertThat(output).doesNotContain("windhover.listen-address");
		}
	}

	@Test
	void openPortsWithoutUsersAreWarnedOf(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication.run("windhover.listen-address=0.0.0.0",
				"windhover.advertised-host=windhover-1.example", "windhover.roles=worker,api",
				"spring.kafka.bootstrap-servers=kafka-1:9092,kafka-2:9092", "windhover.repository.type=elasticsearch",
				"windhover.repository.elasticsearch.uris=http://search-1:9200,http://search-2:9200",
				"windhover.repository.elasticsearch.username=ada",
				"windhover.repository.elasticsearch.password=Zaunkoenig")) {
			assertThat(output).doesNotContain("Zaunkoenig")
				.contains("repository  elasticsearch, http://search-1:9200, http://search-2:9200");
			assertThat(output).contains(
					"broker      kafka-1:9092, kafka-2:9092, PLAINTEXT without authentication: accepts anyone",
					"roles       worker, api\n", "api         http://windhover-1.example:" + port(context, "server"),
					"access      no users: this machine may do everything, others read", "warnings    1");
			assertThat(output.getOut().lines())
				.anyMatch((line) -> line.contains(" WARN ") && line.contains("windhover.security.users"));
		}
	}

	@Test
	void apiWhoseDocumentsAnotherProcessHasIsWarnedOf(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication.run("windhover.roles=worker,api",
				"spring.kafka.bootstrap-servers=kafka-1:9092")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).contains("warnings    1");
			assertThat(output.getOut().lines())
				.anyMatch((line) -> line.contains(" WARN ") && line.contains("cannot list executions"));
		}
	}

	@Test
	void withoutTheRoleApiItsPortIsClosed(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication.run("windhover.roles=worker")) {
			assertThat(output).contains("api         closed, without the role api",
					"management  http://127.0.0.1:" + port(context, "management"), "warnings    none");
			assertThat(port(context, "server")).isEqualTo("-1");
		}
	}

	@Test
	void passwordsWithoutTlsAreWarnedOf(CapturedOutput output) {
		String encoded = "{bcrypt}$2a$04$" + "a".repeat(53);
		try (ConfigurableApplicationContext context = EndpointApplication.run("windhover.listen-address=0.0.0.0",
				"windhover.security.users[0].name=ada", "windhover.security.users[0].password=" + encoded,
				"windhover.security.users[0].roles=operator,viewer")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output)
				.contains("access      users: ada (operator, viewer)", "server.ssl.bundle",
						"broker      embedded, 127.0.0.1:9092, requires its own account")
				.doesNotContain(encoded);
		}
	}

	@Test
	void brokerThatMayBypassTheUsersIsWarnedOf(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication
			.run(withUser("spring.kafka.bootstrap-servers=kafka-1:9092", "spring.kafka.security.protocol=SSL"))) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).contains("broker      kafka-1:9092, SSL without authentication", "warnings    1");
			assertThat(output.getOut().lines())
				.anyMatch((line) -> line.contains(" WARN ") && line.contains("spring.kafka.security.protocol"));
		}
	}

	@Test
	void brokerThatKnowsThisProcessIsNoWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = EndpointApplication
			.run(withUser("spring.kafka.bootstrap-servers=kafka-1:9092", "spring.kafka.security.protocol=SASL_SSL"))) {
			assertThat(context.isRunning()).isTrue();
			assertThat(output).contains("broker      kafka-1:9092, SASL_SSL\n", "warnings    none");
		}
	}

	private static String[] withUser(String... others) {
		return Stream.concat(Stream.of("windhover.security.users[0].name=ada",
				"windhover.security.users[0].password={bcrypt}$2a$04$" + "a".repeat(53),
				"windhover.security.users[0].roles=operator"), Stream.of(others))
			.toArray(String[]::new);
	}

	private static String port(ConfigurableApplicationContext context, String name) {
		return context.getEnvironment().getRequiredProperty("local." + name + ".port");
	}

}
