package io.windhover.api.execution.rerun;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to replay an execution.
 */
@Schema(name = "ReplayExecution")
record ReplayExecution(@Schema(description = "The path of the task run, iteration or control task to begin with.",
		example = "each[3].say", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String from) {
}
