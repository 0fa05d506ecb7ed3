package io.windhover.api.canary;

import java.time.Instant;
import java.util.UUID;

import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowReader;
import io.windhover.topic.PartitionCount;

/**
 * The names by which a canary goes through a partition: a flow whose key, and an
 * execution whose id, a producer puts there.
 */
final class CanaryRoute {

	static final String NAMESPACE = "windhover.canary";

	private static final String TRIGGER = "tick";

	private static final String SOURCE = """
			namespace: %s
			id: %s
			description: Windhover watches itself with it (windhover.canary.enabled)
			tasks:
			  - {id: sing, type: log, message: "{{ execution.id }}"}
			triggers:
			  # fired by request; its own dates are those of leap years
			  - {id: %s, type: schedule, cron: "0 0 29 2 *", recoverMissed: none}
			""";

	private final FlowKey flow;

	private final String requestId;

	private CanaryRoute(FlowKey flow, String requestId) {
		this.flow = flow;
		this.requestId = requestId;
	}

	/**
	 * A new way through a partition of so many.
	 */
	static CanaryRoute through(int partition, int partitions) {
		FlowKey flow = flow(partition, partitions);
		String triggerKey = flow + "/" + TRIGGER;
		String requestId = UUID.randomUUID().toString();
		while (PartitionCount.partition(TriggerCommand.Fire.executionId(triggerKey, requestId),
				partitions) != partition) {
			requestId = UUID.randomUUID().toString();
		}
		return new CanaryRoute(flow, requestId);
	}

	private static FlowKey flow(int partition, int partitions) {
		int number = 0;
		while (true) {
			FlowKey flow = new FlowKey(NAMESPACE, "canary-" + number);
			if (PartitionCount.partition(flow.toString(), partitions) == partition) {
				return flow;
			}
			number++;
		}
	}

	Flow flow(FlowReader reader) {
		return reader.read("canary", SOURCE.formatted(NAMESPACE, this.flow.id(), TRIGGER));
	}

	FlowKey flow() {
		return this.flow;
	}

	TriggerCommand.Fire fire(Instant now) {
		return new TriggerCommand.Fire(this.flow.namespace(), this.flow.id(), TRIGGER, now, this.requestId);
	}

	String executionId() {
		return TriggerCommand.Fire.executionId(this.flow + "/" + TRIGGER, this.requestId);
	}

}
