package io.windhover.api.execution.bulk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.windhover.api.execution.ActOnExecutions;
import io.windhover.api.web.Problems;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to many executions at once.
 */
enum ExecutionAction {

	KILL, PAUSE, RESUME, RESTART, REPLAY;

	/** Why it cannot be done to an execution that has ended; null when it may be. */
	@Nullable String unsuited(State end) {
		return switch (this) {
			case KILL, PAUSE, RESUME -> "it has ended";
			case RESTART -> (end == State.SUCCESS) ? "nothing of it failed" : null;
			case REPLAY -> null;
		};
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Fails with a problem where the request names none, or lacks or has what the action
	 * wants or does not know.
	 */
	static ExecutionAction of(ActOnExecutions request) {
		ExecutionAction action = Arrays.stream(values())
			.filter((each) -> each.text().equals(request.action()))
			.findFirst()
			.orElseThrow(() -> Problems.badRequest("action",
					(request.action() != null) ? "'%s' is not an action.".formatted(request.action())
							: "The action is missing.",
					"Set 'action' to one of %s.".formatted(
							Arrays.stream(values()).map(ExecutionAction::text).collect(Collectors.joining(", ")))));
		if (action == REPLAY && (request.from() == null || request.from().isBlank())) {
			throw Problems.badRequest("from", "The path to replay from is missing.",
					"Set 'from' to the path of a task, as GET /api/executions/{id} shows it.");
		}
		refuse("from", request.from(), action, REPLAY);
		refuse("path", request.path(), action, RESUME);
		refuse("inputs", request.inputs(), action, RESUME);
		return action;
	}

	private static void refuse(String field, @Nullable Object value, ExecutionAction action, ExecutionAction its) {
		if (value != null && action != its) {
			throw Problems.badRequest(field, "'%s' is not for the action %s.".formatted(field, action.text()),
					"Leave it out; it is for %s.".formatted(its.text()));
		}
	}

	/**
	 * Names what it is for audit events.
	 */
	Map<String, Object> audit(ActOnExecutions.Filter filter) {
		return Map.of("operation", "executions." + text(), "target", filter.toString());
	}

}
