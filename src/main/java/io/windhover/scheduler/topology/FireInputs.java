package io.windhover.scheduler.topology;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.InputsSize;
import io.windhover.flow.Flow;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import io.windhover.scheduler.machine.TriggerEffect;
import io.windhover.scheduler.machine.TriggerEvent;

/**
 * Makes the inputs of an execution of what its trigger has heard.
 */
class FireInputs {

	/** Of the processor, for all inputs of one execution. */
	private static final Duration BUDGET = Duration.ofMillis(50);

	private final Templates templates;

	FireInputs(Templates templates) {
		this.templates = templates;
	}

	TriggerEvent.Rendered render(Flow flow, TriggerState trigger, TriggerEffect.Render fire) {
		Map<String, Object> seen = new LinkedHashMap<>(fire.seen());
		seen.put("id", trigger.triggerId());
		seen.put("type", trigger.type());
		seen.put("date", fire.date().toString());
		Map<String, Object> variables = Map.of("trigger", seen, "flow",
				Map.of("namespace", flow.namespace(), "id", flow.id(), "revision", flow.revision()));
		try {
			Map<String, Object> rendered = this.templates.render(fire.inputs(), variables, BUDGET);
			Map<String, Object> inputs = Inputs.resolve(flow.inputs(), rendered, this.templates);
			String refusal = InputsSize.refusal(inputs, Map.of());
			return new TriggerEvent.Rendered(fire, (refusal == null) ? inputs : null, refusal);
		}
		catch (TemplateException | InvalidInputsException ex) {
			return new TriggerEvent.Rendered(fire, null, ex.getMessage());
		}
	}

}
