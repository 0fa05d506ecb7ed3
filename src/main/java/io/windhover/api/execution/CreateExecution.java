package io.windhover.api.execution;

import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for an execution; it may be left out.
 */
@Schema(name = "CreateExecution")
record CreateExecution(@Schema(description = "By the ids of the flow's inputs.") @Nullable Map<String, Object> inputs,
		@Schema(description = "Added to those of the flow.") @Nullable Map<String, String> labels) {

	static final CreateExecution EMPTY = new CreateExecution(null, null);

	Map<String, Object> inputsOrNone() {
		return (this.inputs != null) ? this.inputs : Map.of();
	}

	Map<String, String> labelsOrNone() {
		return (this.labels != null) ? this.labels : Map.of();
	}

}
