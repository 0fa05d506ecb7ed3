package io.windhover.file;

import java.net.URI;
import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bucket in which the files of executions are kept.
 *
 * @param bucket Name of the bucket, which must exist.
 * @param prefix What the keys of all objects begin with, so that others may use the
 * bucket, too.
 * @param endpoint Address of a store other than Amazon's, such as
 * http://minio.example.com:9000.
 * @param region Region of the bucket. By default us-east-1 with an endpoint, and without
 * one what the environment names, such as AWS_REGION.
 * @param accessKey Access key. By default what the environment gives: variables such as
 * AWS_ACCESS_KEY_ID, a profile, or the role of the container or machine.
 * @param secretKey Secret key that belongs to the access key.
 * @param pathStyle Whether the bucket is in the path of a request and not in the name of
 * the host. By default with an endpoint only.
 * @param timeout Time without an answer after which a connection or a request is given up
 * and tried again, for three times as long in all. A file may take a second more for each
 * megabyte of windhover.files.max-file-size.
 */
@Validated
@ConfigurationProperties(prefix = "windhover.files.s3", ignoreUnknownFields = false)
record S3Properties(@Nullable String bucket,
		@DefaultValue("windhover/") @NotNull @Pattern(regexp = "([^/].*/)?",
				message = "must end with a slash and not begin with one") String prefix,
		@Nullable URI endpoint, @Nullable String region, @Nullable String accessKey, @Nullable String secretKey,
		@Nullable Boolean pathStyle, @DefaultValue("30s") @NotNull @DurationMin(millis = 1,
				message = "must be more than nothing") Duration timeout) {

	/**
	 * Without the secret.
	 */
	@Override
	public String toString() {
		return "S3Properties[bucket=%s, prefix=%s, endpoint=%s, region=%s]".formatted(this.bucket, this.prefix,
				this.endpoint, this.region);
	}

}
