package io.windhover.topic.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BrokerCredentialsTests {

	@SuppressWarnings("NullAway.Init")
	private Path file;

	@BeforeEach
	void chooseFile(@TempDir Path directory) {
		this.file = directory.resolve("data").resolve("kafka-client.properties");
	}

	@Test
	void makesAnAccountThatOnlyItsOwnerCanReadAndKeepsIt() throws IOException {
		BrokerCredentials made = BrokerCredentials.of(this.file);
		assertThat(permissions()).isEqualTo("rw-------");
		assertThat(BrokerCredentials.of(this.file)).isEqualTo(made);
		assertThat(made.jaas()).containsPattern("password=\"[A-Za-z0-9_-]{43}\"");
		assertThat(made).asString().doesNotContain("password");
		try (var files = Files.list(this.file.getParent())) {
			assertThat(files).containsExactly(this.file);
		}
	}

	@Test
	void replacesAPasswordThatOthersCouldRead() throws IOException {
		BrokerCredentials exposed = BrokerCredentials.of(this.file);
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-r-----"));
		assertThat(BrokerCredentials.of(this.file)).isNotEqualTo(exposed);
		assertThat(permissions()).isEqualTo("rw-------");
	}

	@Test
	void fileWithoutAnAccountIsExplained() throws IOException {
		BrokerCredentials made = BrokerCredentials.of(this.file);
		assertThat(made.clientSettings()).containsKey("sasl.jaas.config");
		Files.writeString(this.file, "security.protocol=SASL_PLAINTEXT\n");
		assertThatExceptionOfType(BrokerCredentialsException.class).isThrownBy(() -> BrokerCredentials.of(this.file))
			.satisfies((ex) -> {
				FailureAnalysis analysis = Objects
					.requireNonNull(new BrokerFailureAnalyzer().analyze(new IllegalStateException("start", ex)));
				assertThat(analysis.getDescription()).contains(this.file.toString(), "sasl.jaas.config");
				assertThat(analysis.getAction()).contains("Delete the file");
			});
	}

	private String permissions() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file));
	}

}
