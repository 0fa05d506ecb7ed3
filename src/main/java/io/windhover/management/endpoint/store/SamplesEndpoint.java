package io.windhover.management.endpoint.store;

import io.windhover.instance.Instance;
import io.windhover.management.InvalidRequests;
import io.windhover.management.live.LiveFigure;
import io.windhover.management.live.LiveSampler;
import io.windhover.management.live.LiveSamples;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The last quarter of an hour of this instance, one sample a second.
 */
@Endpoint(id = "samples")
public class SamplesEndpoint {

	private final LiveSampler sampler;

	private final Instance instance;

	/**
	 * Shows the samples of this process.
	 */
	public SamplesEndpoint(LiveSampler sampler, Instance instance) {
		this.sampler = sampler;
		this.instance = instance;
	}

	/**
	 * What was sampled after an instant.
	 * @param since epoch milliseconds; null for all
	 */
	@ReadOperation
	public SamplesDescriptors.Samples samples(@Nullable String since) {
		LiveSamples found = this.sampler.since((since != null) ? millis(since) : Long.MIN_VALUE);
		return new SamplesDescriptors.Samples(this.instance.id(), found.at(), found.of(LiveFigure.EXECUTIONS),
				found.of(LiveFigure.EXECUTIONS_ENDED), found.of(LiveFigure.EXECUTIONS_FAILED),
				found.of(LiveFigure.EXECUTIONS_RUNNING), found.of(LiveFigure.TASK_RUNS),
				found.of(LiveFigure.TASK_RUNS_FAILED), found.of(LiveFigure.ATTEMPTS), found.of(LiveFigure.QUEUED),
				found.of(LiveFigure.QUEUED_MAX), found.of(LiveFigure.RAN), found.of(LiveFigure.RAN_MAX),
				found.of(LiveFigure.SLOTS_USED), found.of(LiveFigure.SLOTS_MAX), found.of(LiveFigure.INPUT_LAG),
				found.of(LiveFigure.JOB_LAG), found.of(LiveFigure.DOCUMENT_LAG), found.of(LiveFigure.HEAP_USED),
				found.of(LiveFigure.HEAP_MAX), found.of(LiveFigure.CPU), found.of(LiveFigure.SYSTEM_CPU));
	}

	private static long millis(String since) {
		try {
			return Long.parseLong(since);
		}
		catch (NumberFormatException ex) {
			throw InvalidRequests
				.invalid("The parameter 'since' must be epoch milliseconds, such as the last 'at' of an answer");
		}
	}

}
