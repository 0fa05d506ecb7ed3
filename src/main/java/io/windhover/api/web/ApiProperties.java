package io.windhover.api.web;

import java.time.Duration;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The REST API.
 *
 * @param publishTimeout How long a request waits for the broker to acknowledge what it
 * asked for.
 * @param maxWait Longest time that a request may wait for an execution to end.
 * @param maxBacklog Most commands that may wait for the executor in a partition. Beyond
 * it, a create is answered with 429.
 * @param maxWaitingJobs Most jobs of a worker group that may wait for workers, in all
 * partitions. Beyond it, a create is answered with 429.
 * @param maxWebhookBody Longest body of a call of a webhook, at most 4MB. A longer one is
 * answered with 413.
 * @param maxBackfillDates Most dates of a schedule that a backfill may have.
 * @param maxEventStreams Most clients that may follow the events of an execution at once.
 * Beyond it, a further one is answered with 429.
 */
@Validated
@ConfigurationProperties("windhover.api")
public record ApiProperties(@DefaultValue("10s") Duration publishTimeout, @DefaultValue("10m") Duration maxWait,
		@DefaultValue("25000") @Min(1) int maxBacklog, @DefaultValue("200000") @Min(1) int maxWaitingJobs,
		@DefaultValue("1MB") DataSize maxWebhookBody, @DefaultValue("10000") @Min(1) int maxBackfillDates,
		@DefaultValue("100") @Min(1) int maxEventStreams) {

	private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(4);

	public ApiProperties {
		if (maxWebhookBody.compareTo(LARGEST_BODY) > 0) {
			throw new IllegalArgumentException("windhover.api.max-webhook-body must be at most 4MB");
		}
	}

}
