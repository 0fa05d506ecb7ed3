package io.windhover.repository;

import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

import static org.assertj.core.api.Assertions.assertThat;

class RepositoryConfigurationTests {

	private static final String SETTINGS = "windhover.repository.elasticsearch.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
		.withUserConfiguration(Configuration.class)
		.withPropertyValues("windhover.roles=worker", "windhover.data-directory=target/repository-configuration");

	@Test
	void byDefaultItIsSqlite() {
		this.runner.run((context) -> assertThat(context.getBean(Repository.class).type()).isEqualTo("sqlite"));
	}

	@Test
	void withElasticsearchThereIsNoSqlite() {
		this.runner.withPropertyValues("windhover.repository.type=elasticsearch").run((context) -> {
			assertThat(context.getBean(Repository.class).type()).isEqualTo("elasticsearch");
			assertThat(context.getBeanNamesForType(Repository.class)).hasSize(1);
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.startsWith("sqlite"));
		});
	}

	@Test
	void anotherTypeIsRefusedWithThoseThereAre() {
		assertThat(failure("windhover.repository.type=mongo").getDescription())
			.isEqualTo("There is no repository of the type 'mongo', which windhover.repository.type names.");
		assertThat(failure("windhover.repository.type=mongo").getAction()).contains("sqlite", "elasticsearch");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			uris=search:9200                   | does not begin with http:// or https://
			uris=http://                       | none
			uris=http://a:1/es,http://b:1      | different paths
			uris=http://ada:Zaunkoenig@a:9200  | a user in it
			uris=http://a:9200?key=Zaunkoenig  | a query in it
			uris=http://a b@Zaunkoenig         | an address that is none
			max-request-size=0                 | less than 1024B
			username=ada                       | only one is set
			password=Zaunkoenig                | only one is set
			""")
	void whatCannotBeIsToldWithoutSecrets(String setting, String told) {
		FailureAnalysis analysis = failure("windhover.repository.type=elasticsearch", SETTINGS + setting);
		assertThat(analysis.getDescription()).contains(told).doesNotContain("Zaunkoenig");
		assertThat(analysis.getAction()).contains(SETTINGS).doesNotContain("Zaunkoenig");
	}

	@Test
	void aKeyAndAUserAreOneTooMany() {
		assertThat(failure("windhover.repository.type=elasticsearch", SETTINGS + "api-key=a", SETTINGS + "username=b",
				SETTINGS + "password=c")
			.getDescription()).contains("api-key is set, and a user as well");
	}

	@Test
	void limitsAreChecked() {
		for (String setting : new String[] { "prefix=Upper", "prefix=", "shards=0", "replicas=-1", "request-timeout=0",
				"ssl-bundle=missing", "user=ada" }) {
			this.runner.withPropertyValues("windhover.repository.type=elasticsearch", SETTINGS + setting)
				.run((context) -> assertThat(context).as(setting).hasFailed());
		}
		this.runner.withPropertyValues("windhover.repository.retention=12h")
			.run((context) -> assertThat(context).hasFailed());
	}

	private FailureAnalysis failure(String... properties) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = new RepositorySettingsFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(analysis[0]).isNotNull();
		});
		return analysis[0];
	}

	@ComponentScan(basePackages = { "io.windhover.instance", "io.windhover.repository" })
	static class Configuration {

	}

}
