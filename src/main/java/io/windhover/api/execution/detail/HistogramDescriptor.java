package io.windhover.api.execution.detail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.State;
import io.windhover.repository.ExecutionHistogram;
import io.windhover.repository.TimeBuckets;

/**
 * What the API tells of how many executions were created when.
 */
@Schema(name = "ExecutionHistogram")
record HistogramDescriptor(Instant from, Instant to, @Schema(type = "string", format = "duration",
		description = "Of each bucket: 1, 5, 10 or 30 seconds or minutes, 1, 3, 6 or 12 hours, 1 or 7 days, or a multiple of 30 days.") Duration width,
		@Schema(description = "Whether the counts are estimates from a sample.") boolean sampled,
		@Schema(description = "In the order of time; those without executions are left out.") List<Bucket> buckets) {

	/** The largest number of buckets. */
	static final int MOST = 500;

	static HistogramDescriptor of(TimeBuckets parts, ExecutionHistogram histogram) {
		return new HistogramDescriptor(parts.from(), parts.to(), parts.width(), histogram.sampled(),
				histogram.counts()
					.entrySet()
					.stream()
					.map((each) -> new Bucket(each.getKey(), each.getValue()))
					.toList());
	}

	/**
	 * The executions that were created in a part of the range.
	 */
	@Schema(name = "HistogramBucket")
	record Bucket(@Schema(
			description = "When it begins: a multiple of the width since 1970, so that the first may begin before 'from'.") Instant at,
			@Schema(description = "How many are in each state.") Map<State, Long> counts) {
	}

}
