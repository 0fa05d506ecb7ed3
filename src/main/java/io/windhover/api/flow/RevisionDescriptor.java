package io.windhover.api.flow;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of one of the revisions of a flow.
 */
@Schema(name = "Revision")
@JsonInclude(JsonInclude.Include.NON_NULL)
record RevisionDescriptor(@Schema(description = "Counts from 1.") int revision,
		@Schema(description = "Whether new executions run it; none of a flow that was deleted.") boolean current,
		@Schema(description = "When it was stored; absent where that is not known.") @Nullable Instant storedAt) {

	/**
	 * Describes a revision.
	 * @param current the flow as it is now; null where it was deleted
	 */
	static RevisionDescriptor of(Flow flow, @Nullable Flow current) {
		return new RevisionDescriptor(flow.revision(), current != null && flow.revision() == current.revision(),
				flow.updatedAt());
	}

}
