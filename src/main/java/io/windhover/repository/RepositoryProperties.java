package io.windhover.repository;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where documents are kept to be read.
 *
 * @param type Where executions, task runs, triggers, logs and task metrics are kept to be
 * read, sqlite or elasticsearch, which is OpenSearch as well.
 * @param retention Executions, task runs, logs and task metrics are deleted when the day
 * (UTC) of their beginning is over for that long. Left out, they are kept.
 */
@Validated
@ConfigurationProperties("windhover.repository")
public record RepositoryProperties(@DefaultValue("sqlite") String type,
		@Nullable @DurationMin(days = 1, message = "must be at least 1d") Duration retention) {
}
