package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.windhover.flow.FlowKey;
import io.windhover.flow.TriggerDefinition;

/**
 * A type of polling trigger: every bean of this type is one.
 *
 * @param <C> its configuration, handed over as written: the type itself renders the
 * templates in it
 */
public interface PollingTriggerType<C> extends TriggerDefinition<C> {

	/**
	 * Looks whether the condition holds, on a thread that may block but is one of few.
	 * @throws Exception when it cannot say: nothing fires then, and the next interval
	 * tries again
	 */
	Outcome evaluate(C configuration, Poll poll) throws Exception;

	/**
	 * One evaluation.
	 *
	 * @param date its planned date
	 * @param interval until the next one, which is left out while this one runs
	 */
	record Poll(FlowKey flow, String triggerId, Instant date, Duration interval) {
	}

	/**
	 * What an evaluation found.
	 *
	 * @param variables what templates of the execution see as {@code trigger}
	 */
	record Outcome(boolean fire, Map<String, Object> variables) {
	}

}
