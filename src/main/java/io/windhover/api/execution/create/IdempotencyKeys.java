package io.windhover.api.execution.create;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

import io.windhover.api.execution.ExecutionReader;
import io.windhover.api.web.Problems;
import io.windhover.execution.Execution;
import io.windhover.execution.Snapshot;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes the id of an execution from the key of the request that creates it, so that the
 * executor drops the command of a repeated request whichever instance has sent it.
 */
@Component
@ConditionalOnRole(Role.API)
public class IdempotencyKeys {

	private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,200}");

	private static final Duration VALID = Duration.ofDays(1);

	/** So long a command of the day before may be on its way. */
	private static final Duration UNSURE = Duration.ofMinutes(10);

	private final ExecutionReader reader;

	private final Clock clock;

	IdempotencyKeys(ExecutionReader reader, Clock clock) {
		this.reader = reader;
		this.clock = clock;
	}

	/**
	 * What a request is for: an execution of the last day, or one to create.
	 * @param scope within which the key names a request, such as a flow
	 */
	public Claim claim(String scope, String key) {
		if (!FORM.matcher(key).matches()) {
			throw Problems.badRequest("Idempotency-Key", "The header Idempotency-Key is not valid.",
					"Send 1 to 200 visible ASCII characters, such as a UUID.");
		}
		Instant now = this.clock.instant();
		LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
		boolean dayIsNew = now.isBefore(today.atStartOfDay(ZoneOffset.UTC).toInstant().plus(UNSURE));
		for (LocalDate day : List.of(today, today.minusDays(1))) {
			String id = id(scope, key, day);
			// the executor drops a second command for the same id, but not for another
			boolean sure = dayIsNew && day.isBefore(today);
			Snapshot found = sure ? this.reader.look(id) : this.reader.find(id);
			Execution execution = (found != null) ? found.execution() : null;
			if (execution != null && execution.createdAt().plus(VALID).isAfter(now)) {
				return new Claim(execution.id(), execution);
			}
			if (execution == null && this.reader.isDeleted(id)) {
				throw Problems.conflict(
						"The Idempotency-Key is that of execution '%s', which was deleted.".formatted(id),
						"Send a new key to create another execution.");
			}
		}
		return new Claim(id(scope, key, today), null);
	}

	static String id(String scope, String key, LocalDate day) {
		return UUID.nameUUIDFromBytes("%s %s %s".formatted(scope, day, key).getBytes(StandardCharsets.UTF_8))
			.toString();
	}

	/**
	 * The execution of a key.
	 *
	 * @param existing null where it must be created
	 */
	public record Claim(String id, @Nullable Execution existing) {
	}

}
