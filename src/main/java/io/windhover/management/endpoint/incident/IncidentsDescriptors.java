package io.windhover.management.endpoint.incident;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.windhover.http.Paged;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint of incidents answers. What is not known is null.
 */
public final class IncidentsDescriptors {

	private IncidentsDescriptors() {
	}

	/**
	 * What is wrong now.
	 *
	 * @param answeredBy the instance that answers
	 * @param sampledAt how old what it knows is; null while it knows nothing yet
	 * @param openCount all that the filters let pass, on whatever page
	 * @param incidents the worst first, and of them the oldest
	 * @param more whether there are some on further pages
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Incidents(String answeredBy, @Nullable Instant sampledAt, int openCount, List<Listed> incidents,
			int page, int size, boolean more) implements OperationResponseBody, Paged {
	}

	/**
	 * Something that is wrong.
	 *
	 * @param runbook where it is told what to do, on any instance
	 * @param route that shows it, on the instance that reports it
	 * @param link the address of that route; null where that instance does not say where
	 * it is reached
	 * @param instance that reports it
	 * @param acknowledged null while nobody looks after it
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Listed(String id, String kind, String severity, Map<String, String> subject, Instant since,
			Instant openedAt, String cause, long count, String runbook, String route, @Nullable String link,
			String instance, Instant lastSeenAt, @Nullable Acknowledged acknowledged) {
	}

	/**
	 * Who looks after it.
	 */
	public record Acknowledged(String by, String note, Instant at) {
	}

	/**
	 * An incident with what became of it.
	 *
	 * @param closedAt null while it is open
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Detail(@JsonUnwrapped Listed incident, @Nullable Instant closedAt,
			List<HistoryEvent> history) implements OperationResponseBody {
	}

	/**
	 * What happened to it.
	 *
	 * @param event opened, counted, adopted, acknowledged or closed
	 * @param detail null where there is no more to tell
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record HistoryEvent(Instant at, String event, long count, @Nullable String detail) {
	}

}
