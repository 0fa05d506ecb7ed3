package io.windhover.api.trigger;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.windhover.api.web.Problems;
import io.windhover.execution.flow.TriggerState;
import io.windhover.instance.ConditionalOnRole;
import io.windhover.instance.Role;
import io.windhover.topic.AwaitedChanges;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The triggers, as the scheduler has written them.
 */
@Component
@ConditionalOnRole(Role.API)
public class Triggers {

	private final Map<String, TriggerState> states = new ConcurrentHashMap<>();

	private final AwaitedChanges<TriggerState> awaited = new AwaitedChanges<>();

	private volatile BooleanSupplier ready = () -> false;

	/**
	 * Tells where to ask whether all was read that was there when this process started.
	 */
	public void follows(BooleanSupplier ready) {
		this.ready = ready;
	}

	/**
	 * Takes the state of a trigger.
	 * @param key {@code namespace/flow/trigger}
	 * @param state null when it was removed
	 */
	public void accept(String key, @Nullable TriggerState state) {
		if (state == null) {
			this.states.remove(key);
			return;
		}
		this.states.put(key, state);
		this.awaited.happened(state);
	}

	/**
	 * The state of a trigger; null when there is none. Fails with a problem while this
	 * process does not know.
	 */
	public @Nullable TriggerState find(String key) {
		if (!this.ready.getAsBoolean()) {
			throw Problems.unavailable("Windhover starts and does not know its triggers yet.",
					"Try again in a few seconds; /health on the management port shows when it is ready.", null);
		}
		return this.states.get(key);
	}

	/**
	 * Whether a trigger is paused; fails with a problem while this process does not know.
	 */
	public boolean isPaused(String key) {
		TriggerState state = find(key);
		return state != null && state.paused();
	}

	/**
	 * Asks for a change of a trigger and waits until it is known here.
	 * @param request asks for it; what it throws is thrown
	 * @return null when the change did not come within the timeout
	 */
	@Nullable TriggerState await(String key, Predicate<TriggerState> wanted, Runnable request, Duration timeout) {
		return this.awaited.await((state) -> state.key().equals(key) && wanted.test(state), request, timeout);
	}

}
