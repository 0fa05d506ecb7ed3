package io.windhover.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.windhover.plugin.SecretSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SecretSourcesTests {

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void theFirstSourceThatHasASecretGivesIt() throws IOException {
		Files.writeString(this.directory.resolve("A"), "from a file\n");
		assertThat(sources().require("A")).isEqualTo("from a file");
		assertThat(sources().require("B")).isEqualTo("from the environment");
		assertThat(sources().require("C")).isEqualTo("from a plugin");
	}

	@Test
	void aFileIsReadAnewAndThroughLinksAsKubernetesMakesThem() throws IOException {
		Path data = Files.createDirectory(this.directory.resolve("..data"));
		Files.writeString(data.resolve("A"), "first");
		Files.createSymbolicLink(this.directory.resolve("A"), Path.of("..data", "A"));
		assertThat(sources().require("A")).isEqualTo("first");
		Files.writeString(data.resolve("A"), "second\r\n");
		assertThat(sources().require("A")).isEqualTo("second");
	}

	@Test
	void aMissingSecretIsNamedWithTheSources() {
		assertThatIllegalArgumentException().isThrownBy(() -> sources().require("NONE"))
			.withMessage("there is no secret 'NONE'; add it to the directory %s or the environment variable "
					+ "WINDHOVER_SECRET_NONE or the vault", this.directory);
	}

	@Test
	void aSourceThatFailsIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> sources().require("BROKEN"))
			.withMessage("secret 'BROKEN' cannot be read from the vault: it is sealed");
	}

	@Test
	void nothingThatASourceThrowsUncheckedIsShownButItsClass() {
		assertThatIllegalArgumentException().isThrownBy(() -> sources().require("BUG"))
			.withMessageMatching("secret 'BUG' cannot be read: " + Pattern.quote(getClass().getName())
					+ "\\$\\d failed with java\\.lang\\.IllegalStateException")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../A", "a/b", ".", "..data", "a b", "/etc/passwd" })
	void aNameThatLeadsElsewhereIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> sources().require(name))
			.withMessage("the name of a secret has letters, digits, '_', '.' and '-' only");
	}

	private SecretSources sources() {
		SecretSource plugin = new SecretSource() {

			@Override
			public String description() {
				return "the vault";
			}

			@Override
			public @Nullable String find(String name) throws IOException {
				if (name.equals("BROKEN")) {
					throw new IOException("it is sealed");
				}
				if (name.equals("BUG")) {
					throw new IllegalStateException("401 for token s.12345");
				}
				return name.equals("C") ? "from a plugin" : null;
			}

		};
		return new SecretSources(
				() -> List.of(new FileSecrets(this.directory),
						new EnvironmentSecrets(
								Map.of("WINDHOVER_SECRET_A", "hidden", "WINDHOVER_SECRET_B", "from the environment")),
						plugin));
	}

}
