package io.windhover.repository.elasticsearch;

import java.time.Duration;
import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The repository in Elasticsearch or OpenSearch.
 *
 * @param uris Nodes of the cluster, each with its scheme. One that does not answer is
 * left alone for a while.
 * @param username User of basic authentication.
 * @param password Password of that user.
 * @param apiKey API key, encoded as Elasticsearch gives it out, in place of a user.
 * @param sslBundle Name of the SSL bundle (spring.ssl.bundle) that says which
 * certificates are trusted and which is shown. By default those that the JVM trusts.
 * @param prefix What the names of all indices and templates begin with.
 * @param shards Primary shards of each new index.
 * @param replicas Replicas of each shard of a new index.
 * @param connectTimeout Time after which a connection that is not made is given up.
 * @param requestTimeout Time without an answer after which a request is given up.
 * @param maxRequestSize Size at which documents are written in more than one request.
 */
@Validated
@ConfigurationProperties(prefix = "windhover.repository.elasticsearch", ignoreUnknownFields = false)
public record ElasticsearchProperties(@DefaultValue("http://localhost:9200") @NotEmpty List<String> uris,
		@Nullable String username, @Nullable String password, @Nullable String apiKey, @Nullable String sslBundle,
		@DefaultValue("windhover") @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,99}",
				message = "must be lower case letters, digits, dots, underscores and dashes") String prefix,
		@DefaultValue("1") @Min(1) @Max(1024) int shards, @DefaultValue("1") @Min(0) @Max(100) int replicas,
		@DefaultValue("5s") @NotNull @DurationMin(millis = 1,
				message = "must be more than nothing") Duration connectTimeout,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 1,
				message = "must be more than nothing") Duration requestTimeout,
		@DefaultValue("5MB") @NotNull DataSize maxRequestSize) {

	/**
	 * Without the secrets.
	 */
	@Override
	public String toString() {
		return "ElasticsearchProperties[uris=%s, username=%s, sslBundle=%s, prefix=%s]".formatted(this.uris,
				this.username, this.sslBundle, this.prefix);
	}

}
