package io.windhover.api.execution.create;

import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.api.web.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an execution; it may be left out.
 */
@Schema(name = "CreateExecution")
record CreateExecution(@Schema(description = "By the ids of the flow's inputs.") @Nullable Map<String, Object> inputs,
		@Schema(description = "Added to those of the flow.") @Nullable Map<String, @Nullable String> labels) {

	static final CreateExecution EMPTY = new CreateExecution(null, null);

	Map<String, Object> inputsOrNone() {
		return (this.inputs != null) ? this.inputs : Map.of();
	}

	/** Fails with a problem where one has no value. */
	Map<String, String> labelsOrNone() {
		if (this.labels == null) {
			return Map.of();
		}
		this.labels.forEach((label, value) -> {
			if (value == null) {
				throw Problems.badRequest("labels." + label, "The label '%s' is null.".formatted(label),
						"Give it a text, or leave it out.");
			}
		});
		return this.labels;
	}

}
