package io.windhover.file;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class S3FileStoresTests {

	private static final URI ENDPOINT = URI.create("http://localhost:9");

	@Test
	void whatIsMissingOrWrongIsNamed() {
		assertRefused(properties(null, ENDPOINT, null, null), "windhover.files.s3.bucket");
		assertRefused(properties(" ", ENDPOINT, null, null), "windhover.files.s3.bucket");
		assertRefused(properties("b", URI.create("minio:9000"), null, null), "windhover.files.s3.endpoint");
		assertRefused(properties("b", ENDPOINT, "access", null), "windhover.files.s3.secret-key");
		assertRefused(properties("b", ENDPOINT, null, "secret"), "windhover.files.s3.access-key");
	}

	@Test
	void fileThatNoBucketTakesIsNotPromised() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> create(properties("b", ENDPOINT, null, null), DataSize.ofGigabytes(6)))
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo("windhover.files.max-file-size"));
	}

	@Test
	void itIsMadeWithoutARequest() {
		create(properties("b", ENDPOINT, "access", "secret"), DataSize.ofGigabytes(5)).close();
	}

	@Test
	void itsTextHasNoSecret() {
		assertThat(properties("b", ENDPOINT, "access", "planted")).asString().contains("b").doesNotContain("planted");
	}

	private static void assertRefused(S3Properties properties, String name) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> create(properties, DataSize.ofMegabytes(1)))
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo(name));
	}

	private static S3FileStore create(S3Properties properties, DataSize maxFileSize) {
		Clock clock = Clock.systemUTC();
		return S3FileStores.create(properties, new PartialFiles(Path.of("unused"), maxFileSize.toBytes(), clock),
				clock);
	}

	private static S3Properties properties(@Nullable String bucket, URI endpoint, @Nullable String accessKey,
			@Nullable String secretKey) {
		return new S3Properties(bucket, "windhover/", endpoint, null, accessKey, secretKey, null,
				Duration.ofSeconds(1));
	}

}
