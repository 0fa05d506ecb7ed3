package io.windhover.cluster;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the instances of a cluster ask one another.
 *
 * @param deadline Time after which an instance that has not answered counts as
 * unreachable.
 * @param refreshAfter Answers that are older are asked for again, in the background, when
 * somebody wants them.
 * @param maxAge Answers that are older are not shown: whoever wants them waits for new
 * ones, up to the deadline.
 * @param username User, a viewer, as which other instances are asked. Without it they are
 * asked without credentials.
 * @param password Password of that user.
 * @param sslBundle Name of the SSL bundle (spring.ssl.bundle) that says which
 * certificates of other instances are trusted. By default those that the JVM trusts.
 */
@Validated
@ConfigurationProperties("windhover.cluster")
public record ClusterProperties(
		@DefaultValue("1s") @NotNull @DurationMin(millis = 50, message = "must be at least 50ms") @DurationMax(
				seconds = 30, message = "must be at most 30s") Duration deadline,
		@DefaultValue("2s") @NotNull Duration refreshAfter, @DefaultValue("10s") @NotNull Duration maxAge,
		@Nullable String username, @Nullable String password, @Nullable String sslBundle) {

	/**
	 * Without the password.
	 */
	@Override
	public String toString() {
		return "ClusterProperties[deadline=%s, username=%s, sslBundle=%s]".formatted(this.deadline, this.username,
				this.sslBundle);
	}

}
