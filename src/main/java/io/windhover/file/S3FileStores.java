package io.windhover.file;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes the store of files of what is configured.
 */
final class S3FileStores {

	private static final String PREFIX = "windhover.files.s3.";

	/** What one request can put. */
	private static final long LARGEST = 5L * 1024 * 1024 * 1024;

	/** Bytes a second below which a connection counts as one without an answer. */
	private static final long SLOWEST = 1024 * 1024;

	private static final int MOST_CONNECTIONS = 1_000;

	/**
	 * Some six seconds in all: a store that restarts costs no file. Each attempt may meet
	 * a connection that it closed, until the pool checks those that were idle for two.
	 */
	private static final int MOST_ATTEMPTS = 8;

	private S3FileStores() {
	}

	/**
	 * Makes one, without a request.
	 * @throws InvalidConfigurationPropertyValueException where something is missing
	 */
	static S3FileStore create(S3Properties properties, PartialFiles partials, Clock clock) {
		String bucket = properties.bucket();
		if (bucket == null || bucket.isBlank()) {
			throw invalid("bucket", bucket, "Name the bucket, as windhover.files.type is s3.");
		}
		if (partials.maxFileSize() > LARGEST) {
			throw new InvalidConfigurationPropertyValueException("windhover.files.max-file-size",
					partials.maxFileSize() + "B", "A bucket takes files of up to 5GB.");
		}
		return new S3FileStore(client(properties, partials.maxFileSize()), bucket, properties.prefix(), partials,
				clock);
	}

	/**
	 * Makes a client.
	 * @param maxFileSize bytes that one request may have to send
	 */
	static S3Client client(S3Properties properties, long maxFileSize) {
		URI endpoint = properties.endpoint();
		if (endpoint != null && (endpoint.getScheme() == null || endpoint.getHost() == null)) {
			throw invalid("endpoint", endpoint, "Give the address with its scheme: https://s3.example.com");
		}
		Duration longest = properties.timeout().plusSeconds(maxFileSize / SLOWEST);
		S3ClientBuilder builder = S3Client.builder()
			.forcePathStyle(Objects.requireNonNullElse(properties.pathStyle(), endpoint != null))
			// not every store knows the newer checksums
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
			.overrideConfiguration((override) -> override
				.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(MOST_ATTEMPTS).build())
				.apiCallTimeout(longest.multipliedBy(3))
				.apiCallAttemptTimeout(longest))
			.httpClientBuilder(Apache5HttpClient.builder()
				// a file that is read slowly holds one, and the threads that ask are
				// bounded
				.maxConnections(MOST_CONNECTIONS)
				.connectionAcquisitionTimeout(longest)
				.connectionTimeout(properties.timeout())
				.socketTimeout(properties.timeout()));
		if (endpoint != null) {
			builder.endpointOverride(endpoint);
		}
		String region = properties.region();
		if (region != null || endpoint != null) {
			builder.region((region != null) ? Region.of(region) : Region.US_EAST_1);
		}
		credentials(properties, builder);
		try {
			return builder.build();
		}
		catch (SdkClientException ex) {
			throw invalid("region", region,
					"Name the region of the bucket here or by AWS_REGION. (%s)".formatted(ex.getMessage()));
		}
	}

	private static void credentials(S3Properties properties, S3ClientBuilder builder) {
		boolean hasAccessKey = StringUtils.hasText(properties.accessKey());
		if (hasAccessKey != StringUtils.hasText(properties.secretKey())) {
			throw invalid(hasAccessKey ? "secret-key" : "access-key", null,
					"An access key and a secret key belong together.");
		}
		if (hasAccessKey) {
			builder.credentialsProvider(StaticCredentialsProvider
				.create(AwsBasicCredentials.create(properties.accessKey(), properties.secretKey())));
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String name, @Nullable Object value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
	}

}
