package io.windhover.event.delivery;

import java.util.Map;
import java.util.Objects;

import io.windhover.event.EventType;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * What an event says in a chat: one message with ids rather than counts.
 */
final class SlackMessage {

	private static final int MOST_OF_AN_ERROR = 500;

	private SlackMessage() {
	}

	/**
	 * The body of a message.
	 */
	static byte[] of(OutgoingEvent event) {
		return Json.mapper().writeValueAsBytes(Map.of("text", text(event)));
	}

	private static String text(OutgoingEvent event) {
		String type = event.type();
		if (type.equals(EventType.EXECUTION_ENDED.type())) {
			return "Execution `%s` of `%s` ended as *%s*%s".formatted(of(event, "executionId"), flow(event),
					of(event, "state"), because(event, "error"));
		}
		if (type.equals(EventType.TASK_RUN_FAILED.type())) {
			return "Task run `%s` of `%s` failed after %s attempts%s".formatted(of(event, "taskRunId"), flow(event),
					of(event, "attempts"), because(event, "error"));
		}
		if (type.equals(EventType.EXPECTATION_MISSED.type())) {
			return "*%s %s* of `%s` is missed since %s%s".formatted(of(event, "expectation"), of(event, "value"),
					flow(event), of(event, "missedSince"), because(event, "reason"));
		}
		if (type.equals(EventType.EXPECTATION_MET.type())) {
			return "*%s* of `%s`, missed since %s, is %s".formatted(of(event, "expectation"), flow(event),
					of(event, "missedSince"), of(event, "outcome"));
		}
		if (type.equals(EventType.INCIDENT_OPENED.type()) || type.equals(EventType.INCIDENT_CLOSED.type())) {
			return "Incident `%s` is %s: *%s* (%s) on `%s`%s\nRunbook: %s".formatted(of(event, "incidentId"),
					type.equals(EventType.INCIDENT_OPENED.type()) ? "open" : "over", of(event, "kind"),
					of(event, "severity"), of(event, "instance"), because(event, "cause"), of(event, "runbook"));
		}
		if (type.equals(EventType.OPERATION_PERFORMED.type())) {
			return "*%s*: %s on `%s`, status %s".formatted(of(event, "who"),
					escaped(Objects.requireNonNullElse(event.text("operation"), event.text("method"))),
					of(event, "target"), of(event, "status"));
		}
		return "`%s`: %s".formatted(escaped(event.subject()), escaped(event.type()));
	}

	private static String flow(OutgoingEvent event) {
		return of(event, "namespace") + "/" + of(event, "flowId");
	}

	private static String because(OutgoingEvent event, String name) {
		String reason = event.text(name);
		return (reason != null) ? "\n> " + escaped(StringUtils.truncate(reason, MOST_OF_AN_ERROR)).replace("\n", "\n> ")
				: "";
	}

	private static String of(OutgoingEvent event, String name) {
		return escaped(event.text(name));
	}

	/** As Slack wants it, so that nothing of it addresses anybody. */
	private static String escaped(@Nullable String text) {
		return (text != null) ? text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : "?";
	}

}
