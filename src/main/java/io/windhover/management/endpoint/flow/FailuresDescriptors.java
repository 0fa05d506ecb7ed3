package io.windhover.management.endpoint.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How failures of executions look to who asks for them.
 */
public final class FailuresDescriptors {

	private FailuresDescriptors() {
	}

	/**
	 * Some of the causes, the most frequent first.
	 *
	 * @param from since when failures count
	 * @param count how many causes pass the filters
	 * @param ready false while not all flows are known here yet
	 * @param taskTypes what all of these causes come to by the type of the task that
	 * failed
	 * @param more whether there is a further page
	 */
	public record Failures(Instant from, int count, boolean ready, List<TaskType> taskTypes, List<Cause> causes,
			int page, int size, boolean more) implements OperationResponseBody {
	}

	/**
	 * Failures of tasks of one type.
	 *
	 * @param causes how many causes they had
	 */
	public record TaskType(String taskType, long failures, int causes) {
	}

	/**
	 * Failures for one cause.
	 *
	 * @param cause its fingerprint, as the filter of an action on many executions takes
	 * it
	 * @param taskType of the task that failed, however deep; null where the flow failed
	 * by itself, and where it is not known
	 * @param message why, without what differs from one to the next
	 * @param failures how many there were
	 * @param hours how many in each hour that had any
	 * @param first when the first was, as far as it is remembered
	 * @param restart restarts those that the filters of the API find, as a dry run
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Cause(String cause, @Nullable String taskType, String message, long failures, List<Hour> hours,
			Instant first, Instant last, List<FailingFlow> flows, Example example, Request restart) {
	}

	/**
	 * An hour.
	 */
	public record Hour(Instant hour, long failures) {
	}

	/**
	 * A flow that fails for the cause.
	 */
	public record FailingFlow(String namespace, String flowId, long failures) {
	}

	/**
	 * The last execution that failed for the cause.
	 */
	public record Example(String executionId, String namespace, String flowId, Instant endedAt) {
	}

	/**
	 * A request to the API.
	 */
	public record Request(String method, String path, Map<String, Object> body) {
	}

}
