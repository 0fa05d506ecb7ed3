package io.windhover.api.flow;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.flow.Flow;
import io.windhover.flow.Trigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a flow beside its YAML.
 */
@Schema(name = "Flow")
@JsonInclude(JsonInclude.Include.NON_NULL)
record FlowDescriptor(String namespace, String id,
		@Schema(description = "Counts from 1; 0 of a flow that is not stored.") int revision,
		@Nullable String description,
		@Schema(description = "Whether neither triggers nor requests start executions.") boolean disabled,
		Map<String, String> labels, List<InputDescriptor> inputs, List<StepDescriptor> tasks,
		List<StepDescriptor> triggers, @Nullable Instant updatedAt,
		@Schema(description = "Where it was asked for.") @Nullable FlowHealthDescriptor health) {

	static FlowDescriptor of(Flow flow) {
		return of(flow, null);
	}

	static FlowDescriptor of(Flow flow, @Nullable FlowHealthDescriptor health) {
		return new FlowDescriptor(flow.namespace(), flow.id(), flow.revision(), flow.description(), flow.isDisabled(),
				flow.labels(), flow.inputs().stream().map(InputDescriptor::of).toList(),
				flow.tasks().stream().map(StepDescriptor::of).toList(),
				flow.triggers().stream().map(StepDescriptor::of).toList(), flow.updatedAt(), health);
	}

	/**
	 * A declared input.
	 */
	@Schema(name = "Input")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record InputDescriptor(String id, String type, boolean required, @Nullable Object defaultValue,
			@Nullable String description, @Nullable String displayName, @Nullable String pattern,
			@Nullable BigDecimal min, @Nullable BigDecimal max, @Nullable String itemType,
			@Nullable List<String> values) {

		static InputDescriptor of(Input input) {
			InputRules rules = input.rules();
			return new InputDescriptor(input.id(), input.type().text(), input.required(), input.defaultValue(),
					input.description(), input.displayName(), rules.pattern(), rules.min(), rules.max(),
					(input.type() == Input.Type.ARRAY) ? rules.itemType().text() : null,
					rules.values().isEmpty() ? null : rules.values());
		}

	}

	/**
	 * A task or a trigger, without its configuration, which may hold secrets.
	 */
	@Schema(name = "Step")
	record StepDescriptor(String id, String type) {

		static StepDescriptor of(Task task) {
			return new StepDescriptor(task.id(), task.type());
		}

		static StepDescriptor of(Trigger trigger) {
			return new StepDescriptor(trigger.id(), trigger.type());
		}

	}

}
