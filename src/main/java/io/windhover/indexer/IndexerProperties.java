package io.windhover.indexer;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How documents go from the topics to the repository.
 *
 * @param batchSize Most documents written at once.
 * @param retryDelay Wait before a failed batch is tried again. It doubles with each
 * failure.
 * @param retryMaxDelay Most that the wait grows to.
 */
@Validated
@ConfigurationProperties("windhover.indexer")
public record IndexerProperties(@DefaultValue("1000") @Min(1) @Max(100_000) int batchSize,
		@DefaultValue("500ms") Duration retryDelay, @DefaultValue("30s") Duration retryMaxDelay) {
}
