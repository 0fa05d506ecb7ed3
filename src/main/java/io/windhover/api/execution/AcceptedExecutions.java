package io.windhover.api.execution;

import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

import io.windhover.execution.Execution;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The executions that this API accepted last, so that each answers before its owner has
 * processed its command. It is bounded in number and in bytes; what was accepted longest
 * ago goes first.
 */
@Component
@ConditionalOnRole(Role.API)
class AcceptedExecutions {

	static final int MOST = 10_000;

	static final long MOST_BYTES = 32 * 1024 * 1024;

	/** Without a backlog a command is processed by then. */
	private static final Duration PROMPT = Duration.ofSeconds(10);

	private final Clock clock;

	/** Guarded by this. */
	private final LinkedHashMap<String, Accepted> entries = new LinkedHashMap<>();

	private long bytes;

	AcceptedExecutions(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Notes an execution whose command the broker has acknowledged.
	 * @param size of its inputs and labels, in bytes of JSON
	 */
	synchronized void add(Execution created, int size) {
		this.entries.put(created.id(), new Accepted(created, size));
		this.bytes += size;
		Iterator<Accepted> eldest = this.entries.values().iterator();
		while (this.entries.size() > MOST || (this.bytes > MOST_BYTES && this.entries.size() > 1)) {
			this.bytes -= eldest.next().size();
			eldest.remove();
		}
	}

	/**
	 * An execution that its owner does not know; null when it was not accepted here, or
	 * so long ago that its owner has forgotten it.
	 * @param behind whether the owner has a backlog
	 */
	synchronized @Nullable Execution find(String id, boolean behind) {
		Accepted found = this.entries.get(id);
		if (found == null || !(behind || found.execution().createdAt().plus(PROMPT).isAfter(this.clock.instant()))) {
			return null;
		}
		return found.execution();
	}

	/**
	 * Forgets an execution that its owner knows.
	 */
	synchronized void remove(String id) {
		Accepted removed = this.entries.remove(id);
		this.bytes -= (removed != null) ? removed.size() : 0;
	}

	private record Accepted(Execution execution, int size) {
	}

}
