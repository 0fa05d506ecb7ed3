package io.windhover.secret;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Sources of the secrets that flows use, read by workers, by the API for the signatures
 * of webhooks, and by the scheduler for http-poll and kafka triggers.
 *
 * @param directory Directory that contains one file per secret, named after the secret,
 * such as a mounted Kubernetes Secret. Not set by default; environment variables are
 * always available as secrets.
 */
@ConfigurationProperties("windhover.secrets")
record SecretProperties(@Nullable Path directory) {
}
