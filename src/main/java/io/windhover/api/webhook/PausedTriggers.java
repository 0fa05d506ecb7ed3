package io.windhover.api.webhook;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.windhover.api.web.Problems;
import io.windhover.execution.TriggerState;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which triggers are paused, as the scheduler has written it.
 */
@Component
@ConditionalOnRole(Role.API)
class PausedTriggers {

	private final Set<String> paused = ConcurrentHashMap.newKeySet();

	private volatile BooleanSupplier ready = () -> false;

	/**
	 * Tells where to ask whether all was read that was there when this process started.
	 */
	void follows(BooleanSupplier ready) {
		this.ready = ready;
	}

	/**
	 * Takes the state of a trigger.
	 * @param key {@code namespace/flow/trigger}
	 * @param state null when it was removed
	 */
	void accept(String key, @Nullable TriggerState state) {
		if (state != null && state.paused()) {
			this.paused.add(key);
		}
		else {
			this.paused.remove(key);
		}
	}

	/**
	 * Whether a trigger is paused; fails with a problem while this process does not know.
	 */
	boolean contains(String key) {
		if (!this.ready.getAsBoolean()) {
			throw Problems.unavailable("Windhover starts and does not know yet which triggers are paused.",
					"Try again in a few seconds; /health on the management port tells when it is ready.", null);
		}
		return this.paused.contains(key);
	}

}
