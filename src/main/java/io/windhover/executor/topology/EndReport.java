package io.windhover.executor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

import io.windhover.execution.Execution;
import io.windhover.execution.FlowEnd;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.json.Json;
import io.windhover.executor.plan.FlowTriggerIndex;
import io.windhover.executor.plan.Plans;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the ends of executions to the triggers that wait for them, each on the
 * partition of its flow.
 */
class EndReport {

	/** They stay with the trigger until all of its conditions are met. */
	static final int MAX_OUTPUTS = 64 * 1024;

	private static final Logger logger = LoggerFactory.getLogger(EndReport.class);

	private final Plans plans;

	private final Duration flowTimeout;

	EndReport(Plans plans, Duration flowTimeout) {
		this.plans = plans;
		this.flowTimeout = flowTimeout;
	}

	void ended(Execution execution, Instant at, Consumer<FlowCommand> scheduler) {
		TriggerFire fire = execution.trigger();
		if (fire != null && fire.backfill() != null) {
			scheduler.accept(new FlowCommand.BackfillEnded(execution.namespace(), execution.flowId(), fire.id(),
					fire.backfill(), execution.id(), execution.state(), at));
		}
		for (FlowTriggerIndex.Listening each : this.plans.listening(execution, this.flowTimeout)) {
			scheduler.accept(new FlowCommand.Heard(each.flow().namespace(), each.flow().id(), each.trigger().id(),
					FlowEnd.of(execution, outputs(execution, each.trigger()), at), at));
		}
	}

	private static @Nullable Map<String, Object> outputs(Execution execution, FlowTrigger trigger) {
		Map<String, Object> outputs = execution.outputs();
		if (outputs == null || !Templates.isTemplated(trigger.inputs())) {
			return null;
		}
		int size = Json.mapper().writeValueAsBytes(outputs).length;
		if (size > MAX_OUTPUTS) {
			logger.warn(
					"Trigger '{}' does not get the outputs of execution {}: they are {} bytes of JSON, more than {}",
					trigger.id(), execution.id(), size, MAX_OUTPUTS);
			return null;
		}
		return outputs;
	}

}
