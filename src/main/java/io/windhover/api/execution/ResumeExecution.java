package io.windhover.api.execution;

import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to resume an execution; it may be left out.
 */
@Schema(name = "ResumeExecution")
record ResumeExecution(@Schema(
		description = "Of the paused task; may be left out where the execution is paused as a whole, or only one task is.") @Nullable String path,
		@Schema(description = "By the ids of the inputs of the pause.") @Nullable Map<String, Object> inputs) {

	static final ResumeExecution EMPTY = new ResumeExecution(null, null);

	Map<String, Object> inputsOrNone() {
		return (this.inputs != null) ? this.inputs : Map.of();
	}

}
